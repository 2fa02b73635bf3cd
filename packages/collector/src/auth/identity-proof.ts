import { createHmac, timingSafeEqual } from 'node:crypto';

const SHA256 = /^[0-9a-f]{64}$/i;

/** The secret by which a workspace's servers prove which user a browser is, in hex. */
export function identitySecretOf(workspaceSecret: string): string {
  return createHmac('sha256', workspaceSecret).update('identity').digest('hex');
}

/** `true` where `userHash` is the HMAC-SHA256 of the user id with the identity secret, in hex. */
export function isProof(userHash: string, userId: string, identitySecret: string): boolean {
  if (!SHA256.test(userHash)) return false;
  const expected = createHmac('sha256', identitySecret).update(userId).digest();
  return timingSafeEqual(Buffer.from(userHash, 'hex'), expected);
}
