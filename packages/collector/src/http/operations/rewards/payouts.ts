import type { Caller } from '../../../auth/keyring.ts';
import type { RewardAnswer, RewardAsk } from '../../../dialects/reward-ask.ts';
import { AppError } from '../../../domain/errors.ts';
import type { PayoutRow, PayoutStatus } from '../../../domain/payout.ts';
import { cleanText } from '../../../domain/text.ts';
import { intakePayoutStep, type PayoutStep } from '../../../intake/payout.ts';
import type { HttpContext } from '../../context.ts';
import { factOf, submitOne } from '../../submit.ts';
import { notThere } from '../configure-affiliate.ts';
import type { OperationRequest } from '../operation-request.ts';
import { findPartner } from './affiliates.ts';
import { countedPage, ourAffiliate } from './counted-page.ts';

type Asked<Name extends RewardAsk['ask']> = Extract<RewardAsk, { ask: Name }>;
type PayoutAnswer = Extract<RewardAnswer, { answer: 'partner_payout' }>;

/** Payouts in a vendor's words. */

export async function listPartnerPayouts(
  context: HttpContext,
  { workspace_id }: Caller,
  query: Asked<'list_partner_payouts'>,
): Promise<Extract<RewardAnswer, { answer: 'partner_payouts' }>> {
  const { limit, offset, order, statuses = null, from = null, to = null } = query;
  const affiliate_id = await ourAffiliate(context, workspace_id, query.affiliate_id);
  const page = await context.ask('page_payouts', {
    ...{ workspace_id, limit, offset, order, from, to, statuses, affiliate_id },
  });
  return { answer: 'partner_payouts', ...countedPage(page) };
}

/** With all that it pays. Throws `not_found`. */
export async function readPartnerPayout(
  context: HttpContext,
  { workspace_id }: Caller,
  id: string,
): Promise<PayoutAnswer> {
  const row = await findPayout(context, workspace_id, id);
  const [items, partner] = await Promise.all([
    context.ask('read_paid_items', { workspace_id, payout_id: row.id }),
    findPartner(context, workspace_id, row.affiliate_id),
  ]);
  return { answer: 'partner_payout', shown: { row, affiliate: partner?.affiliate ?? null, items } };
}

/** By which statuses a payout comes from one to another; `undefined` where it does not. */
const WAYS: Readonly<Record<PayoutStatus, Partial<Record<PayoutStatus, readonly PayoutStatus[]>>>> = {
  draft: { draft: [], approved: ['approved'], canceled: ['canceled'] },
  approved: { approved: [], paid: ['paid'], failed: ['failed'], canceled: ['failed', 'reopened'] },
  // To be paid again it needs no other approval.
  failed: { failed: [], draft: ['approved'], approved: ['approved'], canceled: ['reopened'] },
  paid: {},
  canceled: { canceled: [] },
  reopened: { canceled: [] },
};

/** Throws `invalid` where a payout in its status cannot become that. */
export async function stepPartnerPayout(
  context: HttpContext,
  caller: Caller,
  { id, to, method, reference }: Asked<'step_partner_payout'>,
  { received_at }: OperationRequest,
): Promise<PayoutAnswer> {
  let payout = await findPayout(context, caller.workspace_id, id);
  const way = WAYS[payout.status][to];
  if (!way) throw wrongStep(payout.status, to);
  for (const status of way) {
    const step = stepTo(status, { method, reference });
    payout = factOf<PayoutRow>(await submitOne(context, intakePayoutStep(payout, step, received_at)), 'shared_with');
  }
  return readPartnerPayout(context, caller, payout.id);
}

function stepTo(
  status: PayoutStatus,
  { method, reference }: Pick<Asked<'step_partner_payout'>, 'method' | 'reference'>,
): PayoutStep {
  const said = reference ?? null;
  if (status === 'paid') {
    return { status, reference: method === undefined ? said : writeReference(said, method), paid_at: undefined };
  }
  if (status === 'failed') return { status, failure: said ?? 'It was not carried out.' };
  if (status === 'draft') throw new Error('nothing becomes a draft again');
  return { status };
}

/** The transfer's reference, and by what it was carried out where that is not where the payout goes. */
function writeReference(reference: string | null, method: string): string {
  return `${reference ?? ''} (by ${method})`.trim();
}

function wrongStep(from: PayoutStatus, to: PayoutStatus): AppError {
  const possible = Object.keys(WAYS[from]).filter((status) => status !== from);
  const hint =
    possible.length > 0 ? undefined : 'What is paid, or was canceled, stays so: make another payout of what is due.';
  return new AppError('invalid', `status: the payout is ${from}, and cannot become ${to}`, { field: 'status', hint });
}

async function findPayout(context: HttpContext, workspace_id: string, id: string): Promise<PayoutRow> {
  const row = await context.ask('read_payout', { workspace_id, id: cleanText(id) });
  if (row) return row;
  throw notThere('id', 'payout', id);
}
