import { createHmac, timingSafeEqual } from 'node:crypto';

const SHA256_HEX = /^[0-9a-f]{64}$/i;

/** `true` where one of the signatures is the HMAC-SHA256 of all parts, in hexadecimal; compared in constant time. */
export function isSignedBy(
  secret: string,
  parts: readonly (string | Buffer)[],
  signatures: readonly string[],
): boolean {
  if (secret === '') return false;
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  const expected = hmac.digest();
  return signatures.some((one) => SHA256_HEX.test(one) && timingSafeEqual(Buffer.from(one, 'hex'), expected));
}
