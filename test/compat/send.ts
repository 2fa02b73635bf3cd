import type { Asked } from './request.ts';
import { signatureOf } from './sign.ts';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed, where the reply says that it is JSON. */
  body: unknown;
  /** The headers by which the request was signed, where it was. */
  sent: Readonly<Record<string, string>>;
}

/** Sends a request as it is written, with these headers beside its own. */
export async function send(url: string, asked: Asked, headers: Readonly<Record<string, string>>): Promise<Reply> {
  const content = contentOf(asked);
  const sent = asked.signed ? signatureOf(asked.signed, content ?? Buffer.of()) : {};
  const response = await fetch(url + asked.path + queryOf(asked), {
    ...{ method: asked.method, headers: headersOf(asked, { ...headers, ...sent }), redirect: 'manual' },
    ...(content ? { body: content } : {}),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
    sent,
  };
}

/** As bytes, so that no Content-Type is added to them. */
function contentOf(asked: Asked): Buffer<ArrayBuffer> | undefined {
  if ('body' in asked) return Buffer.from(JSON.stringify(asked.body));
  if (asked.text !== undefined) return Buffer.from(asked.text);
  return asked.base64 === undefined ? undefined : Buffer.from(asked.base64, 'base64');
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
