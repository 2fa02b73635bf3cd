import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token opens: what one affiliate may see of theirs, until it expires (ms UTC). */
export interface PortalPass {
  workspace_id: string;
  affiliate_id: string;
  expires_at: number;
}

/** `workspace.affiliate.expiry.signature`, fit for a header and a URL. */
export function signPortalPass(pass: PortalPass, secret: string): string {
  const text = `${pass.workspace_id}.${pass.affiliate_id}.${pass.expires_at.toString(36)}`;
  return `${text}.${createHmac('sha256', secret).update(`portal:${text}`).digest('base64url')}`;
}

/** Reads a token without believing it: the workspace must be known before its secret can be. */
export function readPortalPass(token: string): PortalPass | undefined {
  const [workspace_id, affiliate_id, expiry, signature, ...rest] = token.split('.');
  if (!workspace_id || !affiliate_id || !expiry || !signature || rest.length > 0) return undefined;
  const expires_at = Number.parseInt(expiry, 36);
  return Number.isSafeInteger(expires_at) ? { workspace_id, affiliate_id, expires_at } : undefined;
}

/** `true` where the token was signed with this secret; whether it has expired is another question. */
export function isPortalPassGenuine(token: string, pass: PortalPass, secret: string): boolean {
  const expected = Buffer.from(signPortalPass(pass, secret));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * A short name for a referral by which an affiliate can tell buyers apart. It needs the workspace's secret: without it,
 * whoever guesses an address could find out that its owner has bought.
 */
export function referralPseudonym(referralId: string, secret: string): string {
  return `r_${createHmac('sha256', secret).update(`referral:${referralId}`).digest('hex').slice(0, 12)}`;
}
