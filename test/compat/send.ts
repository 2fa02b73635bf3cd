import type { Asked } from './request.ts';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed, where the reply says that it is JSON. */
  body: unknown;
}

/** Sends a request as it is written, with these headers beside its own. */
export async function send(url: string, asked: Asked, headers: Readonly<Record<string, string>>): Promise<Reply> {
  const init: RequestInit = { method: asked.method, headers: headersOf(asked, headers), redirect: 'manual' };
  if ('body' in asked) init.body = JSON.stringify(asked.body);
  // As bytes, so that no Content-Type is added to them.
  else if (asked.text !== undefined) init.body = Buffer.from(asked.text);
  else if (asked.base64 !== undefined) init.body = Buffer.from(asked.base64, 'base64');
  const response = await fetch(url + asked.path + queryOf(asked), init);
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

function headersOf(asked: Asked, others: Readonly<Record<string, string>>): Headers {
  const headers = new Headers('body' in asked ? { 'content-type': 'application/json', ...others } : others);
  for (const [name, value] of Object.entries(asked.headers)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return headers;
}

function queryOf({ path, query }: Asked): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  if (search.size === 0) return '';
  return `${path.includes('?') ? '&' : '?'}${search}`;
}
