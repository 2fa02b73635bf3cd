import { type Fields, fieldsOf, kindOf, oneOf, textOf } from './checked.ts';
import { readSigning, type Signing } from './sign.ts';
import { writtenOut } from './times.ts';
import { SPOKEN, type Spoken } from './vendor.ts';

export const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** A request as a vector or a case writes it. At most one of `body`, `text` and `base64` is there. */
export interface Asked {
  method: (typeof METHODS)[number];
  path: string;
  query: Fields;
  /** Beside, or in place of, those that are sent anyway; `null` takes one away. */
  headers: Readonly<Record<string, string | null>>;
  /** Sent as JSON; see `times.ts` for what is too long to be written out. */
  body?: unknown;
  /** Sent as it is, without a Content-Type of its own. */
  text?: string;
  /** Bytes that need not be text. */
  base64?: string;
  /** By which key the request is signed, and how; see `sign.ts`. */
  signed?: Signing;
  /** Whose key it is sent with; by default the one that the file is about. */
  as?: Spoken;
}

export const REQUEST_KEYS = ['method', 'path', 'query', 'headers', 'body', 'text', 'base64'] as const;

/** Throws with the place of what is wrong. */
export function readRequest(value: unknown, where: string): Asked {
  return requestOf(fieldsOf(value, where, [...REQUEST_KEYS, 'as', 'signed'], ['method', 'path']), where);
}

/** A request that prepares what others need: always our own words, with the workspace's own key. */
export function readSetup(value: unknown, where: string): Asked {
  return requestOf(fieldsOf(value, where, REQUEST_KEYS, ['method', 'path']), where);
}

/** The request among fields whose names were checked. */
export function requestOf(fields: Fields, where: string): Asked {
  const bodies = (['body', 'text', 'base64'] as const).filter((key) => key in fields);
  if (bodies.length > 1) throw new Error(`${where}: ${bodies.join(' and ')} cannot both be sent`);
  const path = textOf(fields['path'], `${where}.path`);
  if (!path.startsWith('/')) throw new Error(`${where}.path: expected to begin with /, found ${path}`);
  return {
    method: oneOf(fields['method'], `${where}.method`, METHODS),
    path,
    query: recordOf(fields['query'] ?? {}, `${where}.query`),
    headers: headersOf(recordOf(fields['headers'] ?? {}, `${where}.headers`), `${where}.headers`),
    ...('body' in fields ? { body: writtenOut(fields['body']) } : {}),
    ...('text' in fields ? { text: textOf(fields['text'], `${where}.text`) } : {}),
    ...('base64' in fields ? { base64: textOf(fields['base64'], `${where}.base64`) } : {}),
    ...('signed' in fields ? { signed: readSigning(fields['signed'], `${where}.signed`) } : {}),
    ...('as' in fields ? { as: oneOf(fields['as'], `${where}.as`, SPOKEN) } : {}),
  };
}

export function headersOf(fields: Fields, where: string): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === null ? null : textOf(value, `${where}.${name}`)]),
  );
}

export function recordOf(value: unknown, where: string): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${where}: expected an object, found ${kindOf(value)}`);
  }
  return value as Fields;
}
