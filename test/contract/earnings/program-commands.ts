import type { Command, CreatePayout } from '../../../packages/collector/src/domain/command.ts';
import type { EarningRow } from '../../../packages/collector/src/domain/earning.ts';
import { nodeOf } from '../../../packages/collector/src/domain/identity.ts';
import { PAYOUT_STEPS, type PayoutRow, type PayoutStatus } from '../../../packages/collector/src/domain/payout.ts';
import { idOf, WORKSPACE } from '../history-world.ts';
import { DAY } from '../times.ts';
import type { ProgramStep } from './program-plan.ts';
import { clickOf, named, oneOf, type Place, refundOf, saleOf, visitOf } from './program-sale-commands.ts';
import {
  affiliateIdOf,
  affiliateOf,
  arrivalOf,
  type Base,
  editOf,
  incentiveOf,
  type Of,
  one,
  programOf,
  ratesOf,
  termsOf,
} from './program-setup-commands.ts';
import type { ProgramWorld } from './program-world.ts';

/** The commands of a plan's steps. What is paid, matures or is changed is chosen among what is there by then. */

/** The commands of a step at a place of its history. */
export function commandsOf(step: ProgramStep, place: number, world: ProgramWorld): Command[] {
  const recorded_at = arrivalOf(place);
  const base = { workspace_id: WORKSPACE, id: idOf('command', place), recorded_at };
  const before = (days: number) => recorded_at - days * DAY;
  switch (step.step) {
    case 'program':
      return [programOf(step, base)];
    case 'incentive':
      return [incentiveOf(step, base, place)];
    case 'terms':
      return termsOf(step, base, world);
    case 'end':
      return editOf(base, 'incentive', one(world.incentives, step.of)?.id, { is_delete: true });
    case 'affiliate':
      return [affiliateOf(step, base)];
    case 'change':
      return editOf(base, 'affiliate', known(world.affiliates, affiliateIdOf(step.who)), { patch: step.patch });
    case 'link': {
      const affiliate_id = known(world.affiliates, affiliateIdOf(step.who));
      const link = { id: idOf('link', place), code: `more-${step.who}`, name: null, destination_url: null };
      return affiliate_id === undefined ? [] : [{ ...base, kind: 'create_link', link: { ...link, affiliate_id } }];
    }
    case 'coupon': {
      const affiliate_id = affiliateIdOf(step.who);
      const coupon = { id: `coupon-${step.code}`, external_id: null, code: step.code, description: null };
      return [{ ...base, kind: 'create_coupon', coupon: { ...coupon, affiliate_id } }];
    }
    case 'end coupon':
      return editOf(base, 'coupon', known(world.coupons, `coupon-${step.code}`), { is_delete: true });
    case 'click':
      return [clickOf(step, base, before(step.ago))];
    case 'visit':
      return [visitOf(step, base, before(step.ago), place)];
    case 'sale':
      return [saleOf(step, base, before(step.ago), { place, world })];
    case 'refund':
    case 'early refund':
      return refundOf(step, base, before(step.ago), { place, world });
    case 'order name': {
      const { also, order: order_id } = step;
      return [{ ...base, kind: 'name_order', order_name: { name: 'purchase', also, order_id } }];
    }
    case 'edit': {
      const { ago, ...columns } = step.patch;
      const sale = one(world.conversions, step.of);
      if (!sale) return [];
      const moved = ago === undefined ? {} : { occurred_at: Math.min(recorded_at, sale.occurred_at - ago * DAY) };
      return editOf(base, 'conversion', sale.id, { patch: { ...columns, ...moved } });
    }
    case 'delete':
      return editOf(base, 'conversion', one(world.conversions, step.of)?.id, { is_delete: true });
    case 'identify': {
      const identifiers = named({ user: step.user, email: step.email, visitor: step.visitor });
      return [{ ...base, kind: 'identify', occurred_at: before(step.ago), identifiers, traits: null }];
    }
    case 'alias':
      return [
        { ...base, kind: 'alias', occurred_at: before(step.ago), user_id: step.user, previous_id: step.previous },
      ];
    case 'unlink':
      return [
        {
          ...{ ...base, kind: 'remove_edge', from: nodeOf({ kind: 'email', value: step.email }) },
          to: { kind: 'user', value: step.user },
        },
      ];
    case 'rates':
      return [ratesOf(step, base)];
    case 'review':
      return editOf(base, 'earning', oneOf(world.earnings, isOpen, step.of)?.id, {
        patch: { review: step.review, note: null },
      });
    case 'referral':
      return editOf(base, 'referral', one(world.referrals, step.of)?.id, { patch: step.patch });
    case 'mature': {
      const ended = world.earnings.filter(
        ({ status, hold_until }) => status === 'pending' && hold_until !== null && hold_until <= recorded_at,
      );
      const told = (step.isAll ? ended : ended.slice(1)).map(({ id, conversion_id }) => ({ id, conversion_id }));
      return told.length === 0 ? [] : [{ ...base, kind: 'mature_earnings', as_of: recorded_at, earnings: told }];
    }
    case 'payout':
      return [payoutOf(step, base, { place, world })];
    case 'pay': {
      const { status } = step;
      const told = { failed: { failure: 'no such account' }, paid: { reference: 't1', paid_at: recorded_at } };
      const patch = { status, ...(status === 'failed' || status === 'paid' ? told[status] : {}) };
      return editOf(base, 'payout', oneOf(world.payouts, canBe(status), step.of)?.id, { patch });
    }
  }
}

function known(rows: readonly { id: string }[], id: string): string | undefined {
  return rows.find((row) => row.id === id)?.id;
}

function isOpen({ status }: EarningRow): boolean {
  return status !== 'none' && status !== 'awaiting_rate';
}

function canBe(next: PayoutStatus) {
  return ({ status }: PayoutRow) => PAYOUT_STEPS[status].includes(next);
}

function payoutOf({ who, isPart }: Of<'payout'>, base: Base, { place, world }: Place): CreatePayout {
  const ready = world.earnings.filter((row) => row.status === 'ready' && row.due_minor > row.allocated_minor);
  const affiliate_id = one(ready, who)?.affiliate_id ?? affiliateIdOf(who);
  const own = world.earnings.filter((earning) => earning.affiliate_id === affiliate_id);
  const open = own.filter(
    ({ status, due_minor, allocated_minor }) => status === 'ready' && due_minor > allocated_minor,
  );
  const part = (open.length > 1 ? open : own).filter((_, at) => at % 2 === 0).map(({ id }) => id);
  const payout = { id: idOf('payout', place), external_id: null, affiliate_id };
  return { ...base, kind: 'create_payout', payout, earning_ids: isPart && part.length > 0 ? part : null };
}
