import type { AffiliateRow } from '../domain/affiliate.ts';
import type { Credit } from '../domain/credit.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import { affiliates, receipts } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';
import { readConversion, type ShownConversion } from './conversions.ts';

/** A conversion, and all that was ever decided about it and about the claims of it, oldest first. */
export interface Account {
  conversion: ShownConversion;
  receipts: ReceiptRow[];
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
  const names = await namesOf(reader, question.workspace_id, conversion.row.credit);
  return {
    conversion,
    receipts: found.flat().sort((a, b) => a.recorded_at - b.recorded_at),
    affiliate_names: names,
  };
}

async function namesOf(reader: Reader, workspaceId: string, credit: Credit): Promise<Record<string, string>> {
  const ids = new Set(credit.debt_candidates.map((candidate) => candidate.affiliate_id));
  const rows = await Promise.all([...ids].map((id) => reader.find<AffiliateRow>(affiliates, 'key', [workspaceId, id])));
  return Object.fromEntries(rows.flat().map(({ id, name }) => [id, name]));
}
