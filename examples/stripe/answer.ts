import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Html } from './html.ts';

/** What is said to one request. */
export interface Answer {
  status: number;
  body: string | Buffer;
  headers: Record<string, string>;
}

const FILES: Record<string, string> = {
  '/stripe.css': 'text/css; charset=utf-8',
  '/earnings.js': 'text/javascript; charset=utf-8',
  '/favicon.svg': 'image/svg+xml',
};

export function pageAnswer(page: Html, status = 200): Answer {
  return { status, body: page.markup, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

export function jsonAnswer(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

export function redirectTo(url: string): Answer {
  return { status: 303, body: '', headers: { location: url } };
}

/** @returns one of the few files that the pages need, undefined for any other path */
export function fileAnswer(path: string): Answer | undefined {
  const type = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  return type === undefined
    ? undefined
    : {
        status: 200,
        body: readFileSync(new URL(`./public${path}`, import.meta.url)),
        headers: { 'content-type': type },
      };
}

/**
 * Answers requests one by one.
 * @param explain says it where there is an error in place of an answer
 */
export function listener(
  answer: (request: IncomingMessage, url: URL) => Promise<Answer>,
  explain: (error: unknown) => Answer,
): RequestListener {
  const toRequest = async (request: IncomingMessage): Promise<Answer> => {
    const url = URL.parse(request.url ?? '/', 'http://shop.invalid');
    return url === null ? jsonAnswer(400, { error: 'This address cannot be read.' }) : answer(request, url);
  };
  return (request, response) => {
    void toRequest(request)
      .catch(explain)
      .then(({ status, headers, body }) => {
        response.writeHead(status, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  };
}
