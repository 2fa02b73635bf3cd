import { catchUp } from './commit/catch-up.ts';
import { type Difference, differencesOf } from './commit/differences.ts';
import { NotAcceptedError } from './commit/replay.ts';
import { earnings, maturities, payoutItems, payouts, referrals } from './domain/schema.ts';
import type { AnyTable, Table } from './domain/table.ts';
import { createSqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Reader, Store } from './store/store.ts';

/** What follows from the log of what is owed and paid, held against what is there. */
export interface ReplayedLedger {
  /** That were derived. */
  commands: number;
  /** Collectors took so many commands since it was compared, so nothing can be said of what differs. */
  missing: number;
  /** What the log holds and cannot be accepted again, where it had to end there; then nothing was compared. */
  stopped: string | null;
  tables: TableDifferences[];
}

export interface TableDifferences {
  table: string;
  rows: number;
  differences: number;
  first: Difference[];
}

interface Listener {
  begin(part: 'deriving' | 'comparing', rows: number): void;
  row(): void;
}

const COMPARED: readonly AnyTable[] = [earnings, referrals, payouts, payoutItems, maturities];
const SHOWN = 20;
/** Times that it is compared, where collectors go on writing. */
const ROUNDS = 3;

/** Derives the log again in memory, and compares what is earned and paid. `rows` are about those of the log and of the tables. */
export async function replayLedger(
  source: Reader,
  rows: { log: number; facts: number },
  { begin, row }: Listener,
): Promise<ReplayedLedger> {
  const target = createSqliteStore({ path: ':memory:', mode: 'write' });
  try {
    begin('deriving', rows.log);
    let commands = await derive(source, target, row);
    for (let round = 1; ; round += 1) {
      begin('comparing', rows.facts);
      const tables: TableDifferences[] = [];
      for (const table of COMPARED) tables.push(await compare(source, target, table, row));
      if (tables.every(({ differences }) => differences === 0)) return { commands, missing: 0, stopped: null, tables };
      const missing = await derive(source, target, () => {});
      commands += missing;
      if (missing === 0 || round === ROUNDS) return { commands, missing, stopped: null, tables };
    }
  } catch (error) {
    if (!(error instanceof NotAcceptedError)) throw error;
    return { commands: 0, missing: 0, stopped: error.message, tables: [] };
  } finally {
    await target.close();
  }
}

/** Rows of the tables that are compared. */
export async function countCompared(source: Store): Promise<number> {
  let rows = 0;
  for (const table of COMPARED) rows += await source.count(table);
  return rows;
}

/** Derives what is still missing; so many commands. */
async function derive(source: Reader, target: Store, onRow: () => void): Promise<number> {
  let derived = 0;
  await catchUp(source, target, { whole: {}, before: 0, rows: 0 }, onRow, (commands) => {
    derived += commands;
  });
  return derived;
}

async function compare(source: Reader, target: Reader, table: AnyTable, onRow: () => void): Promise<TableDifferences> {
  const found: TableDifferences = { table: table.name, rows: 0, differences: 0, first: [] };
  const count = () => {
    found.rows += 1;
    onRow();
  };
  for await (const difference of differencesOf(source, target, table as Table<object>, count)) {
    found.differences += 1;
    if (found.first.length < SHOWN) found.first.push(difference);
  }
  return found;
}
