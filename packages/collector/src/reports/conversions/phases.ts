import type { ConversionRow } from '../../domain/conversion.ts';
import { conversions } from '../../domain/schema.ts';
import { type Cell, indexColumns } from '../../domain/table.ts';
import type { Bounds, Reader } from '../../store/store.ts';
import type { Route } from './route.ts';

/** A part of a list that one read of an index gives in order. */
export interface Phase extends Route {
  /** Where the index is in another order than the list. */
  by?: readonly string[] | undefined;
  /** The same rows by another way, for when too few of those that come first on this one are among them. */
  instead?: Phase | undefined;
}

/** Where a list goes on: the number of the phase, and the place in it. */
export interface Start {
  phase: number;
  after: readonly Cell[] | undefined;
}

type Order = Bounds['order'];

/** So many rows of a list, behind others. */
export async function readPhases(
  reader: Reader,
  phases: readonly Phase[],
  start: Start,
  { order, offset, count }: { order: Order; offset: number; count: number },
): Promise<ConversionRow[]> {
  const rows: ConversionRow[] = [];
  let left = offset;
  for (const [at, phase] of phases.entries()) {
    if (at < start.phase) continue;
    const after = at === start.phase ? start.after : undefined;
    const skipped = left;
    const found = await readNear(reader, phase, { order, after, offset: left, limit: count - rows.length });
    rows.push(...found);
    if (rows.length === count) break;
    if (found.length > 0) left = 0;
    else if (skipped > 0) left -= await reader.tally(conversions, phase.index, phase.prefix, phase.within, skipped);
  }
  return rows;
}

/** So many rows on a way are looked at before another way is taken. */
const LOOKED_AT = 20_000;

interface Extent {
  order: Order;
  after: Start['after'];
  offset: number;
  limit: number;
}

async function readNear(reader: Reader, phase: Phase, extent: Extent): Promise<ConversionRow[]> {
  const { index, prefix, within, instead } = phase;
  if (!instead) return readPhase(reader, phase, extent);
  const { order, after } = extent;
  const [edge] = await reader.range<ConversionRow>(conversions, index, prefix, {
    ...{ where: {}, present: within.present, order, after, offset: LOOKED_AT, limit: 1 },
  });
  if (!edge) return readPhase(reader, phase, extent);
  const bound = { [order === 'ascending' ? 'to' : 'from']: cellsOf(edge, columnsOf(phase)) };
  const near = await readPhase(reader, { ...phase, within: { ...within, ...bound } }, extent);
  return near.length === extent.limit ? near : readPhase(reader, instead, extent);
}

function cellsOf(row: ConversionRow, columns: readonly string[]): Cell[] {
  return columns.map((column) => (row as unknown as Record<string, Cell>)[column] ?? null);
}

const BATCH = 200;

/** Every row of a list in order, a batch at a time. */
export async function* walkPhases(
  reader: Reader,
  phases: readonly Phase[],
  start: Start,
  order: Order,
): AsyncGenerator<ConversionRow> {
  for (const [at, phase] of phases.entries()) {
    if (at < start.phase) continue;
    let after = at === start.phase ? start.after : undefined;
    for (;;) {
      const found: ConversionRow[] = await readPhase(reader, phase, { order, after, offset: 0, limit: BATCH });
      yield* found;
      const last = found.at(-1);
      if (!last || found.length < BATCH) break;
      after = cellsOf(last, columnsOf(phase));
    }
  }
}

function readPhase(
  reader: Reader,
  { index, prefix, within, by }: Phase,
  { order, after, offset, limit }: Extent,
): Promise<ConversionRow[]> {
  return reader.range<ConversionRow>(conversions, index, prefix, {
    ...{ ...within, order, after, by, limit },
    offset: offset > 0 ? offset : undefined,
  });
}

/** The columns that tell a row's place in a phase. */
export function columnsOf({ index, prefix, by }: Phase): readonly string[] {
  return by ?? indexColumns(conversions, index).slice(prefix.length);
}
