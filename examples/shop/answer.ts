import { readFileSync } from 'node:fs';
import type { Html } from './html.ts';

/** What the shop says to one request. */
export interface Answer {
  status: number;
  type: string;
  body: string | Buffer;
}

const FILES: Record<string, string> = {
  '/shop.css': 'text/css; charset=utf-8',
  '/checkout.js': 'text/javascript; charset=utf-8',
  '/thank-you.js': 'text/javascript; charset=utf-8',
  '/favicon.svg': 'image/svg+xml',
};

export function pageAnswer(page: Html, status = 200): Answer {
  return { status, type: 'text/html; charset=utf-8', body: page.markup };
}

export function jsonAnswer(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}

/** @returns one of the few files that the pages need, undefined for any other path */
export function fileAnswer(path: string): Answer | undefined {
  const type = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  return type === undefined
    ? undefined
    : { status: 200, type, body: readFileSync(new URL(`./public${path}`, import.meta.url)) };
}
