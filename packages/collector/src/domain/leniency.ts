/** What a vendor's rules allow that ours do not, and the other way round. */
export interface Leniency {
  /** More decimals than the currency has. */
  excess: 'refuse' | 'half_even';
  negative: 'refuse' | 'allow';
  /** A time more than five minutes ahead. */
  future: 'refuse' | 'clamp';
  /** It counts only where a contact has its address. */
  requiresContact: boolean;
  /** A client that repeats a request without an id of its own: what was sent, and whether this is a repetition. */
  sameness?: { text: string; isRetry: boolean } | undefined;
}

/** Our own rules. */
export const STRICT: Leniency = { excess: 'refuse', negative: 'refuse', future: 'refuse', requiresContact: false };
