import { z } from 'zod';
import type { IncentiveTerms } from '../../domain/incentive.ts';
import { decimalOf } from '../../domain/money.ts';
import { expect, type Route } from '../dialect.ts';
import type { OwnProgram } from '../reward-ask.ts';
import { said } from './fields.ts';
import { type Fixed, refuseFixed } from './fixed-fields.ts';
import { shareIn } from './incentive-view.ts';
import { single } from './pagination.ts';
import { amount, anyCase, ownOf, readBody, refuse } from './reward-fields.ts';

/** https://docs.affonso.io/api-reference/endpoint/program/payment-terms */

const DURATIONS = ['lifetime', 'time_limited', 'payment_limited'] as const;
type Duration = (typeof DURATIONS)[number];

const termsPatch = z.looseObject({
  commission_type: anyCase(['fixed', 'percentage', 'credits']).optional(),
  commission_rate: amount.optional(),
  commission_duration: z.enum(DURATIONS, `expected one of ${DURATIONS.join(', ')}`).optional(),
  commissions_limit: z.int().min(1).max(1_200).nullable().optional(),
  commissions_hold_days: z.int().min(0).max(365).nullable().optional(),
  payment_threshold: z.int('expected a whole number of minor units').min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  cookie_lifetime: z.int().min(1).max(365).optional(),
});

const NO_INVOICES = 'there are no invoices here';

const FIXED: Fixed = {
  payment_frequency: 'payouts are made when you ask for them',
  payment_methods: 'where an affiliate is paid is theirs to say',
  auto_payout: 'payouts are made when you ask for them',
  invoice_rule: NO_INVOICES,
  invoice_prefix: NO_INVOICES,
  require_tax_forms: 'there are no tax forms here',
  owner_company_name: NO_INVOICES,
  owner_address_line_1: NO_INVOICES,
  owner_address_line_2: NO_INVOICES,
  owner_city: NO_INVOICES,
  owner_postal_code: NO_INVOICES,
  owner_country: NO_INVOICES,
  owner_vat_id: NO_INVOICES,
  owner_vat_rate: NO_INVOICES,
  custom_payment_terms:
    'the terms that affiliates agree to are at an address (terms_url of PATCH /v1/programs, with a key of ours)',
};

const read: Route = {
  method: 'GET',
  path: '/v1/program/payment-terms',
  ask: ({ account }) => ({ ask: 'read_own_program', own: ownOf(account) }),
  reply: (answer) => single(viewTerms(expect(answer, 'own_program').own)),
};

const update: Route = {
  method: 'PATCH',
  path: '/v1/program/payment-terms',
  fields: {
    cookie_days: 'cookie_lifetime',
    hold_days: 'commissions_hold_days',
    minimum_payout: 'payment_threshold',
    rate: 'commission_rate',
    amount: 'commission_rate',
    'duration.length': 'commissions_limit',
  },
  ask({ body, account }) {
    const given = readBody(termsPatch, body);
    return {
      ask: 'update_own_program',
      own: ownOf(account),
      read(own) {
        refuseFixed(given, viewTerms(own), FIXED);
        const { cookie_lifetime, commissions_hold_days: hold, payment_threshold: threshold } = given;
        const program = said({
          cookie_days: cookie_lifetime,
          hold_days: hold === null ? 0 : hold,
          minimum_payout: threshold === undefined ? undefined : decimalOf(threshold, own.row.currency),
        });
        return { program, standard: standardIn(given, own) };
      },
    };
  },
  reply: (answer) => single(viewTerms(expect(answer, 'own_program').own)),
};

/** `/v1/program/payment-terms` */
export const paymentTermsRoutes: readonly Route[] = [read, update];

function viewTerms({ row, standard }: OwnProgram) {
  const { terms } = row;
  return {
    ...viewCommission(standard?.terms ?? null, row.currency),
    commissions_hold_days: terms.hold_days,
    payment_threshold: terms.minimum_payout_minor,
    payment_frequency: 'monthly',
    payment_methods: ['paypal', 'wire_transfer'],
    cookie_lifetime: terms.cookie_days,
    auto_payout: false,
    invoice_rule: 'none',
    invoice_prefix: null,
    require_tax_forms: false,
    owner_company_name: null,
    owner_address_line_1: null,
    owner_address_line_2: null,
    owner_city: null,
    owner_postal_code: null,
    owner_country: null,
    owner_vat_id: null,
    owner_vat_rate: null,
    custom_payment_terms: null,
  };
}

/** What everybody is paid for any sale; nothing, where the program says nothing of that. */
function viewCommission(terms: IncentiveTerms | null, currency: string) {
  if (!terms) {
    return {
      commission_type: 'percentage',
      commission_rate: 0,
      commission_duration: 'lifetime',
      commissions_limit: null,
    };
  }
  const { unit, length } = terms.duration;
  return {
    commission_type: terms.type,
    commission_rate: shareIn(terms, currency),
    commission_duration: unit === 'lifetime' ? 'lifetime' : unit === 'months' ? 'time_limited' : 'payment_limited',
    commissions_limit: unit === 'first_sale' ? 1 : length,
  };
}

/** What of the incentive for everybody is to be changed, in the fields of our own API. */
function standardIn(given: z.output<typeof termsPatch>, own: OwnProgram): Record<string, unknown> {
  const { commission_type, commission_rate, commission_duration, commissions_limit } = given;
  const asked = [commission_type, commission_rate, commission_duration, commissions_limit];
  if (asked.every((value) => value === undefined)) return {};
  const now = viewCommission(own.standard?.terms ?? null, own.row.currency);
  const type = commission_type ?? now.commission_type;
  if (type === 'credits')
    return refuse('commission_type', 'credits are nothing that is owed', 'Send percentage or fixed.');
  const rate = commission_rate ?? now.commission_rate;
  if (rate <= 0) return refuse('commission_rate', 'expected a number above zero');
  const isFixed = type === 'fixed';
  return {
    type,
    rate: isFixed ? null : rate,
    amount: isFixed ? rate : null,
    duration: durationIn(
      commission_duration ?? (now.commission_duration as Duration),
      commissions_limit === undefined ? now.commissions_limit : commissions_limit,
    ),
  };
}

function durationIn(duration: Duration, limit: number | null) {
  if (duration === 'lifetime') return { unit: 'lifetime' };
  if (limit === null) return refuse('commissions_limit', `is required for a commission that is ${duration}`);
  return { unit: duration === 'time_limited' ? 'months' : 'payments', length: limit };
}
