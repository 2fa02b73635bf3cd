import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '@clickstitch/tag/wire';
import { createRandom } from '../bench/traffic/random.ts';
import type { Collector } from '../collector.ts';
import { bodyOf } from './body-of.ts';
import type { RoundBook } from './round-book.ts';
import { type Fault, pick, WEATHERS, type Weather } from './weather.ts';

/** What stands before the collector, as one round sees it. */
export interface Front {
  setWeather(weather: Weather): void;
  take(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Longer than this nobody waits for an answer that does not come, ms. */
const SILENCE_MS = 6_000;

/** As a browser of people: a driven one would be taken for a bot, which is not the question here. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Hands reports on to the collector, as far as the weather lets it. What becomes of them is told to the book. */
export function createFront(collector: Collector, book: RoundBook, seed: number): Front {
  const random = createRandom(seed);
  const hanging = new Set<ServerResponse>();
  let weather: Weather = 'fine';

  async function handOn(body: Buffer): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${collector.url}/e`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'text/plain;charset=UTF-8', 'User-Agent': USER_AGENT },
    });
    const text = await answer.text();
    if (answer.ok) for (const nonce of noncesOf(body)) book.accepted.add(nonce);
    book.tell(`collector: ${answer.status} ${text}`);
    return { status: answer.status, text };
  }

  const faults: Record<Fault, (body: Buffer, response: ServerResponse) => Promise<void>> = {
    async taken(body, response) {
      const { status, text } = await handOn(body);
      response.writeHead(status, READABLE).end(text);
    },
    async cut(_body, response) {
      response.destroy();
    },
    async silent(_body, response) {
      hanging.add(response);
      await sleep(SILENCE_MS, undefined, { ref: false });
      response.destroy();
    },
    async slow(body, response) {
      await sleep(200 + random() * 2_500);
      await faults.taken(body, response);
    },
    async slow_answer(body, response) {
      const { status, text } = await handOn(body);
      await sleep(200 + random() * 2_500);
      response.writeHead(status, READABLE).end(text);
    },
    async answer_lost(body, response) {
      await handOn(body);
      response.destroy();
    },
    async answer_truncated(body, response) {
      const { status, text } = await handOn(body);
      response.writeHead(status, { ...READABLE, 'Content-Length': text.length + 50 });
      response.write(text.slice(0, 10));
      await sleep(20);
      response.destroy();
    },
    async too_many(_body, response) {
      response.writeHead(429, { ...READABLE, 'Retry-After': pick(random, ['1', '2', '300']) }).end('{}');
    },
    async unavailable(_body, response) {
      response.writeHead(503, { ...READABLE, ...(random() < 0.5 ? { 'Retry-After': '1' } : {}) }).end('{}');
    },
    async unreadable(_body, response) {
      response.writeHead(503).end('<h1>Service unavailable</h1>');
    },
    async failing(_body, response) {
      response.writeHead(pick(random, [408, 425, 500, 502, 504]), READABLE).end('{}');
    },
  };

  return {
    setWeather(next) {
      weather = next;
      book.tell(`weather: ${next}`);
      if (next !== 'fine') return;
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    async take(request, response) {
      const body = await bodyOf(request);
      const fault = pick<Fault>(random, WEATHERS[weather]);
      book.tell(`report: ${namesOf(body)} → ${fault}`);
      await faults[fault](body, response);
    },
  };
}

/** What lets the page read the answer, as the collector has it. */
const READABLE = {
  'Content-Type': 'application/json',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After',
};

function noncesOf(body: Buffer): string[] {
  return batchOf(body).events.flatMap(({ props }) => (typeof props?.['nonce'] === 'string' ? [props['nonce']] : []));
}

function namesOf(body: Buffer): string {
  const { visitor_id, events } = batchOf(body);
  const names = events.map(({ id, name, props }) => `${name} ${props?.['nonce'] ?? id}`);
  return `${visitor_id} ${names.join(', ')}`;
}

function batchOf(body: Buffer): Batch {
  return JSON.parse(body.toString()) as Batch;
}
