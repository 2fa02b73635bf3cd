import type { ClaimRow, ConversionRow, DedupeRow } from '../../domain/conversion.ts';
import { type Identifier, nodeOf } from '../../domain/identity.ts';
import { digestOf } from '../../domain/ids.ts';
import { claims, dedupes } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';
import { readConversion, type ShownConversion } from '../conversions.ts';

/** A sale as rules are asked about it: a conversion, or a claim as if a server had reported it and named nobody. */
export type AskedSale = Omit<ConversionRow, 'credit'> & { nodes: Identifier[] };

export function askedSale({ status, row }: ShownConversion): AskedSale {
  if (status === 'verified') return { ...row, nodes: row.identifiers.map(nodeOf) };
  const { conversion_id, is_open, ...reported } = row;
  return { ...reported, identifiers: [], nodes: [], click_id: null, raw: null };
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

/** No index leads from an order id alone, but few names do: each is looked for with it. */
async function conversionsOfOrder(reader: Reader, workspaceId: string, orderId: string): Promise<string[]> {
  const scopes: string[] = [];
  let from = 'order:';
  // What browsers claim has names too, and no end.
  for (let tries = 0; tries < 4 * NAMES_AT_MOST && scopes.length < NAMES_AT_MOST; tries += 1) {
    const [next] = await reader.range<DedupeRow>(dedupes, 'key', [workspaceId], {
      from: [from],
      order: 'ascending',
      limit: 1,
    });
    if (!next?.scope.startsWith('order:')) break;
    // A claim's scope has its visitor behind the name.
    const [name = ''] = next.scope.split('@');
    if (name === next.scope) scopes.push(name);
    from = name === next.scope ? `${name}\u0001` : `${name}@${LAST}`;
  }
  const found = await Promise.all(
    scopes.map((scope) => reader.find<DedupeRow>(dedupes, 'key', [workspaceId, scope, digestOf(orderId)])),
  );
  return found.flat().map(({ fact_id }) => fact_id);
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
