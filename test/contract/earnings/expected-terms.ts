import type { CouponRow } from '../../../packages/collector/src/domain/affiliate.ts';
import type {
  Command,
  CreateAffiliate,
  CreateIncentive,
  CreateProgram,
} from '../../../packages/collector/src/domain/command.ts';
import type { IncentiveTerms } from '../../../packages/collector/src/domain/incentive.ts';
import type { ProgramTerms } from '../../../packages/collector/src/domain/program.ts';
import type { Rewards } from '../expected-debt.ts';
import { changesOf } from '../expected-edits.ts';
import { DAY, WINDOW } from '../times.ts';

/** What was agreed on, and when, as the log says it: all of it read at once. */

export interface Version<Terms> {
  terms: Terms;
  /** Counted from 1. */
  number: number;
}

export interface Member {
  id: string;
  program: CreateProgram['program'] | undefined;
  program_id: string | null;
  groupAt(at: number): string | null;
}

export interface Offered {
  id: string;
  program_id: string;
  is_counted: boolean;
  versionAt(at: number): Version<IncentiveTerms> | undefined;
}

export interface Agreed extends Rewards {
  memberOf(affiliateId: string): Member | undefined;
  programTermsAt(programId: string, at: number): ProgramTerms;
  incentives: readonly Offered[];
}

export function agreedIn(accepted: readonly Command[]): Agreed {
  const programs = accepted.filter((one): one is CreateProgram => one.kind === 'create_program');
  const members = accepted.filter((one): one is CreateAffiliate => one.kind === 'create_affiliate');
  const known = new Map(members.map(({ affiliate }) => [affiliate.id, memberFrom(affiliate)]));

  function memberFrom({ id, program_id, group_name }: CreateAffiliate['affiliate']): Member {
    const changes = changesOf(accepted, id);
    const moves = changes.filter(({ patch }) => 'group_name' in patch);
    const last = changes.findLast(({ patch }) => 'program_id' in patch)?.patch['program_id'];
    const now = last === undefined ? program_id : (last as string | null);
    const groupAt = (at: number) => {
      const move = moves.findLast(({ recorded_at }) => recorded_at <= at);
      return move ? (move.patch['group_name'] as string | null) : group_name;
    };
    return { id, program_id: now, program: programs.find(({ program }) => program.id === now)?.program, groupAt };
  }

  function programTermsAt(id: string, at: number): ProgramTerms {
    const first = programs.find(({ program }) => program.id === id)?.program.terms as ProgramTerms;
    return versionAt(accepted, id, first, at)?.terms ?? first;
  }

  return {
    affiliates: new Set(known.keys()),
    coupons: couponsIn(accepted),
    memberOf: (id) => known.get(id),
    programTermsAt,
    termsOf: (affiliateId, at) => {
      const program = known.get(affiliateId)?.program;
      if (!program) return { program: null, window: WINDOW, rule: 'last' };
      const { cookie_days, click_rule } = programTermsAt(program.id, at);
      return { program: program.id, window: cookie_days * DAY, rule: click_rule };
    },
    incentives: accepted
      .filter((one): one is CreateIncentive => one.kind === 'create_incentive')
      .map(({ incentive }) => offeredFrom(accepted, incentive)),
  };
}

function offeredFrom(accepted: readonly Command[], incentive: CreateIncentive['incentive']): Offered {
  const { id, program_id, is_counted, terms } = incentive;
  const end = changesOf(accepted, id).find(({ is_delete }) => is_delete)?.recorded_at;
  return {
    ...{ id, program_id, is_counted },
    versionAt: (at) => {
      const version = versionAt(accepted, id, terms, at);
      const isOver = version && version.terms.valid_until !== null && version.terms.valid_until <= at;
      return isOver || (end !== undefined && end <= at) ? undefined : version;
    },
  };
}

/** Of all versions, as they were accepted, the last that holds by then. */
function versionAt<Terms extends { valid_from: number }>(
  accepted: readonly Command[],
  id: string,
  first: Terms,
  at: number,
): Version<Terms> | undefined {
  const later = changesOf(accepted, id).flatMap(({ patch }) => (patch['terms'] ? [patch['terms'] as Terms] : []));
  const versions = [first, ...later].map((terms, index) => ({ terms, number: index + 1 }));
  return versions.findLast(({ terms }) => terms.valid_from <= at);
}

function couponsIn(accepted: readonly Command[]): CouponRow[] {
  return accepted.flatMap((one) => {
    if (one.kind !== 'create_coupon') return [];
    const { workspace_id, coupon, recorded_at } = one;
    const end = changesOf(accepted, coupon.id).find(({ is_delete }) => is_delete)?.recorded_at ?? null;
    const times = { created_at: recorded_at, updated_at: recorded_at, deleted_at: end, version: 1 };
    return [{ ...coupon, workspace_id, ...times }];
  });
}
