import type { CouponRow } from '../domain/affiliate.ts';
import type { Leniency } from '../domain/leniency.ts';
import type { Reward } from '../domain/reward.ts';
import type { Known, ToldReferral } from '../domain/told-referral.ts';
import type { TouchRow } from '../domain/touch.ts';
import type { GivenConversion } from '../wire/conversion.ts';

/** Something that must be there, as the caller named it, and in which field. */
export interface NamedIn {
  field: string;
  name: string;
}

/** What is asked of clicks, referrals and refunds in a vendor's words. */
export type ReferralAsk =
  | { ask: 'refund_conversion'; id: string; given: unknown }
  /** A conversion of a referral and a click that must be there, if they are named; with what it earns. */
  | {
      ask: 'create_rewarded_conversion';
      given: GivenConversion;
      referral: NamedIn | null;
      click: NamedIn | null;
      leniency: Leniency;
    }
  | ({
      ask: 'create_affiliate_click';
      program_id: string | null;
      occurred_at: number | undefined;
      code: string;
    } & Visit)
  /** Who clicked signed up: a lead of the click's affiliate. */
  | { ask: 'sign_up'; click: NamedIn; given: Pick<GivenConversion, 'email' | 'external_user_id' | 'user'> };

/** What is told of a visit that a link led to. */
export interface Visit {
  referrer: string | null;
  user_agent: string | undefined;
  /** `sub1` … `sub5` */
  sub_ids: Record<string, string> | null;
  /** Of the landing page's address: campaign and click ids. */
  parameters: Record<string, string>;
}

/** What a page tells without a key. */
export interface TrackAsk extends Visit {
  ask: 'track_visit';
  /** Of the affiliate's link. */
  code: string | null;
  /** The visit is known, and this is its click. */
  earlier_click_id: string | null;
  /** Where the page is. */
  page: string | null;
  wants_coupons: boolean;
}

export interface TrackAnswer {
  click_id: string;
  /** Those of the affiliate, where they are wanted. */
  coupons: CouponRow[];
}

export type ReferralAnswer =
  /** A conversion as it is after what was asked. */
  | { answer: 'reward'; outcome: 'recorded' | 'duplicate'; reward: Reward; is_replayed: boolean }
  | {
      answer: 'affiliate_click';
      click: Pick<TouchRow, 'id' | 'occurred_at'>;
      /** As it is stored. */
      code: string;
      program: Known | null;
    }
  | {
      answer: 'sign_up';
      outcome: 'recorded' | 'duplicate';
      is_replayed: boolean;
      click: Pick<TouchRow, 'id' | 'occurred_at'>;
      /** Whose click it was. */
      affiliate: Known | null;
      program: Known | null;
      /** `null` where the click counts no more. */
      referral: ToldReferral | null;
      /** A check for fraud blocks it. */
      is_blocked: boolean;
    };
