import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Batch, BatchEvent } from '@clickstitch/tag/wire';

/** The tag as it is published: `npm run build -w @clickstitch/tag` makes it. */
export const tagScript = read('../../packages/tag/dist/tag.js');
const jsCookie = read('../../node_modules/js-cookie/dist/js.cookie.mjs');

const modules = globSync('esm/**/*.js', { cwd: new URL('../../packages/tag/dist/', import.meta.url) });

/** The package's modules, and each bundle under its own name and under the one by which another fetches it. */
const scripts = new Map([
  ['/js-cookie.js', jsCookie],
  ...modules.map((path): [string, string] => [`/${path}`, read(`../../packages/tag/dist/${path}`)]),
  ...['tag', 'tag.core', 'tag.extra', 'tag.linker', 'tag.checkout', 'tag.interop', 'tag.capture', 'inspector'].flatMap(
    (name): [string, string][] => {
      const text = read(`../../packages/tag/dist/${name}.js`);
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
      return [
        [`/${name}.js`, text],
        [`/${name}.${hash}.js`, text],
      ];
    },
  ),
]);

interface Recording {
  method: string;
  headers: IncomingHttpHeaders;
  batch: Batch;
  at: number;
}

/** A call that asks to have the cookie set by HTTP. */
export interface Renewal {
  headers: IncomingHttpHeaders;
  key: string;
  domain: string;
  visitor: Record<string, unknown>;
}

/** A collector that only writes down what it is told. What arrives here is what the tests of the tag believe. */
export interface Recorder {
  origin: string;
  recordings: Recording[];
  /** How it answers the next reports; with nothing in here, it takes them. */
  answers: ((response: ServerResponse) => void)[];
  /** Every call of `/e/visitor`. */
  renewals: Renewal[];
  /** How it answers the next of them; with nothing in here, it sets the cookie for as long as the collector does. */
  renewalAnswers: ((response: ServerResponse, setCookie: string) => void)[];
  /** For how long a script is on its way, in ms. */
  scriptDelay: number;
  /** What came, without repetitions: a page that goes away may send again what has just arrived. */
  events(): BatchEvent[];
  /** Resolves to the events once there are so many; fails when they do not come. */
  waitForEvents(count: number): Promise<BatchEvent[]>;
  /** The same for requests. */
  waitForRecordings(count: number): Promise<Recording[]>;
  /** The same for calls that ask for the cookie. */
  waitForRenewals(count: number): Promise<Renewal[]>;
  clear(): void;
  close(): Promise<void>;
}

export async function startRecorder(): Promise<Recorder> {
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    const script = scripts.get(request.url ?? '');
    if (script) {
      response.setHeader('Content-Type', 'text/javascript');
      setTimeout(() => response.end(script), recorder.scriptDelay);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (request.url === '/e/visitor') {
        answerRenewal(response, { headers: request.headers, ...JSON.parse(body) });
        return;
      }
      const batch: Batch = body ? JSON.parse(body) : { events: [] };
      recorder.recordings.push({ method: request.method ?? '', headers: request.headers, batch, at: Date.now() });
      const answer = recorder.answers.shift() ?? ((taken) => taken.writeHead(202).end('{}'));
      answer(response);
    });
  });

  function answerRenewal(response: ServerResponse, renewal: Renewal): void {
    recorder.renewals.push(renewal);
    const { headers, domain, visitor } = renewal;
    // The call carries cookies, so that the one of the answer is taken; for that the origin must be named.
    response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    const value = encodeURIComponent(JSON.stringify(visitor));
    const place = domain && `; Domain=${domain}`;
    const setCookie = `_cst=${value}; Max-Age=33696000; Path=/; SameSite=Lax${place}`;
    const answer =
      recorder.renewalAnswers.shift() ?? ((set, cookie) => set.writeHead(204, { 'Set-Cookie': cookie }).end());
    answer(response, setCookie);
  }

  const recorder: Recorder = {
    origin: await listen(server),
    recordings: [],
    answers: [],
    renewals: [],
    renewalAnswers: [],
    scriptDelay: 0,
    events() {
      const distinct = new Map<string, BatchEvent>();
      for (const { batch } of recorder.recordings) {
        for (const event of batch.events) {
          const key = `${batch.visitor_id} ${event.name} ${event.id}`;
          if (!distinct.has(key)) distinct.set(key, event);
        }
      }
      return [...distinct.values()];
    },
    waitForEvents: (count) => waitFor(recorder.events, count),
    waitForRecordings: (count) => waitFor(() => recorder.recordings, count),
    waitForRenewals: (count) => waitFor(() => recorder.renewals, count),
    clear() {
      recorder.recordings.length = 0;
      recorder.answers.length = 0;
      recorder.renewals.length = 0;
      recorder.renewalAnswers.length = 0;
      recorder.scriptDelay = 0;
    },
    close: () => close(server),
  };
  return recorder;
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

async function waitFor<T>(list: () => T[], count: number): Promise<T[]> {
  const deadline = Date.now() + 10_000;
  while (list().length < count) {
    if (Date.now() > deadline) throw new Error(`${count} expected, but only these came: ${JSON.stringify(list())}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return list();
}

/** Listens on a free port of this machine and resolves to the origin. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Stops a server with all its connections. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
