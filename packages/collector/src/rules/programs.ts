import type { AffiliateRow } from '../domain/affiliate.ts';
import type { Draft } from '../domain/draft.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import type { ProgramRow, ProgramTerms } from '../domain/program.ts';
import { affiliates, programs } from '../domain/schema.ts';
import { changesOf } from './edits.ts';

/** Terms at a time, and which version they are, counted from 1. */
export interface Version<Terms> {
  terms: Terms;
  number: number;
}

export function affiliateOf(draft: Draft, workspaceId: string, id: string): AffiliateRow | undefined {
  return draft.find<AffiliateRow>(affiliates, 'key', [workspaceId, id])[0];
}

/** Whoever was deleted is owed for nothing that comes after. */
export function hasLeft(affiliate: AffiliateRow | undefined, at: number): boolean {
  const left = affiliate?.deleted_at ?? null;
  return left !== null && at >= left;
}

export function programOf(draft: Draft, workspaceId: string, id: string | null): ProgramRow | undefined {
  return id === null ? undefined : draft.find<ProgramRow>(programs, 'key', [workspaceId, id])[0];
}

/** The program that an affiliate is in. */
export function programOfAffiliate(draft: Draft, workspaceId: string, affiliateId: string): ProgramRow | undefined {
  return programOf(draft, workspaceId, affiliateOf(draft, workspaceId, affiliateId)?.program_id ?? null);
}

/** What holds in a program at a time; its first terms hold for all that was before them, too. */
export function programTermsAt(draft: Draft, program: ProgramRow, at: number): ProgramTerms {
  return versionAt(draft, program, at)?.terms ?? program.first_terms;
}

/** What an incentive pays at a time; `undefined` before it began, after it ended, and from when it was deleted on. */
export function incentiveTermsAt(
  draft: Draft,
  incentive: IncentiveRow,
  at: number,
): Version<IncentiveTerms> | undefined {
  if (incentive.deleted_at !== null && at >= incentive.deleted_at) return undefined;
  const version = versionAt(draft, incentive, at);
  const { valid_until = null } = version?.terms ?? {};
  return valid_until !== null && at >= valid_until ? undefined : version;
}

/** The terms of something as it was made, and after each change of them. */
export function versionsOf<Terms>(
  draft: Draft,
  { workspace_id, id, first_terms }: { workspace_id: string; id: string; first_terms: Terms },
): Terms[] {
  const later = changesOf(draft, workspace_id, id).flatMap(({ patch }) =>
    'terms' in patch ? [patch['terms'] as Terms] : [],
  );
  return [first_terms, ...later];
}

/** Of the versions that hold by then the latest, as they were accepted. */
function versionAt<Terms extends { valid_from: number }>(
  draft: Draft,
  row: { workspace_id: string; id: string; first_terms: Terms },
  at: number,
): Version<Terms> | undefined {
  const versions = versionsOf(draft, row).map((terms, index) => ({ terms, number: index + 1 }));
  return versions.findLast(({ terms }) => terms.valid_from <= at);
}

/** In which group of its program an affiliate is at a time. */
export function groupAt(draft: Draft, affiliate: AffiliateRow, at: number): string | null {
  const moved = changesOf(draft, affiliate.workspace_id, affiliate.id).findLast(
    ({ patch, recorded_at }) => 'group_name' in patch && recorded_at <= at,
  );
  return moved ? (moved.patch['group_name'] as string | null) : affiliate.first_group;
}
