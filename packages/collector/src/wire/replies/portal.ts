import { z } from 'zod';
import { AFFILIATE_STATUSES } from '../../domain/affiliate.ts';
import { SALES_STATUSES } from '../../domain/conversion.ts';
import { EARNING_REASONS, EARNING_STATUSES } from '../../domain/earning.ts';
import { PAYOUT_STATUSES } from '../../domain/payout.ts';
import { id, money, text, time } from './fields.ts';

/** What an affiliate sees in their portal. */

export const portalTokenReply = z
  .strictObject({ token: z.string(), affiliate_id: id, expires_at: time })
  .meta({ id: 'PortalToken' });

const clicks = z
  .strictObject({ today: z.int(), last_30_days: z.int(), all: z.int() })
  .meta({ id: 'PortalClickCount', description: 'Without bots. The day is one in UTC.' });
const account = z.strictObject({ method: z.enum(['bank', 'paypal']), account: z.string() }).nullable();
const of = { currency: text, amount: z.number(), amount_minor: z.int() };
const referral = z
  .string()
  .nullable()
  .meta({ description: 'The buyer, by a name that tells nothing but that it is the same one.' });

export const portalSummaryReply = z
  .strictObject({
    affiliate: z.strictObject({ id, name: z.string(), status: z.enum(AFFILIATE_STATUSES), paid_to: account }),
    program: z
      .strictObject({
        name: z.string(),
        currency: z.string(),
        terms_url: text,
        cookie_days: z.int(),
        hold_days: z.int(),
        minimum_payout: money,
      })
      .nullable(),
    coupons: z.array(z.strictObject({ code: z.string(), description: text })),
    clicks,
    leads: z.int(),
    sales: z.int().meta({ description: 'That were paid for, whatever was given back since.' }),
    revenue: z.array(z.strictObject({ ...of, currency: z.string() })),
    balances: z.array(
      z.strictObject({
        currency: z.string(),
        earned: money.meta({ description: 'All the others together.' }),
        pending: money,
        awaiting_review: money,
        ready: money,
        processing: money,
        paid: money,
        carried: money.meta({ description: '0 or less: what the next payout takes off.' }),
      }),
    ),
    next_hold_end: time.nullable(),
  })
  .meta({ id: 'PortalSummary' });

export const portalLinkReply = z
  .strictObject({
    id,
    code: z.string(),
    name: text,
    link_url: text,
    parameter: z.string().meta({ description: 'What makes an address of any page of yours a link of theirs.' }),
    destination_url: text,
    clicks,
    created_at: time,
  })
  .meta({ id: 'PortalLink' });

export const portalClickReply = z
  .strictObject({
    id,
    code: z.string(),
    page: text.meta({ description: 'Where it led, without what follows the path.' }),
    from: text.meta({ description: 'The host that it came from.' }),
    sub_ids: z.record(z.string(), z.string()).nullable(),
    occurred_at: time,
  })
  .meta({ id: 'PortalClick' });

export const portalLeadReply = z
  .strictObject({
    id,
    name: text,
    referral,
    code: text,
    earning: z.strictObject({ status: z.enum(EARNING_STATUSES), ...of }),
    occurred_at: time,
  })
  .meta({ id: 'PortalLead' });

export const portalSaleReply = portalLeadReply
  .extend({ status: z.enum(SALES_STATUSES).nullable(), ...of, refunded: money })
  .meta({ id: 'PortalSale' });

export const portalEarningReply = z
  .strictObject({
    id,
    kind: z.enum(['sale', 'lead']),
    referral,
    status: z.enum(EARNING_STATUSES),
    reason: z.enum(EARNING_REASONS).nullable(),
    incentive: text,
    sale: z.strictObject(of).nullable(),
    currency: text,
    commission: money,
    reversed: money,
    due: money,
    paid: money,
    occurred_at: time,
    hold_until: time.nullable(),
    explanation: z.string(),
  })
  .meta({ id: 'PortalEarning' });

export const portalPayoutReply = z
  .strictObject({
    id,
    status: z.enum(PAYOUT_STATUSES),
    ...of,
    earnings: z.int(),
    paid_to: account,
    reference: text,
    failure: text,
    paid_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: 'PortalPayout' });
