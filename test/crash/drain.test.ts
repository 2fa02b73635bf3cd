import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Collector, createDatabase, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { acknowledge } from './acknowledge.ts';
import { checkFacts } from './check-facts.ts';
import { checkItems } from './check-items.ts';
import { createClient } from './client.ts';
import { createFaults } from './faults.ts';
import type { Item } from './item.ts';
import { createItemMaker } from './make-items.ts';
import { openProgram } from './open-program.ts';
import { readStored } from './stored.ts';

const CONNECTIONS = 48;
const LOAD_MS = 500;

eachEngine((engine) => {
  test('a collector that is told to stop answers everything that was sent to it before, and ends well', async (context) => {
    const database = await createDatabase(engine);
    context.after(() => database.remove());
    const collector = await startCollector(database);
    const { items, unanswered, refused, exit_code } = await loadUntilStopped(collector);
    context.diagnostic(
      `${items.length} requests, ${refused} of them refused with 503, ${unanswered} without an answer`,
    );

    assert.equal(exit_code, 0, collector.log());
    assert.equal(unanswered, 0, 'every request that was sent before the signal is answered');
    const faults = createFaults();
    const stored = await readStored(database);
    checkItems(items, stored, faults);
    checkFacts(stored, faults);
    assert.deepEqual(faults.inWords(), []);
  });
});

/** Sends until the very moment of the signal, and then waits for what is still unanswered. */
async function loadUntilStopped(collector: Collector) {
  const maker = createItemMaker(collector.keys, await openProgram(collector, 'ada'));
  const client = createClient(collector.port);
  const items: Item[] = [];
  let unanswered = 0;
  let refused = 0;
  let isOver = false;

  async function sendOneAfterAnother(): Promise<void> {
    while (!isOver) {
      const item = maker.next();
      items.push(item);
      const answer = await client.send(item.sendable);
      if (!answer) unanswered += 1;
      else if (answer.status === 503) refused += 1;
      else acknowledge(item, answer);
    }
  }

  const senders = Promise.all(Array.from({ length: CONNECTIONS }, sendOneAfterAnother));
  await sleep(LOAD_MS);
  isOver = true;
  const exit_code = await collector.stop();
  await senders;
  client.close();
  return { items, unanswered, refused, exit_code };
}
