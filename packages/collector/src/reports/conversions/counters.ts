import type { TallyRow } from '../../domain/conversion.ts';
import { COUNTED_BY } from '../../domain/conversion-tables.ts';
import { tallies } from '../../domain/schema.ts';
import type { Reader } from '../../store/store.ts';

/** Counters that are shown beside a list. */
const FACETS = ['name', 'type_id', 'source_id', 'origin', 'sales_status'] as const satisfies Counted[];
type Facet = (typeof FACETS)[number];
type Counted = (typeof COUNTED_BY)[number];

export interface FacetValue {
  value: string;
  /** Reports. */
  conversions: number;
  /** What they stand for. */
  counted: number;
}

export interface Facets {
  values: Readonly<Record<Facet, readonly FacetValue[]>>;
  /** Those that have more values than were looked at, so that one of the others may be among the commonest. */
  incomplete: readonly Facet[];
}

const VALUES_SHOWN = 100;
/** Counters that are read of a facet: free text may have any number of values. */
const COUNTERS_READ = 20_000;
/** Writers that keep a part of a counter, where there are many. */
const PARTS_EACH = 16;

/** Of each facet the values that most conversions have, of all conversions that a server reported. */
export async function readFacets(reader: Reader, workspaceId: string): Promise<Facets> {
  const found = await Promise.all(
    FACETS.map(async (facet) => ({ facet, ...(await valuesOf(reader, workspaceId, facet)) })),
  );
  return {
    values: Object.fromEntries(found.map(({ facet, values }) => [facet, values])) as unknown as Facets['values'],
    incomplete: found.flatMap(({ facet, isWhole }) => (isWhole ? [] : [facet])),
  };
}

type Part = Pick<TallyRow, 'value' | 'conversions' | 'counted'>;

async function valuesOf(
  reader: Reader,
  workspaceId: string,
  facet: Facet,
): Promise<{ values: FacetValue[]; isWhole: boolean }> {
  const parts = await reader.range<Part>(tallies, 'key', [workspaceId, facet], {
    ...{ order: 'ascending', limit: COUNTERS_READ + 1, columns: ['value', 'conversions', 'counted'] },
  });
  const isWhole = parts.length <= COUNTERS_READ;
  const cut = isWhole ? undefined : parts.at(-1)?.value;
  const values = [...Map.groupBy(parts, ({ value }) => value)]
    // Of the last value some counters may not have been read.
    .filter(([value]) => value !== cut)
    .map(([value, some]) => ({ value, ...sumOf(some) }))
    .filter(({ conversions }) => conversions > 0)
    .sort((a, b) => b.conversions - a.conversions)
    .slice(0, VALUES_SHOWN);
  return { values, isWhole };
}

/** The values of a counted column, in no order; `null` where there are more than `most`. */
export async function readValues(
  reader: Reader,
  workspaceId: string,
  column: Counted,
  most: number,
): Promise<string[] | null> {
  const limit = most * PARTS_EACH;
  const parts = await reader.range<Part>(tallies, 'key', [workspaceId, column], {
    ...{ order: 'ascending', limit, columns: ['value'] },
  });
  const values = [...new Set(parts.map(({ value }) => value))];
  return parts.length === limit || values.length > most ? null : values;
}

/** How many conversions have a value; of `all`, of `deleted` and of `unverified` ones the value is empty. */
export async function readCounter(
  reader: Reader,
  workspaceId: string,
  facet: Counted | 'all' | 'deleted' | 'unverified',
  value = '',
): Promise<number> {
  return sumOf(await reader.find<TallyRow>(tallies, 'key', [workspaceId, facet, value])).conversions;
}

/** What the parts of a counter come to: each writer keeps its own. */
function sumOf(parts: readonly Part[]): Omit<FacetValue, 'value'> {
  return parts.reduce(
    (sum, part) => ({ conversions: sum.conversions + part.conversions, counted: sum.counted + part.counted }),
    { conversions: 0, counted: 0 },
  );
}

export function isCounted(column: string): column is Counted {
  return (COUNTED_BY as readonly string[]).includes(column);
}
