import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCollector } from '../collector.ts';
import { checkFacts } from '../crash/check-facts.ts';
import { checkItems } from '../crash/check-items.ts';
import { createFaults } from '../crash/faults.ts';
import { createItemMaker } from '../crash/make-items.ts';
import { readStored } from '../crash/stored.ts';
import { freePort } from '../servers/free-port.ts';
import { startCluster } from './cluster.ts';
import { startLoad } from './load.ts';
import { copyProgram } from './program-copy.ts';
import { runClickstitch } from './run-clickstitch.ts';
import { createTally } from './tally.ts';

/** A version takes the place of another while requests keep coming. */

const NAME = '9001-later.postgres.sql';
const later = (oldest: number) => `-- oldest-program: ${oldest}
ALTER TABLE conversion ADD COLUMN later text;
CREATE INDEX conversion_later ON conversion (workspace_id, later);
`;
const STEP = 2_000;

test('a version with a newer schema takes over under load, beside the one before, and nothing is lost', async (context) => {
  const cluster = await startCluster({ collectors: 2 });
  context.after(() => cluster.remove());
  const program = copyProgram({ name: NAME, sql: later(1) });
  context.after(program.remove);
  const ports = await Promise.all([freePort(), freePort()]);
  const start = (port: number | undefined) =>
    startCollector(cluster.database, {
      program: [program.main, 'serve'],
      settings: { CLICKSTITCH_PORT: String(port) },
    });

  const tally = createTally();
  const load = startLoad({
    maker: createItemMaker(cluster.database.keys, cluster.promoter),
    ports: [...cluster.collectors.map(({ port }) => port), ...ports],
    per_second: 40,
    tally,
  });
  await sleep(STEP);
  const newer = [];
  for (const [place, old] of cluster.collectors.entries()) {
    const fresh = await start(ports[place]);
    context.after(() => fresh.kill());
    newer.push(fresh);
    await sleep(STEP);
    assert.equal(await old.stop(), 0, old.log());
    await sleep(STEP / 2);
  }
  await load.stop(10_000);
  for (const collector of newer) assert.equal(await collector.stop(), 0, collector.log());

  const faults = createFaults();
  const stored = await readStored(cluster.database);
  checkItems(load.items, stored, faults);
  checkFacts(stored, faults);
  const { unavailable, cut, slowest_ms, wrong } = tally.counts();
  const acked = load.items.filter(({ state }) => state === 'acknowledged').length;
  context.diagnostic(JSON.stringify({ requests: load.items.length, acked, unavailable, cut, slowest_ms, wrong }));
  assert.deepEqual(faults.inWords(), []);
  assert.deepEqual(wrong, {});
  const [row] = await cluster.server.query(cluster.database.url, 'SELECT max(number) AS newest FROM schema_migration');
  assert.deepEqual(row, { newest: 9001 });
});

test('a program that a newer schema no longer allows refuses to start, and says what to do', async (context) => {
  const cluster = await startCluster({ collectors: 1 });
  context.after(() => cluster.remove());
  const program = copyProgram({ name: NAME, sql: later(9001) });
  context.after(program.remove);
  const newer = await startCollector(cluster.database, { program: [program.main, 'serve'] });
  context.after(() => newer.kill());

  const { code, said, took_ms } = await runClickstitch(['serve'], cluster.database.url);
  context.diagnostic(`${code} after ${took_ms} ms: ${said.trim()}`);
  assert.equal(code, 1);
  assert.match(said, /newer version \(migration 9001, later\).*update it/);
});
