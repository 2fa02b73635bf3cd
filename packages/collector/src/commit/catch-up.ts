import type { Command, CommandRow } from '../domain/command.ts';
import type { EventRow } from '../domain/event.ts';
import { commands as commandTable, events } from '../domain/schema.ts';
import { type Cell, compareRows, type Table } from '../domain/table.ts';
import type { Reader, Store } from '../store/store.ts';
import { keyOf, readRows } from './read-rows.ts';
import { canonical, replay } from './replay.ts';

/** The tables of the log. */
export const LOG = [commandTable, events] as const;

/** So many commands are one transaction at most. */
const GROUP = 500;

/** A log holds a row that the log from which it should have been derived does not, or holds in other words by now. */
export class ForeignRowError extends Error {
  constructor(table: string, key: readonly Cell[]) {
    super(`${table} ${key.join(' ')}`);
    this.name = 'ForeignRowError';
  }
}

/** How much of one log another one holds. */
export interface Place {
  /** By table of the log: the key up to which nothing is missing; `undefined` where the first row is. */
  whole: Readonly<Record<string, readonly Cell[] | undefined>>;
  /** Rows up to these keys. */
  before: number;
  /** All rows, those beyond included. */
  rows: number;
}

/**
 * Compares the whole log of a target with that of a source, in order of key, and changes nothing. Throws
 * `ForeignRowError`. `onRow` hears of each row of the target.
 */
export async function findPlace(source: Reader, target: Reader, onRow: () => void): Promise<Place> {
  const whole: Record<string, readonly Cell[] | undefined> = {};
  let [before, rows] = [0, 0];
  for (const table of LOG as readonly Table<object>[]) {
    const walk = createWalk(table, readRows(source, table));
    for await (const row of readRows(target, table)) {
      const same = await walk.find(row);
      // An erasure writes rows of the log anew, and who was erased there is still known here.
      if (!same || canonical(same) !== canonical(row)) throw new ForeignRowError(table.name, keyOf(table, row));
      if (walk.passed() === 0) {
        whole[table.name] = keyOf(table, row);
        before += 1;
      }
      rows += 1;
      onRow();
    }
  }
  return { whole, before, rows };
}

/**
 * Derives what a target lacks of a source's log, from a place on. It may be ended at any time: what was committed until
 * then is found again. `onRow` hears of each row of the source that was looked at, `onGroup` of how many commands were
 * committed. Throws `NotAcceptedError`.
 */
export async function catchUp(
  source: Reader,
  target: Store,
  { whole }: Place,
  onRow: () => void,
  onGroup: (commands: number) => void,
): Promise<void> {
  const lacking = <Row extends object>(table: Table<Row>) =>
    readLacking(source, target, table, whole[table.name], onRow);
  const commands = inTurn(
    mapped(lacking<CommandRow>(commandTable), (row): Command => row.body),
    mapped(lacking<EventRow>(events), (row): Command => ({ kind: 'record_event', ...row })),
  );
  await replay(inGroups(commands), target, onGroup);
}

async function* readLacking<Row extends object>(
  source: Reader,
  target: Reader,
  table: Table<Row>,
  behind: readonly Cell[] | undefined,
  onRow: () => void,
): AsyncGenerator<Row, undefined> {
  // What is committed meanwhile lies before the place that the walk has reached, or behind the end that it has seen.
  const walk = createWalk(table, readRows(target, table, behind));
  for await (const row of readRows(source, table, behind)) {
    onRow();
    if (!(await walk.find(row))) yield row;
  }
  return undefined;
}

interface Walk<Row extends object> {
  /** Goes on to where a row belongs, which lies behind the last one that was asked for: the one with its key. */
  find(row: Row): Promise<Row | undefined>;
  /** Rows that it came by and that nobody asked for. */
  passed(): number;
}

function createWalk<Row extends object>(table: Table<Row>, rows: AsyncGenerator<Row, undefined>): Walk<Row> {
  let next: IteratorResult<Row, undefined> | undefined;
  let passed = 0;
  return {
    passed: () => passed,
    async find(row) {
      for (;;) {
        next ??= await rows.next();
        if (next.done) return undefined;
        const order = compareRows(next.value, row, table.key);
        if (order > 0) return undefined;
        const reached = next.value;
        next = undefined;
        if (order === 0) return reached;
        passed += 1;
      }
    },
  };
}

async function* mapped<From, To>(all: AsyncIterable<From>, map: (one: From) => To): AsyncGenerator<To, undefined> {
  for await (const one of all) yield map(one);
  return undefined;
}

/**
 * Workspace by workspace, and there by id. Ids tell the time, so this is mostly the order in which commands came, and
 * what is derived need seldom be derived anew for something that comes later.
 */
async function* inTurn(
  some: AsyncGenerator<Command, undefined>,
  others: AsyncGenerator<Command, undefined>,
): AsyncGenerator<Command> {
  let [one, other] = [await some.next(), await others.next()];
  while (!one.done || !other.done) {
    if (other.done || (!one.done && compareRows(one.value, other.value, ['workspace_id', 'id']) <= 0)) {
      if (one.value) yield one.value;
      one = await some.next();
    } else {
      yield other.value;
      other = await others.next();
    }
  }
}

/** A group is of one workspace, as a transaction is. */
async function* inGroups(commands: AsyncIterable<Command>): AsyncGenerator<Command[]> {
  let group: Command[] = [];
  for await (const command of commands) {
    const isOther = group[0] !== undefined && group[0].workspace_id !== command.workspace_id;
    if (isOther || group.length === GROUP) {
      yield group;
      group = [];
    }
    group.push(command);
  }
  if (group.length > 0) yield group;
}
