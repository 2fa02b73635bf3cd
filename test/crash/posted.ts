import type { Sendable } from './client.ts';

/** The part of an item that says how it is sent. */
export function posted(headers: Sendable['headers'], path: string, body: object) {
  return { sendable: { path, headers, body: JSON.stringify(body) }, state: 'unanswered' as const };
}
