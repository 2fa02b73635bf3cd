import type {
  RecordAdjustment,
  RecordClick,
  RecordConversion,
  RecordEvent,
} from '../../../packages/collector/src/domain/command.ts';
import type { ConversionRow } from '../../../packages/collector/src/domain/conversion.ts';
import type { Identifier } from '../../../packages/collector/src/domain/identity.ts';
import { commandIdOfClick } from '../../../packages/collector/src/domain/ids.ts';
import type { TouchFacts } from '../../../packages/collector/src/domain/touch.ts';
import { reported } from '../history-ledger-commands.ts';
import { idOf, WORKSPACE } from '../history-world.ts';
import type { SaleStep, VisitStep } from './program-plan.ts';
import { affiliateIdOf, type Base, codeOf, type Of, one } from './program-setup-commands.ts';
import type { ProgramWorld } from './program-world.ts';

/** Commands of who came, what they bought, and what was given back. */

export interface Place {
  place: number;
  world: ProgramWorld;
}

/** One of those that fit; of all where none does, for what does not fit must be refused. */
export function oneOf<T>(rows: readonly T[], fits: (row: T) => boolean, of: number): T | undefined {
  const fitting = rows.filter(fits);
  return one(fitting.length > 0 ? fitting : rows, of);
}

const LANDING: Pick<TouchFacts, 'url' | 'referrer' | 'utm' | 'click_ids' | 'channel' | 'campaign'> = {
  ...{ url: 'https://shop.test/', referrer: null, utm: null, click_ids: null, channel: 'affiliate', campaign: null },
};

export function clickOf({ click, who, visitor }: Of<'click'>, base: Base, occurred_at: number): RecordClick {
  const code = codeOf(who);
  return {
    ...base,
    id: commandIdOfClick(click),
    kind: 'record_click',
    click: {
      ...{ ...LANDING, id: click, click_id: click, visitor_id: visitor, occurred_at, source: code },
      ...{ referral_code: code, affiliate_id: affiliateIdOf(who), code, is_bot: false, is_browser_time: false },
      ...{ sub_ids: null, fetched_as: null },
    },
  };
}

export function visitOf(
  { visitor, who, click, user, isProven }: VisitStep,
  { recorded_at }: Base,
  occurred_at: number,
  place: number,
): RecordEvent {
  const touch = {
    ...{ ...LANDING, id: idOf('touch', place), occurred_at, click_id: click },
    ...{ referral_code: who === null ? null : codeOf(who), source: null },
  };
  const said = user === null ? {} : { identifiers: named({ user }), ...(isProven && { is_proven: true }) };
  return {
    ...{ kind: 'record_event', workspace_id: WORKSPACE, id: `visit-${place}`, visitor_id: visitor },
    ...{ name: user === null ? 'page_view' : 'identify', occurred_at, recorded_at, url: 'https://shop.test/' },
    ...{ referrer: null, title: null, is_bot: false, body: { touch, ...said } },
  };
}

export function saleOf(step: SaleStep, base: Base, occurred_at: number, { place, world }: Place): RecordConversion {
  const { user, email, visitor, order, amount, product, price, isCheckout, stated } = step;
  const { conversion } = reported({}, idOf('conversion', place), email);
  return {
    ...base,
    kind: 'record_conversion',
    conversion: {
      ...{ ...conversion, name: nameOf(step), order_id: order, event_id: null },
      ...{ amount_minor: isCheckout ? null : amount, currency: step.currency, count: step.count, occurred_at },
      ...{ visitor_id: visitor, click_id: step.click, coupon_code: step.coupon },
      affiliate_id: step.named === null ? null : affiliateIdOf(step.named),
      referral_id: step.referral === null ? null : (referralIn(world, step.referral) ?? 'no referral'),
      product_ids: product === null ? null : [product, 'other'],
      price_ids: price === null ? null : [price],
      ...{ interval: step.interval, is_subscription: step.interval !== null },
      ...{ sales_status: isCheckout ? 'open' : step.status, earning_status: step.override },
      commissionable_minor: amount === null || isCheckout ? null : step.commissionable,
      ...{ commission_minor: stated?.amount ?? null, commission_currency: stated?.currency ?? null },
      signals: step.isThrownAway ? { disposable_email: 'thrown.test' } : null,
      identifiers: named({ user, email, visitor }),
    },
  };
}

/** A referral by its id, or by any of its conversions. */
function referralIn({ referrals, earnings }: ProgramWorld, of: number): string | undefined {
  return of % 2 === 0 ? one(referrals, of)?.id : one(earnings, of)?.conversion_id;
}

function nameOf({ isCheckout, amount }: SaleStep): string {
  if (isCheckout) return 'checkout';
  return amount === null ? 'lead' : 'purchase';
}

export function named(given: Partial<Record<'user' | 'email' | 'visitor', string | null>>): Identifier[] {
  return (['user', 'email', 'visitor'] as const).flatMap((kind) => {
    const value = given[kind];
    return value == null ? [] : [{ kind, value }];
  });
}

export function refundOf(
  step: Of<'refund'> | Of<'early refund'>,
  base: Base,
  occurred_at: number,
  { place, world }: Place,
): RecordAdjustment[] {
  const isHeld = ({ id }: ConversionRow) => world.payoutItems.some(({ conversion_id }) => conversion_id === id);
  const isOwed = ({ credit }: ConversionRow) => credit.owed_to !== null;
  const sales = world.conversions.filter(({ amount_minor }) => amount_minor !== null);
  const sale = step.step === 'refund' ? oneOf(sales, step.isPaid ? isHeld : isOwed, step.of) : undefined;
  if (step.step === 'refund' && !sale) return [];
  return [
    {
      ...base,
      kind: 'record_adjustment',
      adjustment: {
        ...{ id: idOf('adjustment', place), dialect: 'native', conversion_id: sale?.id ?? null },
        ...(step.step === 'refund' ? { kind: 'refund' } : { kind: step.kind, total_of: step.totalOf }),
        ...{ name: sale?.name ?? 'purchase', order_id: step.step === 'refund' ? (sale?.order_id ?? null) : step.order },
        ...{ external_ref: null, amount_minor: step.amount, currency: sale?.currency ?? 'EUR', reason: null },
        occurred_at,
      },
      ...(step.step === 'early refund' && { clamps: true }),
    },
  ];
}
