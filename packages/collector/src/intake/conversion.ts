import { createHmac } from 'node:crypto';
import { type AffiliateRow, couponCodeOf } from '../domain/affiliate.ts';
import type { Idempotency, RecordConversion } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import { AppError } from '../domain/errors.ts';
import { nodeOf } from '../domain/identity.ts';
import { digestOf, isClickId, mintId } from '../domain/ids.ts';
import type { Leniency } from '../domain/leniency.ts';
import type { Reporter } from '../domain/provider.ts';
import type { SourceRow } from '../domain/source.ts';
import { isoOf } from '../domain/time.ts';
import { conversionFields, type NewConversion } from '../wire/conversion.ts';
import { type Buyer, readBuyer } from './buyer.ts';
import { readCommission } from './commission.ts';
import { disposableDomainOf } from './disposable-email.ts';
import { readCurrency, readMoney } from './money.ts';
import { isAhead, readOccurredAt } from './occurred-at.ts';
import { assertFits } from './raw.ts';
import { readMetadata } from './typed-metadata.ts';

export interface ConversionContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's default currency. */
  currency: string;
  dialect: Reporter;
  leniency: Leniency;
  /** The workspace's, by which an address is told apart without being kept. */
  identity_secret: string;
  /** What the report names as its type and source. */
  type: ConversionTypeRow | null;
  source: SourceRow | null;
  /** Whose sale it says it is. */
  affiliate: Pick<AffiliateRow, 'id'> | null;
  idempotency?: Idempotency | undefined;
}

/** A secret key's report of a conversion as a command. Throws `invalid`. */
export function intakeConversion(given: NewConversion, context: ConversionContext): RecordConversion {
  const { workspace_id, received_at, leniency, type, source, affiliate, dialect, idempotency } = context;
  const buyer = readBuyer(given);
  const currency = given.currency ?? type?.currency ?? context.currency;
  const money = given.amount == null ? undefined : readMoney(given.amount, currency, leniency);
  const occurred_at = given.occurred_at ?? undefined;
  const isClamped = leniency.future === 'clamp' && occurred_at !== undefined && isAhead(occurred_at, received_at);
  const isOnce = given.is_subscription === false;
  // A sale is never refused for who made it; what names nobody is kept as it came, and so is what was changed.
  const raw = {
    ...Object.fromEntries(Object.entries(given).filter(([key]) => !conversionFields.has(key))),
    ...buyer.unnamed,
    ...(money?.rounded ? { amount: given.amount } : {}),
    ...(isClamped ? { occurred_at: isoOf(occurred_at) } : {}),
    ...(isOnce && given.interval ? { interval: given.interval } : {}),
  };
  assertFits(raw, dialect);
  const { sameness } = leniency;
  return {
    kind: 'record_conversion',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    conversion: {
      id: mintId(),
      dialect,
      external_id: given.external_id ?? null,
      name: nameOf(given, type),
      order_id: given.order_id ?? null,
      event_id: given.event_id ?? null,
      amount_minor: money?.amount_minor ?? null,
      currency: money?.currency ?? (given.currency == null ? null : readCurrency(given.currency)),
      occurred_at: isClamped ? received_at : readOccurredAt(occurred_at, received_at),
      visitor_id: buyer.visitor_id,
      ...tieOf(given),
      affiliate_id: affiliate?.id ?? null,
      coupon_code: couponCodeOf(given.coupon ?? '') ?? null,
      signals: signalsOf(buyer),
      identifiers: buyer.identifiers,
      type_id: type?.id ?? null,
      source_id: source?.id ?? null,
      count: given.count ?? 1,
      origin: given.origin ?? null,
      action_source: given.action_source ?? null,
      external_ref: given.external_ref ?? null,
      notes: given.notes ?? null,
      product_ids: given.product_ids ?? null,
      price_ids: given.price_ids ?? null,
      plan_id: given.plan_id ?? null,
      is_subscription: given.is_subscription ?? null,
      interval: isOnce ? null : (given.interval ?? null),
      sales_status: given.sales_status ?? 'complete',
      earning_status: given.earning_status ?? null,
      ...readCommission(given, money?.currency ?? null),
      workflow_id: given.workflow_id ?? type?.workflow_id ?? null,
      master_workflow_id: given.master_workflow_id ?? type?.master_workflow_id ?? null,
      workflow_run_id: given.workflow_run_id ?? null,
      context: given.context ?? null,
      profile: buyer.profile,
      url: given.url ?? null,
      referrer: given.referrer_url ?? null,
      metadata: given.metadata ? readMetadata(given.metadata, type?.fields ?? []) : null,
      raw: Object.keys(raw).length > 0 ? raw : null,
    },
    ...(idempotency && { idempotency }),
    ...(sameness && { sameness: { hash: digestOf(sameness.text), is_retry: sameness.isRetry } }),
    ...(leniency.requiresContact && { requires_contact: contactOf(given, context.identity_secret) }),
  };
}

function nameOf(given: NewConversion, type: ConversionTypeRow | null): string {
  const name = given.name ?? type?.name;
  if (name) return name;
  throw new AppError('invalid', 'name: is required', {
    field: 'name',
    hint: 'Send a name, such as purchase, or the conversion_type_id of a type, which has one.',
  });
}

/** A click that is named where a referral is named is a click: callers pass on what the buyer's link brought. */
function tieOf({ click_id, referral_id }: NewConversion): Pick<ConversionRow, 'click_id' | 'referral_id'> {
  const isClick = referral_id != null && isClickId(referral_id) && (click_id ?? referral_id) === referral_id;
  return isClick
    ? { click_id: referral_id, referral_id: null }
    : { click_id: click_id ?? null, referral_id: referral_id ?? null };
}

/** What is conspicuous about who bought, by what is known now: lists of throw-away addresses change. */
function signalsOf({ identifiers }: Buyer): ConversionRow['signals'] {
  const email = identifiers.find(({ kind }) => kind === 'email')?.value;
  const disposable_email = email === undefined ? undefined : disposableDomainOf(email);
  return disposable_email === undefined ? null : { disposable_email };
}

/** The address that a contact must have; of one that nobody can have no contact is found. */
function contactOf(given: NewConversion, identitySecret: string): { email_node: string; hmac: string } {
  const value = (given.email ?? given.user?.email ?? '').trim().toLowerCase();
  return {
    email_node: nodeOf({ kind: 'email', value }).value,
    hmac: createHmac('sha256', identitySecret).update(value).digest('hex'),
  };
}
