import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed link opens: one conversion's page, until it expires (ms UTC). */
export interface Share {
  workspace_id: string;
  conversion_id: string;
  expires_at: number;
}

/** `workspace.conversion.expiry.signature`, URL-safe. */
export function signShare(share: Share, secret: string): string {
  const text = `${share.workspace_id}.${share.conversion_id}.${share.expires_at.toString(36)}`;
  return `${text}.${signatureOf(text, secret)}`;
}

/** Reads a token without believing it: the workspace must be known before its secret can be. */
export function readShare(token: string): Share | undefined {
  const [workspace_id, conversion_id, expiry, signature, ...rest] = token.split('.');
  if (!workspace_id || !conversion_id || !expiry || !signature || rest.length > 0) return undefined;
  const expires_at = Number.parseInt(expiry, 36);
  return Number.isSafeInteger(expires_at) ? { workspace_id, conversion_id, expires_at } : undefined;
}

/** `true` where the token was signed with this secret and has not expired. */
export function isShareValid(token: string, share: Share, secret: string, now: number): boolean {
  const expected = Buffer.from(signShare(share, secret));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given) && now < share.expires_at;
}

function signatureOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(`share:${text}`).digest('base64url');
}
