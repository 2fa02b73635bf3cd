import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import type { EarningRow } from '../../domain/earning.ts';
import type { IdentifierKind } from '../../domain/identity.ts';
import type { ProgramRow } from '../../domain/program.ts';
import { isSale } from '../../domain/referral.ts';
import { affiliates, conversions, earnings, programs } from '../../domain/schema.ts';
import type { Table } from '../../domain/table.ts';
import type { Known, ToldReferral } from '../../domain/told-referral.ts';
import type { Reader } from '../../store/store.ts';
import type { ShownReferral } from '../referrals/referrals.ts';

/** A referral with what its callers know of it. */
export async function tellReferral(reader: Reader, shown: ShownReferral): Promise<ToldReferral> {
  const { workspace_id, id, affiliate_id, since } = shown.referral;
  const [steps, affiliate] = await Promise.all([
    stepsOf(reader, workspace_id, id),
    rowOf<AffiliateRow>(reader, affiliates, workspace_id, affiliate_id),
  ]);
  const program = await rowOf<ProgramRow>(reader, programs, workspace_id, affiliate?.program_id ?? null);
  const said = steps.map(({ conversion }) => conversion);
  const named = (kind: IdentifierKind) =>
    last(said, ({ identifiers }) => identifiers.find((identifier) => identifier.kind === kind)?.value);
  const told = (key: string) => last(said, ({ profile }) => textOf(profile?.[key]));
  return {
    id,
    click_id: shown.click_id,
    first_conversion_id: shown.first_conversion_id,
    affiliate: knownBy(affiliate) ?? { id: affiliate_id, external_id: null },
    program: knownBy(program),
    status: shown.status,
    user_id: named('user'),
    customer_id: named('customer'),
    email: named('email'),
    subscription_id: told('subscription_id'),
    name: told('name'),
    metadata: said[0]?.metadata ?? null,
    created_at: since,
    converted_at: steps.find(isSale)?.conversion.occurred_at ?? null,
  };
}

/** `null` of what is not there. */
export function knownBy(row: Known | null): Known | null {
  return row && { id: row.id, external_id: row.external_id };
}

/** The row with our id; `null` where there is none. */
export async function rowOf<Row extends object>(
  reader: Reader,
  table: Table<Row>,
  workspaceId: string,
  id: string | null,
): Promise<Row | null> {
  if (id === null) return null;
  const [row] = await reader.find(table, 'key', [workspaceId, id]);
  return row ?? null;
}

/** Its conversions with what they earn, in the order of their time. */
async function stepsOf(reader: Reader, workspaceId: string, id: string) {
  const theirs = await reader.range<EarningRow>(earnings, 'referral', [workspaceId, id], { order: 'ascending' });
  const found = await Promise.all(
    theirs.map(async (earning) => {
      const conversion = await rowOf<ConversionRow>(reader, conversions, workspaceId, earning.conversion_id);
      return conversion?.deleted_at === null ? [{ earning, conversion }] : [];
    }),
  );
  return found.flat();
}

function last(said: readonly ConversionRow[], read: (row: ConversionRow) => string | null | undefined): string | null {
  return said.map(read).findLast((value) => value != null) ?? null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
