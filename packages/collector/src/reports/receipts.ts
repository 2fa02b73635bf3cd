import type { AffiliateRow } from '../domain/affiliate.ts';
import type { Claimant, Credit } from '../domain/credit.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import { affiliates, receipts } from '../domain/schema.ts';
import type { ToldEarning } from '../domain/told-earning.ts';
import type { Reader } from '../store/store.ts';
import { readConversion, type ShownConversion } from './conversions.ts';
import { readEarningsOf } from './earnings/tell-earnings.ts';

/** A conversion, and all that was ever decided about it and about the claims of it, oldest first. */
export interface Account {
  conversion: ShownConversion;
  receipts: ReceiptRow[];
  /** What it earns each affiliate to whom it was ever owed. */
  earnings: ToldEarning[];
  /** Names of the affiliates that the answer speaks of, by id. */
  affiliate_names: Record<string, string>;
}

const RECEIPTS_SHOWN = 200;

/** Claims that the answer considers are part of the account: their receipts are shown beside its own. */
export async function readAccount(
  reader: Reader,
  question: { workspace_id: string; id: string },
): Promise<Account | null> {
  const conversion = await readConversion(reader, question);
  if (!conversion) return null;
  const subjects = [conversion.row.id, ...conversion.row.credit.claims.map((claim) => claim.claim_id)];
  const found = await Promise.all(
    subjects.map((subject) =>
      reader.range<ReceiptRow>(receipts, 'time', [question.workspace_id, subject], {
        order: 'ascending',
        limit: RECEIPTS_SHOWN,
      }),
    ),
  );
  const [names, earnings] = await Promise.all([
    namesOf(reader, question.workspace_id, conversion.row.credit),
    readEarningsOf(reader, question.workspace_id, conversion.row.id),
  ]);
  return {
    conversion,
    receipts: found.flat().sort((a, b) => a.recorded_at - b.recorded_at),
    earnings,
    affiliate_names: names,
  };
}

/** What was answered before there were programs has none. */
export function claimantsIn({ claimants }: Partial<Pick<Credit, 'claimants'>>): Claimant[] {
  return claimants ?? [];
}

async function namesOf(reader: Reader, workspaceId: string, credit: Credit): Promise<Record<string, string>> {
  const named = [...credit.debt_candidates, ...claimantsIn(credit)].map(({ affiliate_id }) => affiliate_id);
  const ids = new Set(named.filter((id) => id !== null));
  const rows = await Promise.all([...ids].map((id) => reader.find<AffiliateRow>(affiliates, 'key', [workspaceId, id])));
  return Object.fromEntries(rows.flat().map(({ id, name }) => [id, name]));
}
