import type { Command, RecordAdjustment } from '../../packages/collector/src/domain/command.ts';
import type { ClaimRow, ConversionRow, DedupeRow } from '../../packages/collector/src/domain/conversion.ts';
import { searchTokens } from '../../packages/collector/src/domain/search.ts';
import { ownersOf } from './expected-owners.ts';

/** What follows from conversions as they are in the end: what was given back, how many there are, by what they are found. */

/** Of a refund: of which conversion it is, what it gives back, whether it asked for more. */
export type Given = readonly [conversionId: string | null, effectiveMinor: number, isClamped: boolean];

/** Refunds by their id, in the order in which they occurred, as long as anything is left. */
export function expectedRefunds(
  accepted: readonly Command[],
  { conversions, dedupes }: { conversions: readonly ConversionRow[]; dedupes: readonly DedupeRow[] },
): Map<string, Given> {
  const asked = accepted
    .flatMap((command) => (command.kind === 'record_adjustment' ? [command.adjustment] : []))
    .sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));
  const backs = new Map(conversions.map(({ id, amount_minor }) => [id, beginning(amount_minor)]));
  const holderOf = (name: string, order: string | null) => {
    const owners = ownersOf(dedupes, `order:${name}`, order);
    return owners.find(({ is_released }) => !is_released) ?? owners[0];
  };
  const given = new Map<string, Given>();
  for (const adjustment of asked) {
    const { id, conversion_id, name, order_id } = adjustment;
    const orders = accepted
      .flatMap((one) => (one.kind === 'name_order' && one.order_name.name === name ? [one.order_name] : []))
      .filter(({ also }) => also === order_id)
      .map((one) => one.order_id)
      .sort();
    const owner = [order_id, ...orders].map((order) => holderOf(name, order)).find((one) => one !== undefined);
    const sale = conversions.find((row) => row.id === (conversion_id ?? owner?.fact_id));
    const back = sale && backs.get(sale.id);
    if (sale && back) given.set(id, [sale.id, ...giveBack(back, adjustment, sale.currency)]);
    else given.set(id, [conversion_id, 0, false]);
  }
  return given;
}

/** What is left of a sale, what was charged back of it, and what was told of the totals of it. */
interface Back {
  left: number;
  charged: number;
  totals: Map<string, number>;
}

function beginning(amount: number | null): Back {
  return { left: Math.max(0, amount ?? 0), charged: 0, totals: new Map() };
}

function giveBack(
  back: Back,
  { kind, amount_minor, total_of, currency }: RecordAdjustment['adjustment'],
  sold: string | null,
): [number, boolean] {
  const isReturn = kind === 'reinstatement';
  const most = currency === null || currency === sold ? (isReturn ? back.charged : back.left) : 0;
  let wanted = amount_minor ?? most;
  if (amount_minor !== null && total_of != null) {
    const before = back.totals.get(total_of) ?? 0;
    wanted = Math.max(0, amount_minor - before);
    back.totals.set(total_of, Math.max(before, amount_minor));
  }
  const moves = Math.min(wanted, most);
  if (isReturn) back.left += moves;
  else back.left -= moves;
  if (isReturn) back.charged -= moves;
  else if (kind === 'chargeback') back.charged += moves;
  return [isReturn ? 0 - moves : moves, wanted > moves];
}

const FACETS = [
  ...(['name', 'type_id', 'source_id', 'origin', 'sales_status'] as const),
  ...(['workflow_id', 'master_workflow_id'] as const),
];

/** How many conversions are shown, and what they stand for, by what they are counted by; as lines. */
export function expectedTallies(conversions: readonly ConversionRow[], claims: readonly ClaimRow[]): string[] {
  const shown = conversions.filter(({ deleted_at }) => deleted_at === null);
  const lines = [
    tallyLine('all', '', shown),
    tallyLine(
      'deleted',
      '',
      conversions.filter((row) => !shown.includes(row)),
    ),
    tallyLine(
      'unverified',
      '',
      claims.filter(({ is_open }) => is_open),
    ),
  ];
  for (const facet of FACETS) {
    for (const [value, some] of Map.groupBy(shown, (row) => row[facet])) {
      if (value !== null) lines.push(tallyLine(facet, value, some));
    }
  }
  return lines.filter((line) => !line.endsWith(' 0/0')).sort();
}

function tallyLine(facet: string, value: string, some: readonly (ConversionRow | ClaimRow)[]): string {
  return `${facet} ${value} ${some.length}/${some.reduce((sum, row) => sum + ('count' in row ? row.count : 1), 0)}`;
}

/** The words by which conversions are found, as lines. */
export function expectedTokens(conversions: readonly ConversionRow[]): string[] {
  const shown = conversions.filter(({ deleted_at }) => deleted_at === null);
  return shown.flatMap((row) => wordsOf(row).map((word) => `${word} ${row.occurred_at} ${row.id}`)).sort();
}

/** A history's conversions say too little for any word to be left out. */
function wordsOf(row: ConversionRow): string[] {
  const { order_id, event_id, external_ref, external_id, name, origin, plan_id, notes, metadata } = row;
  const people = row.identifiers.flatMap(({ kind, value }) => (kind === 'visitor' ? [] : [value]));
  const said = [order_id, event_id, external_ref, external_id, name, origin, plan_id, notes, ...people];
  const more = [...(row.product_ids ?? []), ...(row.price_ids ?? []), ...Object.values(metadata ?? {})];
  const words = [...said, ...more].filter((text) => typeof text === 'string' || typeof text === 'number');
  return [...new Set(words.flatMap((text) => searchTokens(String(text))))];
}
