import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Collector } from '../collector.ts';
import { close, listen } from '../tag/recorder.ts';
import { bodyOf } from './body-of.ts';
import { createFront, type Front } from './front.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { type Entry, openBook, type RoundBook } from './round-book.ts';
import type { Weather } from './weather.ts';

/** Every host that a browser asks for, behind one proxy: the shops of all rounds, another site, and the collector. */
export interface Site {
  /** For a browser. */
  proxy: string;
  /** Opens the book of a round. */
  open(host: string, seed: number): RoundBook;
  /** What becomes of the reports of a round from now on. */
  setWeather(host: string, weather: Weather): void;
  close(): Promise<void>;
}

/** Scripts come from another host than the one that takes reports: what hangs there shall not hold them up. */
const SCRIPTS = 'tag.collector.test';
const REPORTS = 'c.collector.test';
export const ELSEWHERE = 'http://elsewhere.test/';

const snippet = readFileSync(new URL('../../packages/tag/snippet.html', import.meta.url), 'utf8');
const [stub] = snippet.split('\n');

export async function startSite(collector: Collector): Promise<Site> {
  const fronts = new Map<string, Front>();
  const books = new Map<string, RoundBook>();
  const server = createServer((request, response) => {
    // The browser may have gone, and with it the connection.
    response.on('error', () => {});
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { hostname, pathname, searchParams } = new URL(request.url ?? '', `http://${request.headers.host}`);
    if (hostname === SCRIPTS || (hostname === REPORTS && request.method === 'GET')) {
      const script = await fetch(`${collector.url}${pathname}`);
      response.writeHead(script.status, {
        'Content-Type': 'text/javascript',
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'no-store',
      });
      response.end(Buffer.from(await script.arrayBuffer()));
    } else if (hostname === REPORTS) {
      const front = fronts.get(hostOf(request.headers.origin) ?? hostOf(request.headers.referer) ?? '');
      if (front) await front.take(request, response);
      else response.destroy();
    } else if (pathname === '/journal') {
      books.get(hostname)?.enter(JSON.parse((await bodyOf(request)).toString()) as Entry);
      response.writeHead(204).end();
    } else {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(books.has(hostname) && pathname !== '/aside' ? page(pathname, searchParams.get('order')) : aside());
    }
  }

  function page(path: string, order: string | null): string {
    const isTold = order && `<script>call('purchase', ${JSON.stringify(order)})</script>`;
    const attributes = `data-key="${collector.keys.publishable_key}" data-endpoint="http://${REPORTS}"`;
    return `<!doctype html><html><head><meta charset="utf-8"><title>${path}</title><link rel="icon" href="data:,">
${stub}<script>${PAGE_SCRIPT}</script>${isTold ?? ''}
<script async src="http://${SCRIPTS}/tag.js" ${attributes} onload="tagHasCome()"></script></head>
<body><a id="next" href="/shop?next">Next</a> <a id="out" href="${ELSEWHERE}">Out</a></body></html>`;
  }

  return {
    proxy: await listen(server),
    open(host, seed) {
      const book = openBook(host);
      books.set(host, book);
      fronts.set(host, createFront(collector, book, seed));
      return book;
    },
    setWeather(host, weather) {
      fronts.get(host)?.setWeather(weather);
    },
    close: () => close(server),
  };
}

/** A page of the same host without the tag, to look into the storage. */
function aside(): string {
  return `<!doctype html><title>aside</title><link rel="icon" href="data:,"><script>${PAGE_SCRIPT}</script>`;
}

function hostOf(url: string | undefined): string | undefined {
  return url && URL.canParse(url) ? new URL(url).hostname : undefined;
}
