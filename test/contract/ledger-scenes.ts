import type { Configured, LedgerStep, ReportPlan, RequestPlan, Step } from './history-plan.ts';
import { DAY, HOUR, MINUTE } from './times.ts';

export interface LedgerCast {
  at: number;
  order: string;
  arrival: number;
}

type Refund = Partial<LedgerStep & { step: 'refund' }>;

/** Steps that belong together, of what is done with conversions once they are reported. */
export function ledgerScenesOf({ at, order, arrival: arrived }: LedgerCast): Step[][] {
  const of = { order, number: 0 };
  const nobody = { visitor: null, user: null, customer: null, email: null, click: null };
  const sells = (report: ReportPlan, more: Partial<Step & { step: 'conversion' }> = {}): Step => ({
    ...{ step: 'conversion', name: 'purchase', at, arrival: arrived, order, event: null, ...nobody },
    ...{ ...more, report },
  });
  const refunds = (amount: number | null, more: Refund = {}): Step => ({
    ...{ step: 'refund', of, isByOrder: true, amount, currency: 'EUR', reference: null },
    ...{ at: at + HOUR, arrival: arrived, request: null, ...more },
  });
  const edits = (patch: Record<string, unknown>, number = 0): Step => ({
    ...{ step: 'edit', of: { order, number }, patch, arrival: arrived + 1 },
  });
  const deletes = (releases: boolean, number = 0): Step => ({
    ...{ step: 'delete', of: { order, number }, releases, arrival: arrived + 2 },
  });
  const claims = (named: string): Step => ({
    ...{ step: 'claim', name: 'purchase', at, touch: null, order: named, event: null },
    ...{ visitor: `guest-${order}`, arrival: arrived, user: null, email: null },
  });
  const enters = (what: Configured, own: string | null, email: string | null, request: RequestPlan | null = null) =>
    ({ step: 'configure', what, own, email, arrival: arrived, request }) as const;
  const amends = (what: Configured, number: number, patch: Record<string, unknown> | null): Step => ({
    ...{ step: 'amend', what, number, patch, arrival: arrived + 1 },
  });
  const whole = { amount: 1_000 };
  const [reference, other, mail] = [`r-${order}`, `s-${order}`, `${order}@contacts.org`];
  const keyless = (report: ReportPlan, after = 0): Step =>
    sells({ ...whole, ...report }, { order: null, arrival: arrived + after });
  const asked = (body: string) => ({ key: `k-${order}`, body });
  const tries = (isRetry: boolean) => ({ sameness: { body: `body-${order}`, isRetry } });

  const refunded: Step[][] = [
    [refunds(400), sells(whole), refunds(null, { at: at + 2 * HOUR })],
    [refunds(700), refunds(600, { at }), sells(whole)],
    [refunds(null), refunds(600, { at }), sells(whole)],
    [refunds(300, { currency: 'USD' }), sells(whole), refunds(300)],
    [sells(whole), refunds(700, { isByOrder: false }), refunds(700, { isByOrder: false })],
    [sells(whole), refunds(300, { reference: `f-${order}` }), refunds(300, { reference: `f-${order}` })],
    [sells(whole), refunds(900), edits({ amount_minor: 300 })],
    [sells(whole), refunds(900), edits({ amount_minor: 800, currency: 'USD' }), refunds(null)],
    [sells(whole), refunds(200, { request: asked('a') }), refunds(200, { request: asked('a') })],
  ];
  const edited: Step[][] = [
    [sells({ reference }), claims(reference), edits({ external_ref: other }), sells({ reference }, { order: other })],
    [sells({ reference }), sells({ reference: other }, { order: other }), edits({ external_ref: other })],
    [sells({ reference }), edits({ external_ref: null }), edits({ external_ref: reference }), claims(reference)],
    [sells({ reference, dialect: 'brandwave' }), claims(reference), sells({ reference }, { order: other })],
    [sells(whole, { email: mail }), edits({ occurred_at: at - DAY, count: 5 }), edits({ occurred_at: at + 1 })],
    [sells({ source: 'source-1', words: 'June' }), edits({ source_id: null, notes: 'July' })],
  ];
  const deleted: Step[][] = [
    [sells(whole), claims(order), deletes(false), sells(whole)],
    [sells(whole), deletes(false), edits({ count: 2 }), refunds(100)],
    [sells(whole), claims(order), deletes(true), sells(whole), refunds(300)],
    [refunds(300), sells(whole), deletes(true), sells({ amount: 200 })],
    [sells({ reference, own: `x-${order}` }), deletes(true), sells({ reference, own: `x-${order}` }, { order: other })],
    [sells(whole), edits({ external_ref: other }), deletes(true), sells({ reference: other }), deletes(true, 1)],
  ];
  const known: Step[][] = [
    [keyless({ contact: mail }), enters('contact', null, mail), keyless({ contact: mail })],
    [enters('contact', null, mail), keyless({ contact: mail })],
    [enters('contact', order, mail), amends('contact', 0, null), keyless({ contact: mail })],
    [keyless(tries(false)), keyless(tries(true), MINUTE)],
    [keyless(tries(true), MINUTE), keyless(tries(false)), keyless(tries(false), 2 * MINUTE)],
    [keyless(tries(false)), keyless(tries(true), 6 * MINUTE), keyless(tries(false), MINUTE)],
    [keyless({ request: asked('a') }), keyless({ request: asked('a') }, 1)],
    [keyless({ request: asked('a') }), keyless({ request: asked('b') }, 1), keyless({ request: asked('b') }, DAY)],
    [sells(whole), sells({ request: asked('a') }), keyless({ request: asked('b') }, 1)],
  ];
  const configured: Step[][] = [
    [enters('contact', order, mail), enters('contact', `x-${order}`, mail), amends('contact', 0, { email: null })],
    [enters('contact', order, mail), enters('contact', null, `x${mail}`), amends('contact', 0, { email: mail })],
    [enters('contact', null, mail), amends('contact', 0, { email: `x${mail}` }), enters('contact', null, mail)],
    [enters('source', order, null), enters('source', order, null), amends('source', 0, null)],
    [enters('source', order, null), amends('source', 0, null), enters('source', order, null)],
    [enters('conversion_type', order, null, asked('t')), amends('conversion_type', 0, { name: 'Renamed' })],
    [
      { step: 'key', key: `key-${order}` },
      { step: 'bind', key: `key-${order}`, account: 'biz_1' },
      { step: 'bind', key: `key-${order}`, account: 'biz_2' },
    ],
  ];
  return [...refunded, ...edited, ...deleted, ...deleted, ...known, ...known, ...configured];
}
