import type { TallyRow } from '../../domain/conversion.ts';
import { tallies } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';

/** What conversions are counted by. */
export const COUNTED = ['name', 'type_id', 'source_id', 'origin', 'sales_status'] as const;
export type Counted = (typeof COUNTED)[number];

export interface FacetValue {
  value: string;
  /** Reports. */
  conversions: number;
  /** What they stand for. */
  counted: number;
}

export type Facets = Readonly<Record<Counted, readonly FacetValue[]>>;

const VALUES_SHOWN = 100;
/** Counters that are read of a facet: free text may have any number of values. */
const COUNTERS_READ = 2_000;

/** Of each facet the values that most conversions have, of all conversions that a server reported. */
export async function readFacets(reader: Reader, workspaceId: string): Promise<Facets> {
  const found = await Promise.all(COUNTED.map(async (facet) => [facet, await valuesOf(reader, workspaceId, facet)]));
  return Object.fromEntries(found) as Facets;
}

async function valuesOf(reader: Reader, workspaceId: string, facet: Counted): Promise<FacetValue[]> {
  const rows = await reader.range<TallyRow>(tallies, 'key', [workspaceId, facet], {
    order: 'ascending',
    limit: COUNTERS_READ,
  });
  return [...Map.groupBy(rows, ({ value }) => value)]
    .map(([value, parts]) => ({ value, ...sumOf(parts) }))
    .filter(({ conversions }) => conversions > 0)
    .sort((a, b) => b.conversions - a.conversions)
    .slice(0, VALUES_SHOWN);
}

/** How many conversions have a value; of `all` and of `unverified` reports the value is empty. */
export async function readCounter(
  reader: Reader,
  workspaceId: string,
  facet: Counted | 'all' | 'unverified',
  value = '',
): Promise<number> {
  return sumOf(await reader.find<TallyRow>(tallies, 'key', [workspaceId, facet, value])).conversions;
}

/** What the parts of a counter come to: each writer keeps its own. */
function sumOf(parts: readonly TallyRow[]): Omit<FacetValue, 'value'> {
  return parts.reduce(
    (sum, part) => ({ conversions: sum.conversions + part.conversions, counted: sum.counted + part.counted }),
    { conversions: 0, counted: 0 },
  );
}

export function isCounted(column: string): column is Counted {
  return (COUNTED as readonly string[]).includes(column);
}
