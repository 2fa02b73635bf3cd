import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { IncentiveRow } from '../../domain/incentive.ts';
import { affiliates, incentives } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';

/** Affiliates among whom groups are looked for, the newest first. */
const MEMBERS = 20_000;
const INCENTIVES = 2_000;

/** The groups that affiliates of a program are in, or that it pays by, and all that it pays now. */
export async function listGroups(
  reader: Reader,
  { workspace_id, program_id, now }: { workspace_id: string; program_id: string; now: number },
): Promise<{ names: string[]; incentives: IncentiveRow[] }> {
  const where = { deleted_at: null };
  const prefix = [workspace_id, program_id];
  const [members, offers] = await Promise.all([
    reader.range<Pick<AffiliateRow, 'group_name'>>(affiliates, 'program', prefix, {
      ...{ where, present: ['group_name'], columns: ['group_name'], order: 'descending', limit: MEMBERS },
    }),
    reader.range<IncentiveRow>(incentives, 'program', prefix, { where, order: 'ascending', limit: INCENTIVES }),
  ]);
  const names = [...members.map(({ group_name }) => group_name), ...offers.map(({ terms }) => terms.group_name)];
  return {
    names: [...new Set(names)].filter((name) => name !== null).sort(),
    incentives: offers.filter(({ terms }) => terms.valid_until === null || terms.valid_until > now),
  };
}
