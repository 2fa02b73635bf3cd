import { AppError } from '../../domain/errors.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import { isSignedBy } from '../is-signed-by.ts';
import type { SignedRequest } from '../provider.ts';

/**
 * The vendor's own client takes 5 seconds (https://developer.paddle.com/webhooks/about/signature-verification), which a slow
 * proxy or a clock that is a little off uses up.
 */
export const TOLERANCE = 5 * MINUTE;
const SIGNATURES_AT_MOST = 10;

/**
 * `Paddle-Signature: ts=<seconds>;h1=<hex>`, in which `h1` signs `<ts>:<body>`. Every `h1` counts, for while a secret is changed
 * there may be two. Throws `unauthorized`.
 */
export function verifySignature({ body, headers, received_at }: SignedRequest, secret: string): void {
  const header = headers['paddle-signature'];
  if (!header) throw refusal('is missing', 'Send the request as Paddle Billing does; Paddle Classic signs otherwise.');
  const parts = header.split(';').map((part) => part.trim());
  const valuesOf = (name: string) =>
    parts.flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : []));
  const [[ts, ...others], signatures] = [valuesOf('ts'), valuesOf('h1')];
  const isReadable = ts !== undefined && /^\d{1,12}$/.test(ts) && others.length === 0;
  if (!isReadable || signatures.length === 0 || signatures.length > SIGNATURES_AT_MOST) {
    throw refusal(
      'is not of the form ts=…;h1=…',
      'See https://developer.paddle.com/webhooks/about/signature-verification.',
    );
  }
  if (!isSignedBy(secret, [`${ts}:`, body], signatures)) {
    throw refusal(
      'does not sign this body',
      "Check the connection's secret, and that nothing on the way changes the body.",
    );
  }
  const age = received_at - Number(ts) * SECOND;
  if (age > TOLERANCE)
    throw refusal('is more than 5 minutes old', 'Check the clock, and that nothing holds requests back.');
  if (age < -TOLERANCE) throw refusal('lies more than 5 minutes in the future', 'Check the clock.');
}

function refusal(message: string, hint: string): AppError {
  return new AppError('unauthorized', `Paddle-Signature: ${message}`, { field: 'Paddle-Signature', hint });
}
