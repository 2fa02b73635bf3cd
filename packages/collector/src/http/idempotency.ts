import type { Request } from 'express';
import type { Caller } from '../auth/keyring.ts';
import { canonical } from '../commit/replay.ts';
import type { Idempotency } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';

const KEY_MAX_BYTES = 255;

/** Key, method and path: within it, two requests are told apart, or are one that was repeated. */
export function placeOf(request: Request, caller: Caller): string {
  const path = `${request.baseUrl}${request.path}`.replace(/\/+$/, '');
  return `${caller.key_id} ${request.method} ${path}`;
}

/**
 * What the header `Idempotency-Key` makes of a request that changes something: repeated with it, it is carried out once.
 * `undefined` where it has none. Throws `invalid` where it is too long.
 */
export function idempotencyOf(request: Request, caller: Caller): Idempotency | undefined {
  // Node reads a header as Latin-1, so its length is its bytes.
  const key = request.get('Idempotency-Key')?.trim();
  if (!key || request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (key.length > KEY_MAX_BYTES) {
    throw new AppError('invalid', `Idempotency-Key: is longer than ${KEY_MAX_BYTES} bytes`, {
      field: 'Idempotency-Key',
      hint: 'Send a random id, such as a UUID.',
    });
  }
  return {
    place: placeOf(request, caller),
    key_hash: digestOf(key),
    body_hash: digestOf(canonical(request.body ?? null)),
  };
}

/** Where a repeated request is not told from another, a caller who counts on it must know. Throws `invalid`. */
export function refuseIdempotencyKey(request: Request): void {
  if (request.get('Idempotency-Key') === undefined) return;
  throw new AppError('invalid', 'Idempotency-Key: is not taken here', {
    field: 'Idempotency-Key',
    hint: 'Leave the header out; docs/api.md says where it works.',
  });
}
