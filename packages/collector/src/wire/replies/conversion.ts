import { z } from 'zod';
import { ACTION_SOURCES, INTERVALS, SALES_STATUSES } from '../../domain/conversion.ts';
import { EARNING_OVERRIDES } from '../../domain/earning.ts';
import { REPORTERS } from '../../domain/provider.ts';
import { id, money, object, text, texts, time } from './fields.ts';

const named = z.strictObject({ id, name: z.string() }).nullable();

export const attribution = z
  .strictObject({
    touch_id: id,
    channel: z.string(),
    source: text,
    campaign: text,
    click_id: text,
    occurred_at: time,
  })
  .meta({ id: 'Attribution', description: 'The touch that earned it.' });

export const owed = z
  .strictObject({ affiliate_id: id, referral_id: id, code: text, click_id: text })
  .meta({ id: 'Owed', description: 'Whom it makes us owe.' });

/** A conversion: what a server reported, or what so far only a browser claims. */
export const conversionReply = z
  .strictObject({
    id,
    external_id: text,
    name: z.string(),
    status: z.enum(['verified', 'unverified']),
    conversion_type: named,
    source: named,
    order_id: text,
    event_id: text,
    external_ref: text,
    amount: z.number().nullable(),
    amount_minor: z.int().nullable(),
    currency: text,
    refunded: money.nullable(),
    count: z.int(),
    sales_status: z.enum(SALES_STATUSES).nullable(),
    earning_status: z.enum(EARNING_OVERRIDES).nullable(),
    commissionable_amount: z.number().nullable(),
    commission_amount: z.number().nullable(),
    commission_currency: text,
    is_subscription: z.boolean().nullable(),
    interval: z.enum(INTERVALS).nullable(),
    plan_id: text,
    product_ids: texts,
    price_ids: texts,
    origin: text,
    action_source: z.enum(ACTION_SOURCES).nullable(),
    occurred_at: time,
    recorded_at: time,
    updated_at: time,
    visitor_id: text,
    click_id: text,
    referral_id: text,
    affiliate_id: text,
    coupon: text,
    identifiers: z.record(z.string(), z.string()),
    user: object,
    url: text,
    referrer_url: text,
    context: object,
    metadata: object,
    notes: text,
    workflow_id: text,
    master_workflow_id: text,
    workflow_run_id: text,
    raw: object,
    dialect: z.enum(REPORTERS).nullable(),
    attributed_to: attribution.nullable(),
    owed_to: owed.nullable(),
    debt_rule: z.string(),
  })
  .meta({ id: 'Conversion' });

export const refundReply = z
  .strictObject({
    id,
    status: z.enum(['pending', 'applied']),
    kind: z.string(),
    conversion_id: text,
    name: z.string(),
    order_id: text,
    external_ref: text,
    total_of: text,
    amount: z.number().nullable(),
    amount_minor: z.int().nullable(),
    currency: text,
    asked: z.strictObject({ amount: z.number().nullable(), currency: text }).nullable(),
    refunded: money,
    is_clamped: z.boolean(),
    reason: text,
    occurred_at: time,
    recorded_at: time,
  })
  .meta({ id: 'Refund' });

const judged = { verdict: z.string(), explanation: z.string() };

export const receiptReply = z
  .strictObject({
    id,
    conversion_id: id,
    subject_id: id,
    kind: z.string(),
    cause: z.string(),
    recorded_at: time,
    replays: z.int(),
    other_id: text,
    explanation: z.string(),
    attributed_to: attribution.nullable(),
    owed_to: owed.nullable(),
    debt_rule: text,
    candidates: z.array(attribution.extend(judged).meta({ id: 'Candidate' })),
    more_candidates: z.int(),
    debt_candidates: z.array(
      z.strictObject({ touch_id: id, affiliate_id: id, code: text, click_id: text, occurred_at: time, ...judged }),
    ),
    claimants: z.array(z.strictObject({ by: z.string(), value: z.string(), affiliate_id: text, ...judged })),
    claims: z.array(z.strictObject({ claim_id: id, visitor_id: id, ...judged })),
    found_by: z.array(z.string()),
    before: z
      .strictObject({ attributed_to: attribution.nullable(), owed_to: owed.nullable(), debt_rule: z.string() })
      .nullable(),
  })
  .meta({ id: 'Receipt' });
