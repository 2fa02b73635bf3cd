import { CHECKOUT, type ClaimRow, type ConversionRow } from '../../domain/conversion.ts';
import { type Identifier, nodeOf } from '../../domain/identity.ts';
import type { OrderNameRow } from '../../domain/order-name.ts';
import { claims, conversions, orderNames } from '../../domain/schema.ts';
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
  const orders = [id, ...(await ordersCalled(reader, workspace_id, id))];
  const theirs = await Promise.all(
    orders.flatMap((order) => [
      conversionsBy(reader, 'order_id', workspace_id, order),
      claimsOfOrder(reader, workspace_id, order),
    ]),
  );
  const ids = [...theirs.flat(), ...(await conversionsBy(reader, 'external_ref', workspace_id, id))];
  const found = await Promise.all(ids.map((each) => readConversion(reader, { workspace_id, id: each })));
  const byId = new Map(found.filter((each) => each !== null).map((each) => [each.row.id, each]));
  const sales = [...byId.values()].sort((a, b) => a.row.occurred_at - b.row.occurred_at);
  // What led to a sale has its order's id, and is not what is asked for.
  const bought = sales.filter(({ row }) => row.name !== CHECKOUT);
  return bought.length > 0 ? bought : sales;
}

/** Orders that are called so elsewhere, such as the invoice of a payment. */
async function ordersCalled(reader: Reader, workspaceId: string, also: string): Promise<string[]> {
  const rows = await reader.range<OrderNameRow>(orderNames, 'key', [workspaceId, 'purchase', also], {
    order: 'ascending',
    limit: NAMES_AT_MOST,
  });
  return rows.map(({ order_id }) => order_id);
}

async function conversionsBy(
  reader: Reader,
  index: 'order_id' | 'external_ref',
  workspaceId: string,
  value: string,
): Promise<string[]> {
  const found = await reader.range<ConversionRow>(conversions, index, [workspaceId, value], {
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
