import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openConnection } from './load/connection.ts';
import { createHistogram } from './load/histogram.ts';
import { sendReport, takeTask } from './program.ts';

/** Follows a referral link over several connections, each time as somebody whom it does not know. */

export interface GoTask {
  port: number;
  path: string;
  connections: number;
  warmup_ms: number;
  measured_ms: number;
}

export interface GoReport {
  requests_s: number;
  p50_ms: number;
  p99_ms: number;
  /** Answers that did not lead on with a click; none in a good run. */
  faults: string[];
}

const FAULTS_SHOWN = 5;

sendReport(await load(await takeTask<GoTask>()));

async function load({ port, path, connections, warmup_ms, measured_ms }: GoTask): Promise<GoReport> {
  const request = Buffer.from(
    `GET ${path}?utm_source=blog&sub1=footer HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0\r\nSec-Fetch-Dest: document\r\n\r\n`,
  );
  const faults: string[] = [];
  let answers = createHistogram();
  let answered = 0;
  let isOver = false;

  async function follow(): Promise<Connection> {
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      connection.send(request);
    };
    const connection = await openConnection(
      port,
      (status, body) => {
        answers.add(performance.now() - sentAt);
        answered += 1;
        const isGood = status === 302 && body.includes('cs_click=clk_');
        if (!isGood && faults.length < FAULTS_SHOWN) faults.push(`${status} ${body.toString().slice(0, 300)}`);
        if (!isOver) send();
      },
      (error) => faults.push(error.message),
    );
    send();
    return connection;
  }

  const open = await Promise.all(Array.from({ length: connections }, follow));
  await sleep(warmup_ms);
  answers = createHistogram();
  answered = 0;
  const began = performance.now();
  await sleep(measured_ms);
  const seconds = (performance.now() - began) / 1_000;
  isOver = true;
  for (const connection of open) connection.close();
  return { requests_s: answered / seconds, p50_ms: answers.within(0.5), p99_ms: answers.within(0.99), faults };
}
