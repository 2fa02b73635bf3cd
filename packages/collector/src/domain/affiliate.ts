/** Someone who is rewarded for the sales they bring. */
export interface AffiliateRow {
  workspace_id: string;
  id: string;
  name: string;
  email: string | null;
  created_at: number;
}

/** A referral link of an affiliate: `/go/<code>`, or the code as a parameter of any landing page. */
export interface LinkRow {
  workspace_id: string;
  id: string;
  affiliate_id: string;
  code: string;
  /** Where `/go/<code>` leads; without it the code works only as a parameter. */
  destination_url: string | null;
  created_at: number;
}

const CODE = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * A referral code as it is stored and compared: lower case, for people type codes by hand. Its alphabet is narrow
 * because it goes into URLs and cookies. `undefined` where the text is no code.
 */
export function referralCodeOf(text: string): string | undefined {
  const code = text.trim().toLowerCase();
  return CODE.test(code) ? code : undefined;
}
