import type { Identifier } from './identity.ts';
import type { TouchFacts } from './touch.ts';

/** What only some events carry. Kept whole, for the event's row is its own place in the log. */
export interface EventBody {
  touch?: TouchFacts;
  identifiers?: Identifier[];
  /** The user id among them came with a proof that the customer's server made: it is as good as said by a secret key. */
  is_proven?: boolean;
  /** Whoever used the device has left it. */
  is_reset?: boolean;
  traits?: Record<string, unknown>;
  order_id?: string;
  amount_minor?: number;
  currency?: string;
  props?: Record<string, unknown>;
  /** Given on arrival to an event that reports a conversion. */
  claim_id?: string;
  /** What was put right at intake, such as `clock_corrected`. */
  notes?: string[];
}

/** What happened in a page. Its unique key (workspace, event id, visitor, name) is its dedupe. */
export interface EventRow {
  workspace_id: string;
  id: string;
  visitor_id: string;
  name: string;
  occurred_at: number;
  recorded_at: number;
  url: string | null;
  referrer: string | null;
  title: string | null;
  is_bot: boolean;
  body: EventBody | null;
}
