import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import type { Command, Outcome } from '../../packages/collector/src/domain/command.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { offers, opens, promotes, sellsFor } from './barrier/program-reports.ts';
import { claims, identifies, lands, sells } from './barrier/reports.ts';
import { calmHistory } from './histories.ts';
import { commandsOf } from './history-commands.ts';
import { derivedIn, grouped, histories, randomFrom, withStores } from './history-run.ts';
import { assertSameFacts } from './same-facts.ts';

/** The same store, but what rules ask for must be fetched, as from an engine that is elsewhere. */
function elsewhere(store: Store): Store {
  return { ...store, transaction: (work) => store.transaction((here) => work({ ...here, now: null })) };
}

const HOPS_AT_MOST = 8;

test('what is fetched hop by hop is decided as what is read at once, receipts included', async () => {
  const hops: number[] = [];
  await fc.assert(
    fc.asyncProperty(calmHistory, fc.integer(), (steps, seed) =>
      withStores('sqlite', async (open) => {
        const [here, there] = [await open(), await open()];
        const groups = grouped(commandsOf(steps), randomFrom(seed));
        const answers = await commitAll(here, groups, () => {});
        const fetched = await commitAll(elsewhere(there), groups, (count) => {
          hops[count] = (hops[count] ?? 0) + 1;
        });
        assert.deepEqual(fetched, answers);
        await assertSameFacts(there, here);
        assert.deepEqual((await derivedIn(there)).receipts, (await derivedIn(here)).receipts);
      }),
    ),
    histories('sqlite', 0.1),
  );
  console.log(
    `groups by hops: ${Object.entries(hops)
      .map(([count, groups]) => `${count}: ${groups}`)
      .join(', ')}`,
  );
  assert.ok((hops[0] ?? 0) + (hops[1] ?? 0) > 0);
  assert.ok(
    Object.keys(hops).some((count) => Number(count) > HOPS_AT_MOST),
    'no command ever ran alone',
  );
});

async function commitAll(
  store: Store,
  groups: readonly (readonly Command[])[],
  onHops: (hops: number) => void,
): Promise<unknown[]> {
  const outcomes: Outcome[] = [];
  for (const group of groups) outcomes.push(...(await commitGroup(store, group, onHops)));
  return outcomes.map(toldOf);
}

function toldOf(outcome: Outcome): unknown[] {
  return [outcome.status, 'fact' in outcome ? outcome.fact?.id : undefined];
}

test('claims of many browsers for one sale are looked up by their events, hop by hop', () =>
  withStores('sqlite', async (open) => {
    const [here, there] = [await open(), await open()];
    const flood = Array.from({ length: 25 }, (_, at) => claims(`v${at}`, at, 'o1'));
    const groups = [
      [lands('v3', 0), identifies('v3', 1, { email: 'e@x.org' })],
      flood.slice(0, 20),
      [sells(30, { order_id: 'o1', event_id: 'purchase.o1', email: 'e@x.org' })],
      flood.slice(20),
      flood,
    ];
    const answers = await commitAll(here, groups, () => {});
    assert.deepEqual(await commitAll(elsewhere(there), groups, () => {}), answers);
    await assertSameFacts(there, here);
  }));

test('a sale that is reported late, before a hundred others of its series, is decided with all of them in few hops', () =>
  withStores('sqlite', async (open) => {
    const [here, there] = [await open(), await open()];
    const sold = Array.from({ length: 100 }, (_, at) => sellsFor('amy', 100 + at, { email: 'e@x.org' }));
    const late = sellsFor('amy', 50, { email: 'e@x.org' });
    const tiers = [{ from: 50, rate_ppm: 200_000, amount_minor: null }];
    const groups = [[opens(), promotes('amy'), offers({ tiers })], sold, [late]];
    const answers = await commitAll(here, groups, () => {});
    const hops: number[] = [];
    assert.deepEqual(await commitAll(elsewhere(there), groups, (count) => hops.push(count)), answers);
    await assertSameFacts(there, here);
    assert.ok((hops.at(-1) ?? 0) < 30, `${hops.at(-1)} hops`);
  }));

/** Fails once, after so many saves, as a database that is killed in the middle of a group. */
function failingAfter(store: Store, saves: number): Store {
  let left = saves;
  return {
    ...store,
    transaction: (work) =>
      store.transaction((here) =>
        work({
          ...here,
          now: null,
          save: async (changes) => {
            if (left === 0) throw new Error('disk full');
            left -= 1;
            await here.save(changes);
          },
        }),
      ),
  };
}

test('a store that fails in the middle of a group has stored nothing of it', async () => {
  let cuts = 0;
  await fc.assert(
    fc.asyncProperty(calmHistory, fc.integer(), fc.integer({ min: 1, max: 3 }), (steps, seed, saves) =>
      withStores('sqlite', async (open) => {
        const [whole, cut] = [await open(), await open()];
        for (const group of grouped(commandsOf(steps), randomFrom(seed))) {
          const before = await derivedIn(cut);
          const isCut = await commitGroup(failingAfter(cut, saves), group).then(
            () => false,
            (error: Error) => error.message === 'disk full' || Promise.reject(error),
          );
          if (isCut) {
            cuts += 1;
            assert.deepEqual(await derivedIn(cut), before);
            await commitGroup(elsewhere(cut), group);
          }
          await commitGroup(whole, group);
        }
        await assertSameFacts(cut, whole);
      }),
    ),
    histories('sqlite', 0.1),
  );
  console.log(`${cuts} groups were cut short`);
  assert.ok(cuts > 0);
});
