import { AppError } from '../../domain/errors.ts';
import { isSignedBy } from '../is-signed-by.ts';
import type { SignedRequest } from '../provider.ts';

/**
 * `X-Signature`, the HMAC of the body in hexadecimal: https://docs.lemonsqueezy.com/help/webhooks/signing-requests. No time is
 * signed, so it stays good for ever; what is delivered again is known by what it tells. Throws `unauthorized`.
 */
export function verifySignature({ body, headers }: SignedRequest, secret: string): void {
  const signature = headers['x-signature']?.trim();
  if (!signature) throw refusal('is missing', 'Send the request as Lemon Squeezy does.');
  if (isSignedBy(secret, [body], [signature])) return;
  throw refusal(
    'does not sign this body',
    "Check the connection's secret, and that nothing on the way changes the body.",
  );
}

function refusal(message: string, hint: string): AppError {
  return new AppError('unauthorized', `X-Signature: ${message}`, { field: 'X-Signature', hint });
}
