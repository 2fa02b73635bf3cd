import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { catchUp, ForeignRowError, findPlace, LOG, type Place } from './commit/catch-up.ts';
import { digestFacts } from './commit/replay.ts';
import { type DatabaseConfig, databaseOf, placeOf } from './config.ts';
import { AppError } from './domain/errors.ts';
import { schema } from './domain/schema.ts';
import type { AnyTable } from './domain/table.ts';
import { openPostgresStore } from './store/postgres/postgres-store.ts';
import { createSqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Store } from './store/store.ts';

/** What came of a replay. */
export interface Replayed {
  /** That were derived in this run. */
  commands: number;
  seconds: number;
  per_second: number;
  /** Commands that the source accepted meanwhile and that are still to be derived. */
  missing: number;
  /** Every table of facts has one digest. */
  equal: boolean;
  /** By table of facts. */
  digests: Record<string, { source: string; target: string }>;
}

/** Hears how far a replay is. */
export interface Listener {
  /** A part of the work begins, which is to look at so many rows. */
  begin(part: 'checking' | 'deriving' | 'comparing', rows: number): void;
  row(): void;
  /** An earlier run has derived so many commands already. */
  goOn(commands: number): void;
}

const SOURCE = 'CLICKSTITCH_DATABASE_URL';
const TARGET = '--into';
const GO_ON = 'What was derived until there is kept. Run the same again and it goes on from there.';

/**
 * Derives the log of a source again into the database that a URL names, which is created and migrated where needed. What
 * an earlier run derived is kept and gone on from. Throws `AppError` where either cannot be used, where the target holds
 * anything else, or where it had to stop.
 */
export async function replayInto(source: DatabaseConfig, url: string, listener: Listener): Promise<Replayed> {
  const target = databaseOf(url);
  if (!target) {
    throw invalid('it must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE', 'Name an empty database.');
  }
  if (identityOf(source) === identityOf(target)) {
    throw invalid(`it is the database of ${SOURCE} itself`, 'Name another database, an empty one.');
  }
  const from = await openSource(source);
  try {
    const into = await openTarget(target);
    try {
      return await derive(from, into, placeOf(target), listener);
    } finally {
      await into.close();
    }
  } finally {
    await from.close();
  }
}

async function derive(from: Store, into: Store, name: string, listener: Listener): Promise<Replayed> {
  const total = await count(from, LOG);
  const place = await placeIn(from, into, name, listener);
  if (place.rows > 0) listener.goOn(place.rows);

  listener.begin('deriving', total - place.before);
  const since = performance.now();
  let commands = 0;
  try {
    await catchUp(from, into, place, listener.row, (committed) => {
      commands += committed;
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('unavailable', `The replay stopped after ${place.rows + commands} commands: ${reason}`, {
      hint: GO_ON,
    });
  }
  const seconds = (performance.now() - since) / 1_000;

  const digests = await compare(from, into, listener);
  const missing = (await count(from, LOG)) - (await count(into, LOG));
  if (missing < 0) throw foreign(name, 'it was written to meanwhile');
  return {
    commands,
    seconds: Number(seconds.toFixed(3)),
    per_second: seconds > 0 ? Math.round(commands / seconds) : 0,
    missing,
    equal: Object.values(digests).every(({ source, target }) => source === target),
    digests,
  };
}

async function placeIn(from: Store, into: Store, name: string, listener: Listener): Promise<Place> {
  const rows = await count(into, LOG);
  if (rows > 0) listener.begin('checking', rows);
  try {
    return await findPlace(from, into, listener.row);
  } catch (error) {
    throw error instanceof ForeignRowError ? foreign(name, `the first such row: ${error.message}`) : error;
  }
}

async function compare(from: Store, into: Store, { begin, row }: Listener): Promise<Replayed['digests']> {
  const facts = schema.filter(({ role }) => role === 'fact');
  begin('comparing', (await count(from, facts)) + (await count(into, facts)));
  const [source, target] = await Promise.all([digestFacts(from, row), digestFacts(into, row)]);
  return Object.fromEntries(
    Object.entries(source).map(([table, digest]) => [table, { source: digest, target: target[table] ?? '' }]),
  );
}

async function count(store: Store, tables: readonly AnyTable[]): Promise<number> {
  let rows = 0;
  for (const table of tables) rows += await store.count(table);
  return rows;
}

/** Opens a database of this program's schema to be read, and only that. Throws `AppError`, with what to do about it. */
export async function openSource(database: DatabaseConfig): Promise<Store> {
  if (database.engine === 'postgres') {
    return openPostgresStore({ url: database.url, mode: 'read', setting: SOURCE, writers: 1, readers: 2 });
  }
  const { path } = database;
  if (!existsSync(path)) {
    const hint = 'Name the database that a collector uses; the default is ./data/clickstitch.db.';
    throw new AppError('not_found', `${SOURCE}: there is no file ${path}.`, { hint });
  }
  return openFile(path, 'read', SOURCE);
}

async function openTarget(database: DatabaseConfig): Promise<Store> {
  return database.engine === 'postgres'
    ? openPostgresStore({ url: database.url, setting: TARGET, writers: 1, readers: 2 })
    : openFile(database.path, 'write', TARGET);
}

function openFile(path: string, mode: 'read' | 'write', setting: string): Store {
  try {
    return createSqliteStore({ path, mode });
  } catch (error) {
    const detail = error instanceof AppError ? error.detail : {};
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('unavailable', `${setting}: ${path} cannot be used: ${reason}.`, detail);
  }
}

/** Two spellings of one database are at worst not seen to be one: it would be found to be derived already. */
function identityOf(database: DatabaseConfig): string {
  if (database.engine === 'sqlite') {
    return existsSync(database.path) ? realpathSync(database.path) : resolve(database.path);
  }
  const { hostname, port, pathname } = new URL(database.url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

function invalid(message: string, hint: string): AppError {
  return new AppError('invalid', `${TARGET}: ${message}.`, { field: 'into', hint });
}

function foreign(name: string, what: string): AppError {
  return new AppError(
    'conflict',
    `${TARGET}: ${name} is neither empty nor the beginning of this replay; it holds what the source does not (${what}).`,
    {
      hint: 'Name a new, empty database, without clickstitch init, and start no collector on it before the replay is done.',
    },
  );
}
