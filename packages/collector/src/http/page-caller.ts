import type { Caller } from '../auth/keyring.ts';
import { isOriginAllowed } from '../auth/origin.ts';
import { AppError } from '../domain/errors.ts';
import type { HttpContext } from './context.ts';

/**
 * The caller behind the key that a page sends along in its body. Throws `unauthorized`; `forbidden` where the key is a secret
 * one, or may not be used from there.
 */
export async function pageCaller(
  { keyring }: Pick<HttpContext, 'keyring'>,
  key: string,
  origin: string | undefined,
): Promise<Caller> {
  const identified = keyring.identify(key);
  const caller = identified instanceof Promise ? await identified : identified;
  if (!caller)
    throw new AppError('unauthorized', 'key: is unknown or revoked', {
      field: 'key',
      hint: 'Copy the snippet again.',
    });
  if (caller.kind !== 'publishable') {
    throw new AppError('forbidden', 'key: is a secret key, which must never be in a page', {
      field: 'key',
      hint: 'Revoke it, for whoever opened the page has seen it, and use a publishable key.',
    });
  }
  if (!isOriginAllowed(caller.origins, origin)) {
    throw new AppError('forbidden', `The key may not be used from ${origin ?? 'a request without an Origin'}.`, {
      field: 'key',
      hint: "Add the site's host to the key's origins.",
    });
  }
  return caller;
}
