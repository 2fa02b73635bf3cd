import type { Item, PayoutItem, StepItem } from './item.ts';
import { below, chance, pick } from './pick.ts';
import { posted } from './posted.ts';

/** Makes payouts of an affiliate, and what is done with them afterwards. */
export interface PayoutMaker {
  next(): Item;
  remember(item: Item): void;
}

interface Payer {
  secret: Readonly<Record<string, string>>;
  affiliate_id: string;
  /** One that no other thing has. */
  number(): string;
}

interface Step {
  verb: string;
  /** What the payout is then. */
  status: string;
  body?: object;
}

const APPROVE: Step = { verb: 'approve', status: 'approved' };
const PAY: Step = { verb: 'pay', status: 'paid', body: { reference: 'transfer' } };
const CANCEL: Step = { verb: 'cancel', status: 'canceled' };
const FAIL: Step = { verb: 'fail', status: 'failed', body: { reason: 'the account is closed' } };
const REOPEN: Step = { verb: 'reopen', status: 'reopened' };

/** What becomes of a payout, each status at most once, so that it tells one step from another. */
const LIVES = [[APPROVE, PAY], [APPROVE, PAY], [CANCEL], [APPROVE, FAIL, REOPEN]];

export function createPayoutMaker({ secret, affiliate_id, number }: Payer): PayoutMaker {
  /** Payouts that wait for their next step, and the steps that each has before it. */
  const waiting: string[] = [];
  const ahead = new Map<string, readonly Step[]>();

  function payout(): PayoutItem {
    const external_id = `payout-${number()}`;
    return { kind: 'payout', external_id, ...posted(secret, '/v1/payouts', { affiliate_id, external_id }) };
  }

  function step(): StepItem | undefined {
    const [payout_id = ''] = waiting.splice(below(waiting.length), 1);
    const [next, ...rest] = ahead.get(payout_id) ?? [];
    if (!next) return undefined;
    ahead.set(payout_id, rest);
    const { verb, status, body = {} } = next;
    return { kind: 'step', payout_id, status, ...posted(secret, `/v1/payouts/${payout_id}/${verb}`, body) };
  }

  return {
    next: () => (chance(0.6) ? step() : undefined) ?? payout(),
    remember(item) {
      if (item.kind === 'step') waiting.push(item.payout_id);
      if (item.kind !== 'payout' || item.id === undefined) return;
      ahead.set(item.id, pick(LIVES));
      waiting.push(item.id);
    },
  };
}
