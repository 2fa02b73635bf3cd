export const EDITED = [
  'conversion',
  'conversion_type',
  'source',
  'contact',
  'program',
  'incentive',
  'affiliate',
  'link',
  'coupon',
  'referral',
  'earning',
  'payout',
  'connection',
] as const;
/** What can be changed after it was recorded. */
export type Edited = (typeof EDITED)[number];

/** One change of something. Changes of one thing are numbered from 1 as they are accepted, and the last one holds. */
export interface EditRow {
  workspace_id: string;
  subject_id: string;
  sequence: number;
  /** Of a key it is kept only while the key is not there yet: the first is its account, the second its end. */
  subject: Edited | 'api_key';
  /** Columns and their new values. */
  patch: Record<string, unknown>;
  is_delete: boolean;
  /** What is deleted gives its keys away. */
  releases_keys: boolean;
  /** Where it is in the log. */
  command_id: string;
  recorded_at: number;
  version: number;
}
