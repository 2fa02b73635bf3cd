import { readFileSync } from 'node:fs';
import type { Html } from './html.ts';

/** What the portal says to one request. */
export interface Answer {
  status: number;
  body: string | Buffer;
  headers: Record<string, string>;
}

const FILES: Record<string, string> = {
  '/portal.css': 'text/css; charset=utf-8',
  '/portal.js': 'text/javascript; charset=utf-8',
  '/favicon.svg': 'image/svg+xml',
};

export function pageAnswer(page: Html, status = 200): Answer {
  return { status, body: page.markup, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

export function redirectTo(path: string): Answer {
  return { status: 303, body: '', headers: { location: path } };
}

/** A file to keep, by its name. */
export function downloadAnswer(name: string, text: string): Answer {
  return {
    status: 200,
    body: text,
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
  };
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
