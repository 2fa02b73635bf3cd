import type { Request } from 'express';
import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import type { HttpContext } from './context.ts';

/** The caller behind a Bearer key. Throws `unauthorized`, or `forbidden` where the key is not a secret one. */
export async function authenticate(context: HttpContext, request: Request): Promise<Caller> {
  const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!key) {
    throw new AppError('unauthorized', 'There is no key.', { hint: 'Send the header Authorization: Bearer cs_sk_…' });
  }
  const caller = await context.keyring.identify(key);
  if (!caller) {
    throw new AppError('unauthorized', 'The key is unknown or revoked.', {
      hint: 'Create one with clickstitch keys create.',
    });
  }
  if (caller.kind !== 'secret') {
    throw new AppError('forbidden', 'A publishable key may only send events to /e.', {
      hint: 'Use a secret key, from your server.',
    });
  }
  return caller;
}
