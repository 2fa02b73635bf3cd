import { createServer, request as send } from 'node:http';
import { close, listen } from '../tag/recorder.ts';

/**
 * Every host there is, behind one HTTP proxy: a browser asks it for any name, as far as it knows a domain of the web,
 * with its public suffixes and all that hangs on them. Without https; `localhost` and what is below it are secure
 * without.
 */
export interface Web {
  /** Its URL, for a browser. */
  proxy: string;
  /** What went wrong in any page: exceptions and unhandled rejections. */
  errors: string[];
  /** Puts a page on every host, at a path. */
  put(path: string, body: string, head?: string): void;
  /** Has a host lead to a server: an origin such as `http://127.0.0.1:8080`. */
  lead(host: string, origin: string): void;
  /** Takes all pages away, and what they said. */
  clear(): void;
  close(): Promise<void>;
}

/** Tells of what goes wrong in a page, before anything else of it runs. */
const watcher = `<script>
  for (const name of ['error', 'unhandledrejection'])
    addEventListener(name, (event) => {
      new Image().src = '/page-error?' + encodeURIComponent(event.message ?? event.reason);
    });
</script>`;

export async function startWeb(): Promise<Web> {
  const pages = new Map<string, string>();
  const origins = new Map<string, string>();

  const server = createServer((request, response) => {
    const { hostname, pathname, search } = new URL(request.url ?? '', 'http://any');
    const origin = origins.get(hostname);
    if (origin) {
      const { method = '', headers } = request;
      const onward = send(`${origin}${pathname}${search}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      // What breaks on one side breaks on the other.
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
      return;
    }
    if (pathname === '/page-error') web.errors.push(decodeURIComponent(search.slice(1)));
    const html = pages.get(pathname);
    response.writeHead(html === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(html);
  });

  const web: Web = {
    proxy: await listen(server),
    errors: [],
    put(path, body, head = '') {
      const title = `<meta charset="utf-8"><title>${path}</title>`;
      pages.set(path, `<!doctype html><html><head>${title}${watcher}${head}</head><body>${body}</body></html>`);
    },
    lead(host, origin) {
      origins.set(host, origin);
    },
    clear() {
      pages.clear();
      web.errors.length = 0;
    },
    close: () => close(server),
  };
  return web;
}
