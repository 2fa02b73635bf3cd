import { digestFacts, readLog, replay } from '../../packages/collector/dist/commit/replay.js';
import type { Command } from '../../packages/collector/dist/domain/command.js';
import { openPostgresStore } from '../../packages/collector/dist/store/postgres/postgres-store.js';
import { createSqliteStore } from '../../packages/collector/dist/store/sqlite/sqlite-store.js';
import type { Store } from '../../packages/collector/dist/store/store.js';
import type { Database } from '../collector.ts';
import type { Faults } from './faults.ts';

const LARGEST_GROUP = 500;

/**
 * The log, shuffled and in groups of any size, derived again into an empty SQLite database, whatever the engine: every
 * table of facts is equal.
 */
export async function checkReplay(database: Database, faults: Faults): Promise<number> {
  const store = await openStore(database);
  const again = createSqliteStore({ path: ':memory:', mode: 'write' });
  try {
    const commands: Command[] = [];
    for await (const command of readLog(store)) commands.push(command);
    await replay(groupsOf(shuffled(commands)), again);
    const [found, derived] = await Promise.all([digestFacts(store), digestFacts(again)]);
    for (const [table, digest] of Object.entries(found)) {
      if (derived[table] !== digest) faults.half(`table ${table} is not what the log says`);
    }
    return commands.length;
  } finally {
    await store.close();
    await again.close();
  }
}

async function openStore(database: Database): Promise<Store> {
  return database.engine === 'sqlite'
    ? createSqliteStore({ path: database.path, mode: 'read' })
    : openPostgresStore({ url: database.url });
}

function* groupsOf(commands: readonly Command[]): Generator<readonly Command[]> {
  for (let from = 0; from < commands.length; ) {
    const size = 1 + Math.floor(Math.random() * LARGEST_GROUP);
    yield commands.slice(from, from + size);
    from += size;
  }
}

function shuffled<T>(all: readonly T[]): T[] {
  const mixed = [...all];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}
