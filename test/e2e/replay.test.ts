import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { createApi, sendEvents } from '../api.ts';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import { type Collector, createDatabase, ENGINES, type Database as Kept, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { createTargets, logged, type Replayed, replayed, type Targets, underWay } from './replaying.ts';
import { browse, shop } from './shop-history.ts';

const FACTS = 'touch edge conversion claim dedupe affiliate link workspace api_key directory'.split(' ');
/** Enough for a replay to last until it is noticed. */
const VIEWS = 20_000;

let targets: Targets;

before(async () => {
  targets = await createTargets();
});
after(() => targets?.remove());

eachEngine((engine) => {
  let source: Kept;
  let collector: Collector;

  before(async () => {
    source = await createDatabase(engine);
    collector = await startCollector(source);
    await shop(collector);
    await browse(collector, 1_500);
  });
  after(async () => {
    await collector?.stop();
    await source?.remove();
  });

  for (const target of ENGINES) {
    test(`what a collector holds is derived again on ${target}, while it runs, and serves there`, async () => {
      const into = await targets.empty(target);
      const first = await replayed(source.url, into);
      assert.equal(first.commands, await logged(source.url));
      assert.equal(first.missing, 0);
      assert.ok(first.equal);
      for (const table of FACTS) assert.ok(first.digests[table], table);
      for (const { source: one, target: other } of Object.values(first.digests)) {
        assert.match(one, /^[0-9a-f]{64}$/);
        assert.equal(other, one);
      }

      const there = await startCollector({ ...source, url: into });
      try {
        for (const key of [collector.keys.secret_key, collector.keys.test_secret_key]) {
          const found = await createApi(there, key).conversions();
          assert.ok(found.length > 0);
          assert.deepEqual(found, await createApi(collector, key).conversions());
        }
      } finally {
        await there.stop();
      }
    });

    test(`what came since is taken on ${target} by the next run, and only that`, async () => {
      const into = await targets.empty(target);
      await replayed(source.url, into);
      const before = await logged(source.url);
      assert.equal((await replayed(source.url, into)).commands, 0);

      const api = createApi(collector, collector.keys.secret_key);
      const number = ENGINES.indexOf(target);
      await api.post('/v1/conversions', { name: 'purchase', order_id: `since-${number}`, amount: 1, currency: 'EUR' });
      await api.post('/v1/affiliates', { name: 'Since', code: `since${number}` });
      // Behind and before all others, in order of key.
      for (const id of [`~${number}`, `!${number}`]) {
        await sendEvents(collector, 'since', [{ id, name: 'identify', user: { email: 'since@example.com' } }]);
      }
      const again = await replayed(source.url, into);
      assert.equal(again.commands, 4);
      assert.match(again.said, new RegExp(`Going on after ${before} commands\\.`));
      assert.ok(again.equal);
    });
  }

  test('people are told table by table', async () => {
    const { code, said } = await runClickstitch(['replay', '--into', await targets.empty('sqlite')], source.url);
    assert.equal(code, 0, said);
    assert.match(said, /^\d+ commands derived in \d+\.\d s \(\d+\/s\)$/m);
    for (const table of FACTS) assert.match(said, new RegExp(`^${table} +([0-9a-f]{16}) {2}\\1 {2}equal$`, 'm'));
    assert.match(said, /^All facts are equal\.$/m);
  });

  test('a table that is not what the log says is named', async () => {
    const into = await targets.empty('sqlite');
    await replayed(source.url, into);
    const file = new Database(into.slice('sqlite:'.length));
    file.exec('UPDATE edge SET trusted = 1 - trusted, from_value = from_value || 1');
    file.close();
    const { code, said, output } = await runClickstitch(['replay', '--into', into, '--json'], source.url);
    assert.equal(code, 1);
    assert.match(said, /^These tables differ: edge\.$/m);
    assert.equal((JSON.parse(output) as Replayed).equal, false);
  });
});

describe('a long replay', () => {
  let source: Kept;
  let collector: Collector;

  before(async () => {
    source = await createDatabase('sqlite');
    collector = await startCollector(source);
    await shop(collector);
    await browse(collector, VIEWS);
  });
  after(async () => {
    await collector?.stop();
    await source?.remove();
  });

  for (const target of ENGINES) {
    test(`that is killed goes on where it stopped, on ${target}`, async (context) => {
      const into = await targets.empty(target);
      const total = await logged(source.url);
      const killing = new AbortController();
      const killed = runClickstitch(['replay', '--into', into], source.url, {}, killing.signal);
      await underWay(into);
      killing.abort();
      assert.equal((await killed).code, null);
      // PostgreSQL may still be busy with what it was last told.
      await sleep(200);
      const kept = await logged(into);
      context.diagnostic(`killed after ${kept} of ${total} commands`);
      assert.ok(kept > 0 && kept < total);

      const rest = await replayed(source.url, into);
      assert.match(rest.said, new RegExp(`Going on after ${kept} commands\\.`));
      assert.equal(rest.commands, total - kept);
      assert.equal(await logged(into), total);
    });
  }

  test('says what the source took meanwhile, and takes it the next time', async () => {
    const into = await targets.empty('sqlite');
    const running = runClickstitch(['replay', '--into', into, '--json'], source.url);
    await underWay(into);
    // Before the place that it has reached.
    await sendEvents(collector, 'meanwhile', [{ id: '!', name: 'identify', user: { email: 'm@example.com' } }]);
    const { code, said, output } = await running;
    assert.equal(code, 1, said);
    assert.match(said, /The source took 1 commands meanwhile/);
    assert.match(said, /Stop its collectors and run the same again/);
    assert.equal((JSON.parse(output) as Replayed).missing, 1);
    assert.equal((await replayed(source.url, into)).commands, 1);
  });
});
