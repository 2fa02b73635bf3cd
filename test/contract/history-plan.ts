import type { Identifier } from '../../packages/collector/src/domain/identity.ts';

/** What happens in a history, in few numbers and names: small enough to be shrunk and to be read. */

export interface TouchPlan {
  number: number;
  at: number;
  code: string | null;
  click: string | null;
  /** What another measurement of the browser's clock makes of the same touch. */
  drift: number;
}

export interface EventPlan {
  visitor: string;
  at: number;
  arrival: number;
  touch: TouchPlan | null;
  user: string | null;
  email: string | null;
  /** The user is proven, or the device is left. */
  more?: 'proven' | 'reset' | null;
  /** What the page tells beside it; `denied`: whoever it is does not agree to be recognised. */
  told?: 'denied' | 'items' | 'vendor_ids' | null;
}

interface KeysPlan {
  order: string | null;
  event: string | null;
}

/** A request with an `Idempotency-Key`. */
export interface RequestPlan {
  key: string;
  body: string;
}

/** What a report says beyond who bought what, as far as it says any of it. */
export interface ReportPlan {
  dialect?: 'native' | 'brandwave' | 'whop';
  /** The caller's reference, and the id by which it knows what it reports. */
  reference?: string | null;
  own?: string | null;
  amount?: number | null;
  count?: number;
  source?: string | null;
  words?: string | null;
  /** It counts only where a contact has this address. */
  contact?: string | null;
  /** Sent without an id of its own by a client that repeats itself. */
  sameness?: { body: string; isRetry: boolean } | null;
  request?: RequestPlan | null;
}

/** Of which earlier report: one of those of an order, counted from the first, or of all where none is of it. */
export interface Of {
  order: string;
  number: number;
}

export type Configured = 'conversion_type' | 'source' | 'contact';

export type LedgerStep =
  | {
      step: 'refund';
      of: Of;
      /** By the order, whether it is known or not, and not by the conversion's id. */
      isByOrder: boolean;
      /** `null`: all that is left. */
      amount: number | null;
      currency: string | null;
      reference: string | null;
      at: number;
      arrival: number;
      request: RequestPlan | null;
    }
  | { step: 'edit'; of: Of; patch: Readonly<Record<string, unknown>>; arrival: number }
  | { step: 'delete'; of: Of; releases: boolean; arrival: number }
  | {
      step: 'configure';
      what: Configured;
      own: string | null;
      email: string | null;
      arrival: number;
      request: RequestPlan | null;
    }
  /** A change of something that was configured before, counted from the last; without a patch it is deleted. */
  | {
      step: 'amend';
      what: Configured;
      number: number;
      patch: Readonly<Record<string, unknown>> | null;
      arrival: number;
    }
  | { step: 'key'; key: string }
  | { step: 'bind'; key: string; account: string };

export type Step =
  | ({ step: 'view'; isBot: boolean } & EventPlan)
  | ({ step: 'claim'; name: string } & EventPlan & KeysPlan)
  | ({
      step: 'conversion';
      name: string;
      at: number;
      arrival: number;
      visitor: string | null;
      click: string | null;
      user: string | null;
      customer: string | null;
      email: string | null;
      report?: ReportPlan;
    } & KeysPlan)
  | LedgerStep
  | {
      step: 'click';
      click: string;
      visitor: string | null;
      at: number;
      arrival: number;
      code: string | null;
      isLink: boolean;
    }
  | {
      step: 'identify';
      at: number;
      visitor: string | null;
      user: string | null;
      customer: string | null;
      email: string | null;
    }
  | { step: 'tag'; event: string; at: number }
  | { step: 'alias'; user: string; previous: string; at: number }
  | { step: 'unlink'; from: Identifier; to: Identifier }
  | { step: 'affiliate'; code: string }
  /** So many browsers name one identifier that it stands at the edge of naming nobody. */
  | { step: 'crowd'; target: Identifier; size: number; trusted: boolean; at: number }
  /** One browser claims so many emails that it stands at the edge of not being believed. */
  | { step: 'talker'; visitor: string; size: number; at: number }
  /** So many browsers claim one order that it stands at the edge of a flood. */
  | { step: 'flood'; order: string; size: number; at: number }
  | { step: 'again'; of: number };
