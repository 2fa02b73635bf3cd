import type { Identifier } from './identity.ts';
import type { TouchFacts } from './touch.ts';
import type { VendorIds } from './vendor-ids.ts';

type ConsentState = 'granted' | 'denied';

/** What the visitor had agreed to when an event happened. */
export interface Consent {
  /** To be recognised: what is denied it holds nothing by which the browser or its user would be found again. */
  analytics: ConsentState;
  /** To have ad platforms told: what is denied it holds none of their ids. */
  ads: ConsentState;
}

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
  /** What was bought or looked at, as the page told it. */
  items?: Record<string, unknown>[];
  props?: Record<string, unknown>;
  /** As the sender told it; what was told nothing of was agreed to, as far as the sender asks at all. */
  consent?: Consent;
  vendor_ids?: VendorIds;
  /** What suggested to the page that nobody looks at it. Nothing follows from it. */
  bot_signals?: string[];
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

/** What a claim keeps of its event beside order and amount: properties, and the items that the event names. */
export function claimMetadataOf(body: EventBody | null): Record<string, unknown> | null {
  if (!body?.items) return body?.props ?? null;
  return { ...body.props, items: body.items };
}
