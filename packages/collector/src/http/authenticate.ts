import type { Request } from 'express';
import type { Caller } from '../auth/keyring.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { type DialectName, keyPrefixOf } from '../domain/dialect.ts';
import { AppError, type ErrorReason } from '../domain/errors.ts';
import type { KeyScope } from '../domain/workspace.ts';
import type { HttpContext } from './context.ts';

type Credential = Dialect['credential'];

/** Whose keys a path takes, the one that it is made for first, and where a request carries them. */
export interface Entrance {
  dialects: readonly [DialectName, ...DialectName[]];
  credential: Credential;
}

const NATIVE: Entrance = { dialects: ['native'], credential: 'bearer' };

/**
 * The caller behind a Bearer key of ours. Throws `unauthorized`; `forbidden` where the key is not a secret one, or lacks the
 * scope: by default `read` to read, and `write` for all else.
 */
export function authenticate(context: HttpContext, request: Request, scope = scopeOf(request)): Promise<Caller> {
  return authenticateAt(NATIVE, context, request, scope);
}

/** As `authenticate`, for a path that takes the keys of vendors. */
export async function authenticateAt(
  entrance: Entrance,
  context: HttpContext,
  request: Request,
  scope = scopeOf(request),
): Promise<Caller> {
  const caller = await callerOf(entrance, context, request);
  const [dialect] = entrance.dialects;
  if (!entrance.dialects.includes(caller.dialect)) {
    const message = `The key speaks ${caller.dialect}, and this path ${dialect}.`;
    throw refusal('unauthorized', message, create(dialect), 'other_dialect');
  }
  if (caller.kind !== 'secret') {
    const hint = 'Use a secret key, from your server.';
    throw refusal('forbidden', 'A publishable key may only send events to /e.', hint);
  }
  if (!caller.scopes.includes(scope)) {
    const hint = `Use a key that was created with --scope ${scope}.`;
    throw refusal('forbidden', `The key lacks the scope ${scope}.`, hint);
  }
  return caller;
}

/** The key that a request carries; `undefined` where it carries none. */
export function keyIn(request: Pick<Request, 'headers'>, credential: Credential): string | undefined {
  if (credential === 'x-api-key') return [request.headers['x-api-key']].flat()[0]?.trim() || undefined;
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

async function callerOf(entrance: Entrance, context: HttpContext, request: Request): Promise<Caller> {
  const [dialect] = entrance.dialects;
  const key = keyIn(request, entrance.credential);
  if (key === undefined) {
    const header = entrance.credential === 'bearer' ? 'Authorization: Bearer ' : 'X-API-Key: ';
    const hint = `Send the header ${header}${keyPrefixOf(dialect)}…`;
    throw refusal('unauthorized', 'There is no key.', hint, 'no_key');
  }
  const caller = await context.keyring.identify(key);
  if (caller) return caller;
  throw refusal('unauthorized', 'The key is unknown or revoked.', create(dialect));
}

function scopeOf({ method }: Request): KeyScope {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write';
}

function create(dialect: DialectName): string {
  return `Create one with clickstitch keys create${dialect === 'native' ? '' : ` --dialect ${dialect}`}.`;
}

function refusal(code: 'unauthorized' | 'forbidden', message: string, hint: string, reason?: ErrorReason): AppError {
  return new AppError(code, message, { field: 'key', hint, reason });
}
