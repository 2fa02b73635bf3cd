import type { RecordConversion } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import type { IdentifierKind } from '../domain/identity.ts';
import { mintId } from '../domain/ids.ts';
import { type MoneyFault, moneyOf } from '../domain/money.ts';
import { conversionFields, type NewConversion } from '../wire/conversion.ts';
import { MAX_AHEAD } from './clock.ts';
import { namesOf, visitorOf } from './people.ts';

export interface RequestContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's default currency. */
  currency: string;
}

const FIELD_OF: Readonly<Record<IdentifierKind, string>> = {
  user: 'external_user_id',
  customer: 'customer_id',
  lead: 'lead_id',
  member: 'member_id',
  external: 'external_id',
  email: 'email',
  phone: 'phone',
  visitor: 'visitor_id',
};

/** A secret key's report of a conversion as a command. Throws `invalid`. */
export function intakeConversion(given: NewConversion, context: RequestContext): RecordConversion {
  const { workspace_id, received_at } = context;
  const money = given.amount === undefined ? undefined : readMoney(given.amount, given.currency ?? context.currency);
  const { identifiers, unnamed } = namesOf({
    user: given.external_user_id,
    customer: given.customer_id,
    lead: given.lead_id,
    member: given.member_id,
    external: given.external_id,
    email: given.email,
    phone: given.phone,
    visitor: given.visitor_id,
  });
  // A sale is never refused for who made it; what names nobody is kept as it came.
  const nobody = new Set(unnamed.map(({ kind }) => FIELD_OF[kind]));
  const raw = Object.entries(given).filter(([key]) => !conversionFields.has(key) || nobody.has(key));
  return {
    kind: 'record_conversion',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    conversion: {
      id: mintId(),
      name: given.name,
      order_id: given.order_id ?? null,
      event_id: given.event_id ?? null,
      amount_minor: money?.amount_minor ?? null,
      currency: money?.currency ?? null,
      occurred_at: readOccurredAt(given.occurred_at, received_at),
      visitor_id: visitorOf(given.visitor_id),
      click_id: given.click_id ?? null,
      identifiers,
      url: given.url ?? null,
      referrer: given.referrer_url ?? null,
      metadata: given.metadata ?? null,
      raw: raw.length > 0 ? Object.fromEntries(raw) : null,
    },
  };
}

/** A server's time may be in the past; one that is ahead of us is an error that must be seen. */
export function readOccurredAt(given: number | undefined, receivedAt: number): number {
  if (given === undefined) return receivedAt;
  if (given > receivedAt + MAX_AHEAD) {
    throw new AppError('invalid', 'occurred_at: lies more than 5 minutes in the future', {
      field: 'occurred_at',
      hint: 'Send when it occurred, with the offset of its time zone, and check the clock.',
    });
  }
  return given;
}

const FAULTS: Readonly<Record<MoneyFault, { field: string; message: string; hint: string }>> = {
  unknown_currency: {
    field: 'currency',
    message: 'is not an ISO 4217 currency',
    hint: 'Send a three-letter code, such as EUR.',
  },
  not_an_amount: {
    field: 'amount',
    message: 'is not a decimal number',
    hint: 'Send a number, or a decimal number as text such as "99.50".',
  },
  too_precise: {
    field: 'amount',
    message: 'has more decimals than the currency',
    hint: 'Round it yourself, so that both sides mean the same amount.',
  },
  too_large: { field: 'amount', message: 'is too large to be stored', hint: 'Check the amount and its unit.' },
};

function readMoney(amount: number | string, currency: string): { amount_minor: number; currency: string } {
  const money = moneyOf(amount, currency);
  if (money.fault) {
    const { field, message, hint } = FAULTS[money.fault];
    throw new AppError('invalid', `${field}: ${message}`, { field, hint });
  }
  if (money.amount_minor < 0) {
    throw new AppError('invalid', 'amount: is negative', {
      field: 'amount',
      hint: 'A conversion has an amount of zero or more; what is given back is a refund.',
    });
  }
  return money;
}
