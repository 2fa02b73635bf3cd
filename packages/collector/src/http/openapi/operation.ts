import type { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import type { KeyScope } from '../../domain/workspace.ts';
import { problem } from '../../wire/replies/fields.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What is said of one route: all else follows from this. */
export interface RouteDescription {
  /** Unique, in camelCase: what generated clients call it. */
  id: string;
  /** What it does, in a sentence without its full stop. */
  summary: string;
  tag: string;
  /** What the key has to be for; `portal`: it takes no key, but an affiliate's token. */
  scope: KeyScope | 'portal';
  query?: z.ZodObject;
  body?: z.ZodType;
  example?: unknown;
  /** What may be a CSV file, too. */
  csv?: 'body' | 'reply';
  /** It takes an `Idempotency-Key`; without one a repeated request is known again only by what it says. */
  isIdempotent?: boolean;
  /** By status. */
  replies: Readonly<Record<number, readonly [description: string, schema: z.ZodType]>>;
  /** Ways in which it can fail beside those of every route. */
  fails?: readonly (404 | 409)[];
}

/** A path with its routes. Ids in it are written as `{id}`. */
export type PathDescription = Readonly<Partial<Record<Method, RouteDescription>>>;

const FAILURES: Readonly<Record<number, string>> = {
  400: 'The request is not valid; `field` says which part of it',
  401: 'There is no key, or it is unknown, expired or revoked',
  403: 'The key may not do this',
  404: 'It does not exist',
  409: 'It conflicts with what is there',
  413: 'The request is too large',
  429: 'Too many requests; `Retry-After` says when to come back',
  500: 'The collector failed',
  503: 'The collector cannot store this now; `Retry-After` says when to come back',
};
const ALWAYS = [400, 401, 403, 429, 500, 503];

/** Descriptions as OpenAPI takes them. */
export function pathsOf(described: Readonly<Record<string, PathDescription>>): ZodOpenApiPathsObject {
  return Object.fromEntries(
    Object.entries(described).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, route]) => [method, operationOf(path, route)])),
    ]),
  );
}

function operationOf(path: string, route: RouteDescription): ZodOpenApiOperationObject {
  const { id, summary, tag, scope, query, body, example, csv, replies, fails = [] } = route;
  const failures = [...ALWAYS, ...fails, ...(body ? [409, 413] : [])];
  return {
    operationId: id,
    summary,
    ...(scope === 'portal' ? FOR_AFFILIATES : { description: `The key needs the scope \`${scope}\`.` }),
    tags: [tag],
    parameters: [...pathParameters(path), ...(route.isIdempotent ? [IDEMPOTENCY_KEY] : [])],
    ...(query ? { requestParams: { query } } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': contentOf(body, example), ...(csv === 'body' ? CSV : {}) },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, [description, schema]]) => [
          status,
          { description, content: { 'application/json': { schema }, ...(csv === 'reply' ? CSV : {}) } },
        ]),
      ),
      ...Object.fromEntries(
        [...new Set(failures)]
          .sort()
          .map((status) => [
            status,
            { description: FAILURES[status] ?? '', content: { 'application/problem+json': { schema: problem } } },
          ]),
      ),
    },
  };
}

function contentOf(schema: z.ZodType, example: unknown) {
  return { schema, ...(example === undefined ? {} : { example }) };
}

const FOR_AFFILIATES = {
  description: 'It needs the token of an affiliate, and takes no key. Pages of any origin may call it.',
  security: [{ portalToken: [] }],
};

const CSV = { 'text/csv': { schema: { type: 'string' } } } as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body within 24 hours is the same request: it is answered again, and done once.',
  schema: { type: 'string', maxLength: 255 },
} as const;

function pathParameters(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    description: name === 'id' ? 'Our id, or the caller’s (`external_id`) where it has one' : 'Its id',
    schema: { type: 'string' as const },
  }));
}
