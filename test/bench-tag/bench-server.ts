import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gunzipSync, constants as zlib } from 'node:zlib';
import type { Asked, Contender } from './contender.ts';

export interface BenchServer {
  /** The page of a contender; of none, the empty page. */
  put(contender: Contender | undefined): void;
  /** The URL of the page. */
  url: string;
  /** What was asked for since it was put there. */
  asked: Asked[];
  close(): Promise<void>;
}

const SITE = 'www.shop.localhost';

/** Something to look at and to click on, of which no contender knows. */
const BODY = `<h1>Garden chairs</h1>${'<p>A chair for the garden, of ash. <a href="/chair">More</a> <button>Buy</button></p>'.repeat(20)}`;

/** The site, and every host that a tag comes from and reports to: one server, for what is measured is the browser. */
export async function startBenchServer(): Promise<BenchServer> {
  let current: Contender | undefined;
  let packed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    if (request.headers.host?.startsWith(`${SITE}:`) && request.url === '/') sendPage(response);
    else void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  function sendPage(response: ServerResponse): void {
    const head = current?.head(`http://${current.host}:${port}`) ?? '';
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Garden chairs</title>
<link rel="icon" href="data:,">${head}</head><body>${BODY}</body></html>`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://any').pathname;
    const method = request.method ?? '';
    const script = method === 'GET' ? packed.get(path) : undefined;
    bench.asked.push({ method, path, body: await bodyOf(request), script_bytes: script?.length ?? 0 });
    const { origin = '*' } = request.headers;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    if (script) {
      response.writeHead(200, {
        'Content-Type': 'text/javascript; charset=utf-8',
        'Content-Encoding': 'br',
        'Cache-Control': 'public, max-age=31536000, immutable',
      });
      response.end(script);
    } else if (method === 'OPTIONS') {
      const wanted = request.headers['access-control-request-headers'] ?? '';
      response.writeHead(204, { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': wanted }).end();
    } else {
      const said = current?.answers?.get(path);
      if (path.endsWith('.js') && said === undefined) response.writeHead(404).end();
      else response.writeHead(said ? 200 : 202, { 'Content-Type': 'application/json' }).end(JSON.stringify(said ?? {}));
    }
  }

  const bench: BenchServer = {
    url: `http://${SITE}:${port}/`,
    asked: [],
    put(contender) {
      current = contender;
      packed = new Map([...(contender?.scripts ?? [])].map(([path, text]) => [path, brotli(text)]));
      bench.asked = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return bench;
}

const compressed = new Map<string, Buffer>();

/** As small as it gets, which takes a while; so each but once. */
function brotli(text: string): Buffer {
  const known = compressed.get(text);
  if (known) return known;
  const packed = brotliCompressSync(text, { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } });
  compressed.set(text, packed);
  return packed;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString();
}
