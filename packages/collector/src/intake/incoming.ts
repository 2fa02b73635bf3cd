import type { EventBody, EventRow } from '../domain/event.ts';
import type { ParsedEvent } from '../wire/batch.ts';

/** Why an event was not taken. */
export const DROP_REASONS = ['invalid', 'too_old', 'too_large', 'internal'] as const;

export type DropReason = (typeof DROP_REASONS)[number];

export interface Drop {
  reason: DropReason;
  /** Path of the field at fault. */
  field: string;
  message: string;
}

/** What was put right or left out of an event; it is kept with it. */
export const EVENT_NOTES = [
  'clock_corrected',
  'clamped_to_arrival',
  'touch_clamped_to_arrival',
  'old_touch_left_out',
  'text_cleaned',
  'url_cut',
  'referrer_cut',
  'title_cut',
  'touch_url_cut',
  'touch_referrer_cut',
  'consent_enforced',
  'identifier_blocked',
  'phone_not_e164',
  'user_hash_wrong',
  'value_rounded',
  'items_cut',
  'vendor_id_unreadable',
  'old_fbc_left_out',
  'bot_signals_cut',
] as const;

export type EventNote = (typeof EVENT_NOTES)[number];

/** What is known of the request that brought the event. */
export interface EventContext {
  workspace_id: string;
  visitor_id: string;
  received_at: number;
  /** Ms by which the browser's clock is behind ours. */
  clock_error: number;
  is_bot: boolean;
  /** The workspace's default currency. */
  currency: string;
  /** Whether a hash that came with a user id was made by one of the workspace's servers. */
  isProof: (userHash: string, userId: string) => boolean;
  /** The body held NUL characters or broken surrogates. */
  was_cleaned: boolean;
}

/** An event on its way in. Steps fill `row`, `body` and `notes`; what consent leaves out is `given` no longer. */
export interface Incoming {
  given: ParsedEvent;
  context: EventContext;
  row: EventRow;
  body: EventBody;
  notes: EventNote[];
}

export type Step = (incoming: Incoming) => Drop | undefined;
