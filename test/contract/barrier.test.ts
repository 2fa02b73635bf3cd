import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import { replay } from '../../packages/collector/src/commit/replay.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import { type Arena, openArena } from './barrier/arena.ts';
import { drive, runAlone } from './barrier/drive.ts';
import { countOfMerges, type Interleaving, interleavingsOf } from './barrier/interleavings.ts';
import { ledgerPairs } from './barrier/ledger-pairs.ts';
import { type Pair, pairs } from './barrier/pairs.ts';
import { programPairs } from './barrier/program-pairs.ts';
import { providerPairs } from './barrier/provider-pairs.ts';
import { acceptedBy } from './history-run.ts';
import { assertSameFacts } from './same-facts.ts';

/** Interleavings wait more than they work, so some run beside each other, each in a database of its own. */
const ARENAS = 3;

let arenas: Arena[] = [];

before(async () => {
  arenas = await Promise.all(Array.from({ length: ARENAS }, openArena));
});

after(() => Promise.all(arenas.map((arena) => arena.close())));

/** Where a step waits for a lock, each interleaving takes a second; of those of a pair so many are tried, spread over all. */
const TRIED = 16;

for (const pair of [...pairs, ...ledgerPairs, ...programPairs, ...providerPairs]) {
  test(`two collectors, step by step: ${pair.name}`, async () => {
    const [arena] = arenas as [Arena];
    const solos = { A: await alone(arena, pair, 'first'), B: await alone(arena, pair, 'second') };
    const all = interleavingsOf(solos.A.steps, solos.B.steps);
    const orders = [...programPairs, ...providerPairs].includes(pair) ? spread(all, TRIED) : all;
    const waiting = orders.values();
    // A transaction may have to run again even when it is alone: that is no meeting.
    const retriesAlone = solos.A.attempts + solos.B.attempts - 2;
    const met = { orders: 0, waits: 0, retries: 0, deadlocks: 0 };
    const lanes = await Promise.allSettled(
      arenas.map(async (own) => {
        for (const order of waiting) {
          const { waits } = await tryOrder(own, pair, order, solos);
          const deadlocks = own.retries.filter((reason) => reason.includes('deadlock detected')).length;
          met.orders += waits > 0 || own.retries.length > retriesAlone ? 1 : 0;
          met.waits += waits;
          met.retries += own.retries.length;
          met.deadlocks += deadlocks;
        }
      }),
    );
    // The next pair finds its databases unused, also after a failure.
    for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
    const merges = countOfMerges(solos.A.steps, solos.B.steps);
    console.log(
      `  ${orders.length} of ${all.length} interleavings, which stand for ${merges}; in ${met.orders} the two met: ` +
        `${met.waits} waits for a lock, ${met.retries} transactions run again, ${met.deadlocks} deadlocks`,
    );
    assert.ok(met.orders > 0, 'the two never met, so nothing was tried');
  });
}

function spread<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most);
  return all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

async function alone(arena: Arena, pair: Pair, side: 'first' | 'second') {
  await arena.empty();
  await commitGroup(arena.stores.A, pair.before);
  return runAlone(arena, pair[side]);
}

async function tryOrder(arena: Arena, pair: Pair, order: Interleaving, solos: Parameters<typeof drive>[3]) {
  const { stores } = arena;
  await arena.empty();
  await commitGroup(stores.A, pair.before);
  const driven = await drive(arena, order, { A: pair.first, B: pair.second }, solos);
  const statuses = driven.outcomes.map(({ status }) => status).sort();
  const expected = isDeepStrictEqual(statuses, pair.orElse) ? pair.orElse : pair.outcomes;
  assert.deepEqual(statuses, expected, `${order}: ${JSON.stringify(driven.outcomes)}`);
  const oracle = createSqliteStore({ path: ':memory:', mode: 'write' });
  try {
    await pair.facts(stores.B);
    await replay([await acceptedBy(stores.A)], oracle);
    await assertSameFacts(stores.A, oracle);
  } catch (error) {
    throw new Error(`after ${order}: ${error}`, { cause: error });
  } finally {
    await oracle.close();
  }
  return driven;
}
