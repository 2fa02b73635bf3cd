import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What befalls a request between a client and the collector. */
export type Mishap =
  | 'none'
  /** 500 in place of the collector, which never hears of it. */
  | 'fails_before'
  /** 500 in place of the collector's answer. */
  | 'fails_after'
  /** The connection breaks when the collector has answered. */
  | 'drops_after'
  /** 429 with a wait of a few milliseconds. */
  | 'limits';

export interface UnrulyProxy {
  url: string;
  /** What happens to the next requests, one each; after them nothing does. */
  plan(mishaps: readonly Mishap[]): void;
  /** The requests since the plan was made, by their headers. */
  seen: readonly IncomingMessage['headers'][];
  close(): Promise<void>;
}

/** An HTTP server between a client and the collector that does to requests what networks do. */
export async function startUnrulyProxy(target: string): Promise<UnrulyProxy> {
  let planned: Mishap[] = [];
  let seen: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    befall(planned.shift() ?? 'none', request, response).catch(() => response.destroy());
  });

  async function befall(mishap: Mishap, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (mishap === 'fails_before') return reply(response, 500, '{"message":"on the way"}');
    if (mishap === 'limits') return reply(response, 429, '{"message":"too many"}', { 'retry-after-ms': '5' });
    const { method = 'GET', url = '/', headers } = request;
    const { connection, host, 'content-length': length, ...others } = headers;
    const answer = await fetch(target + url, { method, headers: new Headers(others as Record<string, string>), body });
    const text = await answer.text();
    if (mishap === 'fails_after') return reply(response, 500, '{"message":"on the way back"}');
    if (mishap === 'drops_after') return void response.destroy();
    reply(response, answer.status, text, Object.fromEntries(answer.headers));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan(mishaps) {
      planned = [...mishaps];
      seen = [];
    },
    get seen() {
      return seen;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function reply(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  const { 'content-length': length, 'transfer-encoding': encoding, connection, ...others } = headers;
  response.writeHead(status, { 'content-type': 'application/json', ...others }).end(text);
}
