import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../domain/errors.ts';

/** Seconds for which a signature holds: within them a repeated one is a retry. */
export const SIGNATURE_HOLDS_FOR = 300;

const TIMESTAMP = /^\d{1,12}$/;
const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * Sees that whoever has the secret signed these bytes, as Affonso's client does: the HMAC-SHA256 of `<timestamp>.<body>` in
 * hex, in `X-Affonso-Signature`, with the timestamp (seconds) in `X-Affonso-Timestamp`. Throws `unauthorized`.
 */
export function checkSignature(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Uint8Array,
  { secret, now }: { secret: string; now: number },
): void {
  const timestamp = textIn(headers, 'X-Affonso-Timestamp');
  const signature = textIn(headers, 'X-Affonso-Signature');
  if (!TIMESTAMP.test(timestamp)) {
    throw refusal('X-Affonso-Timestamp', 'expected the time in whole seconds since 1970', 'Send when it was signed.');
  }
  if (!SHA256.test(signature)) {
    throw refusal('X-Affonso-Signature', 'expected an HMAC-SHA256 in hex', 'Send 64 hex digits, and nothing else.');
  }
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), expected)) {
    const hint = "Sign the timestamp, a dot and the body, byte for byte as it is sent, with the key's signing secret.";
    throw refusal('X-Affonso-Signature', 'is not that of this body', hint);
  }
  if (Math.abs(now - Number(timestamp) * 1_000) > SIGNATURE_HOLDS_FOR * 1_000) {
    const hint = `Sign it again: a signature holds for ${SIGNATURE_HOLDS_FOR} seconds, by a clock that is right.`;
    throw refusal('X-Affonso-Timestamp', 'is too old, or lies ahead', hint);
  }
}

function textIn(headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string {
  const value = headers[name.toLowerCase()];
  if (typeof value === 'string' && value !== '') return value;
  throw refusal(
    name,
    'is missing',
    'The key has a signing secret, so the request must be signed: see docs/dialects.md.',
  );
}

function refusal(field: string, message: string, hint: string): AppError {
  return new AppError('unauthorized', `${field}: ${message}`, { field, hint });
}
