import type { AffiliateRow, CouponRow, LinkRow } from '../domain/affiliate.ts';
import type {
  CreateAffiliate,
  CreateCoupon,
  CreateIncentive,
  CreateLink,
  CreateProgram,
  Outcome,
} from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { digestOf } from '../domain/ids.ts';
import type { IncentiveRow } from '../domain/incentive.ts';
import type { ProgramRow } from '../domain/program.ts';
import { affiliates, coupons, directory, incentives, links, programs } from '../domain/schema.ts';
import type { Table } from '../domain/table.ts';
import type { DirectoryRow } from '../domain/workspace.ts';
import { Affected } from './affected.ts';
import { typeKeys } from './configure-conversions.ts';
import { createRow, fresh, own } from './create-row.ts';
import { holdersOf } from './dedupe.ts';
import { afterEdits, editedOf } from './edits.ts';
import { overlapOf } from './overlap.ts';
import { programOf } from './programs.ts';
import { settle } from './settle.ts';

/** Programs, and who and what is in them. What came before them in the log, or in time, is decided anew. */

export function createProgram(draft: Draft, command: CreateProgram): Outcome {
  const { workspace_id, recorded_at, program } = command;
  const row: ProgramRow = { ...program, first_terms: program.terms, ...fresh(workspace_id, recorded_at) };
  const outcome = createRow(draft, programs, { command, row, keysOf: (one) => typeKeys('program', one) });
  if (outcome.status !== 'recorded') return outcome;
  draft.insert<DirectoryRow>(directory, {
    kind: 'program',
    hash: digestOf(program.id),
    workspace_id,
    ref_id: program.id,
  });
  const [member] = draft.latest<AffiliateRow>(affiliates, 'program', [workspace_id, program.id], { limit: 1 });
  if (member) decideAnew(draft, command, (affected) => affected.bySalesFrom(null));
  return outcome;
}

export function createIncentive(draft: Draft, command: CreateIncentive): Outcome {
  const { workspace_id, recorded_at, incentive } = command;
  const row: IncentiveRow = { ...incentive, first_terms: incentive.terms, ...fresh(workspace_id, recorded_at) };
  const refusalOf = () => {
    const program = programOf(draft, workspace_id, incentive.program_id);
    if (!program || program.deleted_at !== null) return unknown('program_id', 'program', incentive.program_id);
    return overlapOf(draft, row, row.terms);
  };
  const outcome = createRow(draft, incentives, {
    command,
    row,
    keysOf: (one) => typeKeys('incentive', one),
    refusalOf,
  });
  if (outcome.status !== 'recorded') return outcome;
  decideAnew(draft, command, (affected) => affected.byProgram(incentive.program_id, incentive.terms.valid_from));
  return outcome;
}

/** An affiliate and a link with its code. Earlier touches that carry the code count from now on. */
export function createAffiliate(draft: Draft, command: CreateAffiliate): Outcome {
  const { workspace_id, recorded_at, affiliate, link } = command;
  if (draft.get<AffiliateRow>(affiliates, [workspace_id, affiliate.id])) return { status: 'duplicate' };
  const row: AffiliateRow = { ...affiliate, first_group: affiliate.group_name, ...fresh(workspace_id, recorded_at) };
  const taken = command.is_accepted ? undefined : (codeRefusal(draft, link) ?? idRefusal(draft, 'affiliate', row));
  if (taken) return taken;
  enter(draft, affiliates, 'affiliate', row);
  enterLink(draft, { ...link, affiliate_id: affiliate.id, ...fresh(workspace_id, recorded_at) });
  decideAnew(draft, command, (affected) => {
    affected.byCode(link.code);
    affected.byAffiliate(affiliate.id, null);
  });
  return { status: 'recorded', logged: { ...command, is_accepted: true } };
}

/** One more link of an affiliate. */
export function createLink(draft: Draft, command: CreateLink): Outcome {
  const { workspace_id, recorded_at, link } = command;
  const same = draft.get<LinkRow>(links, [workspace_id, link.id]);
  if (same) return { status: 'duplicate', fact: same };
  const taken = codeRefusal(draft, link);
  if (taken) return taken;
  const row = enterLink(draft, { ...link, ...fresh(workspace_id, recorded_at) });
  decideAnew(draft, command, (affected) => affected.byCode(link.code));
  return { status: 'recorded', fact: row };
}

/** A coupon; sales that named it before it was known are its affiliate's now. */
export function createCoupon(draft: Draft, command: CreateCoupon): Outcome {
  const { workspace_id, recorded_at, coupon } = command;
  const same = draft.get<CouponRow>(coupons, [workspace_id, coupon.id]);
  if (same) return { status: 'duplicate', fact: same };
  const fresher: CouponRow = { ...coupon, ...fresh(workspace_id, recorded_at) };
  if (!command.is_accepted) {
    const [holder] = draft.find<CouponRow>(coupons, 'code', [workspace_id, coupon.code]);
    if (holder) return codeTaken(coupon.code, 'Choose another code.');
    const known = idRefusal(draft, 'coupon', fresher);
    if (known) return known;
  }
  const row = enter(draft, coupons, 'coupon', fresher);
  decideAnew(draft, command, (affected) => affected.byCoupon(coupon.code));
  return { status: 'recorded', fact: row, logged: { ...command, is_accepted: true } };
}

/** `field` names a program or an affiliate that is not there. */
export function unknown(field: string, what: string, id: string): Outcome {
  return {
    status: 'refused',
    code: 'not_found',
    message: `${field}: there is no ${what} ${id}`,
    detail: { field, hint: 'Check the id, and that the key is of the same mode (live or test).' },
  };
}

/** Credits the sales that something may have changed anew. */
export function decideAnew(
  draft: Draft,
  command: Parameters<typeof settle>[1],
  mark: (affected: Affected) => void,
): void {
  const affected = new Affected(draft, command.workspace_id);
  mark(affected);
  settle(draft, command, affected);
}

/** Something with the changes that are known already, and the caller's id, which is its own from now on. */
function enter<Row extends AffiliateRow | CouponRow>(draft: Draft, table: Table<Row>, kind: string, row: Row): Row {
  const { workspace_id } = row;
  const edited = editedOf(draft, workspace_id, row.id);
  const now = afterEdits<Row>(row, edited);
  own(draft, { workspace_id, row: now, edited }, [row, now], (one) => typeKeys(kind, one));
  draft.insert<Row>(table, now);
  return now;
}

/** The caller's id names one thing of a kind. */
function idRefusal(draft: Draft, kind: string, row: AffiliateRow | CouponRow): Outcome | undefined {
  const [holder] = holdersOf(draft, row.workspace_id, typeKeys(kind, row));
  if (holder === undefined) return undefined;
  return {
    status: 'refused',
    code: 'conflict',
    message: `external_id: is that of ${kind} ${holder}`,
    detail: { field: 'external_id', hint: `Send another external_id, or change that ${kind}.` },
  };
}

function enterLink(draft: Draft, link: LinkRow): LinkRow {
  const row = afterEdits<LinkRow>(link, editedOf(draft, link.workspace_id, link.id));
  draft.insert<LinkRow>(links, row);
  draft.insert<DirectoryRow>(directory, {
    kind: 'code',
    hash: digestOf(link.code),
    workspace_id: link.workspace_id,
    ref_id: link.id,
  });
  return row;
}

/** A code leads to one link, whatever the workspace: it is all that `/go/<code>` says. */
function codeRefusal(draft: Draft, { code }: Pick<LinkRow, 'code'>): Outcome | undefined {
  const known = draft.get<DirectoryRow>(directory, ['code', digestOf(code)]);
  if (!known) return undefined;
  return codeTaken(code);
}

function codeTaken(code: string, hint = 'Choose another code, or leave it out and one is made.'): Outcome {
  return {
    status: 'refused',
    code: 'conflict',
    message: `The code ${code} is taken.`,
    detail: { field: 'code', hint },
  };
}
