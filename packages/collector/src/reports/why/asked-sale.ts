import type { ClaimRow, ConversionRow } from '../../domain/conversion.ts';
import { type Identifier, nodeOf } from '../../domain/identity.ts';
import { claims, conversions } from '../../domain/schema.ts';
import type { CreditedSale } from '../../rules/credit.ts';
import type { Reader } from '../../store/store.ts';
import { readConversion, type ShownConversion } from '../conversions.ts';

/** A sale as rules are asked about it: a conversion, or a claim as if a server had reported it and named nobody. */
export type AskedSale = CreditedSale & Pick<ConversionRow, 'recorded_at'> & { nodes: Identifier[] };

export function askedSale({ status, row }: ShownConversion): AskedSale {
  if (status === 'verified') return { ...row, nodes: row.identifiers.map(nodeOf) };
  return {
    ...row,
    ...{ external_ref: null, click_id: null, referral_id: null, affiliate_id: null, coupon_code: null },
    identifiers: [],
    nodes: [],
  };
}

/** So many names of conversions are gone through for one order id. */
const NAMES_AT_MOST = 100;
/** Behind everything that begins like it. */
const LAST = '\u{10ffff}';

/** Sales with an id: a conversion's, a claim's, or an order's, which may be several. */
export async function findSales(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<ShownConversion[]> {
  const sale = await readConversion(reader, { workspace_id, id });
  if (sale) return [sale];
  const ids = [
    ...(await conversionsOfOrder(reader, workspace_id, id)),
    ...(await claimsOfOrder(reader, workspace_id, id)),
  ];
  const found = await Promise.all(ids.map((each) => readConversion(reader, { workspace_id, id: each })));
  const byId = new Map(found.filter((each) => each !== null).map((each) => [each.row.id, each]));
  return [...byId.values()].sort((a, b) => a.row.occurred_at - b.row.occurred_at);
}

async function conversionsOfOrder(reader: Reader, workspaceId: string, orderId: string): Promise<string[]> {
  const found = await reader.range<ConversionRow>(conversions, 'order_id', [workspaceId, orderId], {
    order: 'descending',
    limit: NAMES_AT_MOST,
  });
  return found.filter(({ deleted_at }) => deleted_at === null).map(({ id }) => id);
}

async function claimsOfOrder(reader: Reader, workspaceId: string, orderId: string): Promise<string[]> {
  const names: string[] = [];
  while (names.length < NAMES_AT_MOST) {
    const last = names.at(-1);
    const [next] = await reader.range<ClaimRow>(claims, 'order', [workspaceId], {
      after: last === undefined ? undefined : [last, LAST],
      order: 'ascending',
      limit: 1,
    });
    if (!next) break;
    names.push(next.name);
  }
  const found = await Promise.all(
    names.map((name) =>
      reader.range<ClaimRow>(claims, 'order', [workspaceId, name, orderId], {
        order: 'descending',
        limit: NAMES_AT_MOST,
      }),
    ),
  );
  return found.flat().map(({ id }) => id);
}
