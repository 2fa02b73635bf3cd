import type { Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import { incentives } from '../domain/schema.ts';
import { versionsOf } from './programs.ts';

/** Two incentives that would pay for the same sale, none of them more specific: which one pays would be chance. */
export function overlapOf(draft: Draft, row: IncentiveRow, terms: IncentiveTerms): Outcome | undefined {
  const others = draft.find<IncentiveRow>(incentives, 'program', [row.workspace_id, row.program_id]);
  const rival = others.find(
    (other) =>
      other.id !== row.id &&
      other.deleted_at === null &&
      endedVersionsOf(draft, other).some((version) => doOverlap({ ...terms, until: terms.valid_until }, version)),
  );
  if (!rival) return undefined;
  return {
    status: 'refused',
    code: 'conflict',
    message: `It pays for the same sales as incentive ${rival.id} (${rival.name}), and neither is more specific.`,
    detail: {
      field: 'product_ids',
      hint: 'Name other products, prices, intervals, a group or an affiliate, end the other one first, or change it.',
    },
  };
}

type Ended = IncentiveTerms & { until: number | null };

/** Each version, until it ends or a later one begins. */
function endedVersionsOf(draft: Draft, incentive: IncentiveRow): Ended[] {
  const versions = versionsOf(draft, incentive);
  return versions.map((terms, at) => {
    const ends = [terms.valid_until, ...versions.slice(at + 1).map(({ valid_from }) => valid_from)];
    const known = ends.filter((end) => end !== null);
    return { ...terms, until: known.length > 0 ? Math.min(...known) : null };
  });
}

function doOverlap(a: Ended, b: Ended): boolean {
  return (
    a.on === b.on &&
    a.affiliate_id === b.affiliate_id &&
    a.group_name === b.group_name &&
    a.interval === b.interval &&
    doMeet(a.product_ids, b.product_ids) &&
    doMeet(a.price_ids, b.price_ids) &&
    a.valid_from < (b.until ?? Number.POSITIVE_INFINITY) &&
    b.valid_from < (a.until ?? Number.POSITIVE_INFINITY)
  );
}

/** Both for anything, or both for something in common. */
function doMeet(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return a === b;
  return a.some((id) => b.includes(id));
}
