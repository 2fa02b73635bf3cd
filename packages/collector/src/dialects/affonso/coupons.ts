import { z } from 'zod';
import { isoOf } from '../../domain/time.ts';
import { expect, type Route } from '../dialect.ts';
import type { PartnerCoupon } from '../reward-ask.ts';
import { viewAffiliate } from './affiliate-view.ts';
import { type Discount, discountInWords, discountOf } from './discount.ts';
import { writeId } from './ids.ts';
import { namesIn, numbered, numberedPage, pageIn, parseQuery, removed, single, sortIn } from './pagination.ts';
import { shownId } from './referral-view.ts';
import { currency, idOf, pathId, readNew, refuse, words } from './reward-fields.ts';

const listQuery = z.object({
  ...numbered,
  affiliate_id: idOf('aff').optional(),
  program_id: idOf('prog').optional(),
  search: words(100).optional(),
  sort: z.string().max(64).optional(),
});

/** https://docs.affonso.io/api-reference/endpoint/coupons/create */
const newCoupon = z.object({
  affiliate_id: idOf('aff'),
  code: z.string().regex(/^[A-Za-z0-9-]{1,50}$/, 'expected 1 to 50 letters, digits and hyphens'),
  discount_type: z.enum(['percentage', 'fixed'], 'expected percentage or fixed'),
  discount_value: z.number('expected a number').positive('expected a number above zero').max(1_000_000_000),
  duration: z.enum(['forever', 'once', 'repeating'], 'expected forever, once or repeating'),
  duration_in_months: z.int('expected a whole number').min(1).max(1_200).optional(),
  currency: currency.optional(),
  product_ids: z.array(words(255)).max(100, 'has more than 100 items').optional(),
});

/** So much is kept of what a coupon gives. */
const WORDS_MAX = 500;

const list: Route = {
  method: 'GET',
  path: '/v1/coupons',
  ask({ query }) {
    expandsIn(query);
    const { sort, affiliate_id, program_id, search, ...page } = parseQuery(listQuery, query);
    return {
      ask: 'list_partner_coupons',
      ...pageIn(page),
      ...sortIn(sort, { created_at: 'created_at', createdAt: 'created_at', code: 'code' }),
      affiliate_id,
      program_id,
      search,
    };
  },
  reply(answer, { query }) {
    const { rows, ...counted } = expect(answer, 'partner_coupons');
    const expands = expandsIn(query);
    return numberedPage(
      rows.map((row) => viewCoupon(row, expands)),
      counted,
      parseQuery(listQuery, query),
    );
  },
};

const create: Route = {
  method: 'POST',
  path: '/v1/coupons',
  fields: { description: 'product_ids' },
  ask({ body }) {
    const { affiliate_id, code, ...given } = readNew(newCoupon, body);
    const description = discountInWords(discountIn(given));
    if (description.length > WORDS_MAX) refuse('product_ids', `are longer than ${WORDS_MAX} characters`);
    return { ask: 'create_partner_coupon', given: { affiliate_id, code, description } };
  },
  reply: (answer) => single(viewCoupon(expect(answer, 'partner_coupon').shown, false), 201),
};

const read: Route = {
  method: 'GET',
  path: '/v1/coupons/:id',
  ask({ params, query }) {
    expandsIn(query);
    return { ask: 'read_partner_coupon', id: pathId('cpn', params) };
  },
  reply: (answer, { query }) => single(viewCoupon(expect(answer, 'partner_coupon').shown, expandsIn(query))),
};

const remove: Route = {
  method: 'DELETE',
  path: '/v1/coupons/:id',
  ask: ({ params }) => ({ ask: 'delete_partner_coupon', id: pathId('cpn', params) }),
  reply: () => removed('Coupon deleted'),
};

/** `/v1/coupons`. The shop gives the discount; we only tell whose sale it is, and call no payment provider. */
export const couponRoutes: readonly Route[] = [list, create, read, remove];

function expandsIn({ expand }: Readonly<Record<string, unknown>>): boolean {
  return namesIn('expand', expand, ['affiliate']).length > 0;
}

type Given = Omit<z.output<typeof newCoupon>, 'affiliate_id' | 'code'>;

function discountIn(given: Given): Discount {
  const { discount_type, discount_value, duration, duration_in_months, product_ids = [] } = given;
  const isPercentage = discount_type === 'percentage';
  if (isPercentage && discount_value > 100) refuse('discount_value', 'is more than 100 per cent');
  if (!/^\d+(\.\d+)?$/.test(String(discount_value))) refuse('discount_value', 'expected a plain number');
  if (duration === 'repeating' && duration_in_months === undefined) {
    refuse('duration_in_months', 'is required for a repeating discount');
  }
  if (!isPercentage && given.currency === undefined) refuse('currency', 'is required for a fixed discount');
  if (product_ids.some((id) => id.includes(', '))) refuse('product_ids', 'hold a comma');
  return {
    ...{ discount_type, discount_value, duration, product_ids },
    duration_in_months: duration === 'repeating' ? (duration_in_months ?? null) : null,
    currency: isPercentage ? null : (given.currency ?? null),
  };
}

function viewCoupon({ row, partner }: PartnerCoupon, expands: boolean) {
  const discount = discountOf(row.description);
  return {
    id: shownId('cpn', row),
    affiliate_id: partner ? shownId('aff', partner.affiliate) : writeId('aff', row.affiliate_id),
    program_id: partner?.program ? shownId('prog', partner.program) : null,
    code: row.code,
    discount_type: discount?.discount_type ?? null,
    discount_value: discount?.discount_value ?? null,
    duration: discount?.duration ?? null,
    duration_in_months: discount?.duration_in_months ?? null,
    currency: discount?.currency ?? null,
    product_ids: discount?.product_ids ?? [],
    provider: null,
    provider_coupon_id: null,
    provider_promo_code_id: null,
    provider_records: [],
    created_at: isoOf(row.created_at),
    updated_at: isoOf(row.updated_at),
    ...(expands && { affiliate: partner && viewAffiliate(partner) }),
  };
}
