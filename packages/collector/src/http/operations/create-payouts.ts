import type { Caller } from '../../auth/keyring.ts';
import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { Idempotency } from '../../domain/command.ts';
import { AppError } from '../../domain/errors.ts';
import { partKeyOf } from '../../domain/idempotency.ts';
import type { PayoutRow } from '../../domain/payout.ts';
import { cleanText } from '../../domain/text.ts';
import { intakePayout } from '../../intake/payout.ts';
import type { DuePage } from '../../reports/payouts.ts';
import type { NewPayout } from '../../wire/payout.ts';
import type { HttpContext } from '../context.ts';
import { type Answered, factOf, isReplayed, submitOne } from '../submit.ts';
import { submitItems } from './items.ts';
import type { OperationRequest } from './operation-request.ts';

interface MadePayout {
  outcome: 'recorded' | 'duplicate';
  row: PayoutRow;
  is_replayed: boolean;
}

/** Pays one affiliate. Throws `not_found`, and what the rules refuse it for. */
export async function createPayout(
  context: HttpContext,
  { workspace_id }: Caller,
  given: NewPayout & { affiliate_id: string },
  request: OperationRequest,
): Promise<MadePayout> {
  const found = await context.ask('read_affiliate', { workspace_id, id: cleanText(given.affiliate_id) });
  if (!found) throw unknown('affiliate_id', 'affiliate', given.affiliate_id);
  const { external_id = null, earning_ids = null } = given;
  const asked = { affiliate_id: found.affiliate.id, external_id, earning_ids };
  return madeBy(await submitOne(context, intakePayout(asked, { workspace_id, ...request })));
}

export interface ProgramPayouts {
  made: MadePayout[];
  skipped: { affiliate_id: string; error: AppError }[];
}

/** Affiliates whose payouts are decided together. */
const AT_ONCE = 100;

/** Pays everybody of a program who is due. Throws `not_found`; what the rules refuse one affiliate for is told of them. */
export async function createProgramPayouts(
  context: HttpContext,
  { workspace_id }: Caller,
  program_id: string,
  { received_at, idempotency }: OperationRequest,
): Promise<ProgramPayouts> {
  const program = await context.ask('choose_program', { workspace_id, id: cleanText(program_id) });
  if (!program) throw unknown('program_id', 'program', program_id);
  const payouts: ProgramPayouts = { made: [], skipped: [] };
  const take = ({ id }: AffiliateRow) => ({
    command: intakePayout(
      { affiliate_id: id, external_id: null, earning_ids: null },
      { workspace_id, received_at, idempotency: idempotency && partOf(idempotency, id) },
    ),
  });
  for (let after: DuePage['next'] = null; ; ) {
    const of = { workspace_id, program_id: program.id, asked: idempotency ?? null, limit: AT_ONCE };
    const page: DuePage = await context.ask('list_due', { ...of, after });
    const results = await submitItems(context, page.affiliates, take, madeBy);
    for (const [at, { id }] of page.affiliates.entries()) {
      const result = results[at];
      if (result instanceof AppError) payouts.skipped.push({ affiliate_id: id, error: result });
      else if (result) payouts.made.push(result);
    }
    if (!page.next) return payouts;
    after = page.next;
  }
}

function partOf({ key_hash, ...idempotency }: Idempotency, affiliateId: string): Idempotency {
  return { ...idempotency, key_hash: partKeyOf(key_hash, affiliateId) };
}

function madeBy(outcome: Answered): MadePayout {
  if (outcome.status === 'ignored') throw new Error(`a payout was ignored: ${outcome.reason}`);
  const row = factOf<PayoutRow>(outcome, 'shared_with');
  return { outcome: outcome.status, row, is_replayed: isReplayed(outcome) };
}

function unknown(field: string, what: string, id: string): AppError {
  return new AppError('not_found', `${field}: there is no ${what} ${id}`, {
    field,
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}
