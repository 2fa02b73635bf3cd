import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClaimRow, ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import { claims, conversions } from '../../packages/collector/src/domain/schema.ts';
import type { Why } from '../../packages/collector/src/domain/why.ts';
import { viewWhy } from '../../packages/collector/src/explain/why-view.ts';
import { explainSale } from '../../packages/collector/src/reports/why/why.ts';
import { history } from './histories.ts';
import { commandsOf } from './history-commands.ts';
import { commitGroups, grouped, histories, randomFrom, shuffled, withStores } from './history-run.ts';

/** Whoever asks why is told the links by which the rules went, whatever happened. */

const SHARE = 0.2;
const THEIRS = ['reported_click', 'reported_device', 'identified', 'claim'];

test('every answer of every history is explained by what led to it', async () => {
  const { numRuns, seed } = histories();
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(history, fc.integer(), (steps, salt) =>
      withStores('sqlite', async (open) => {
        const random = randomFrom(salt);
        const store = await open();
        const commands = commandsOf(steps, salt);
        await commitGroups(store, grouped(shuffled(commands, random), random));
        const all = { order: 'ascending' } as const;
        const sales = await store.range<ConversionRow>(conversions, 'key', [], all);
        const claimed = await store.range<ClaimRow>(claims, 'key', [], all);
        const deleted = new Set(sales.flatMap(({ id, deleted_at }) => (deleted_at === null ? [] : [id])));
        for (const row of [...sales, ...claimed]) {
          const { workspace_id, id } = row;
          const why = await explainSale(store, { workspace_id, id });
          const sale = 'conversion_id' in row ? row.conversion_id : id;
          if (sale !== null && deleted.has(sale)) {
            assert.equal(why, null);
            continue;
          }
          assert.ok(why && !('several' in why));
          assertExplained(why);
          for (const { kind } of why.what_ifs) seen.set(kind, (seen.get(kind) ?? 0) + 1);
          for (const { bond } of why.touches) seen.set(bond.how, (seen.get(bond.how) ?? 0) + 1);
          assert.ok(JSON.stringify(viewWhy(why)).length > 0);
        }
      }),
    ),
    { numRuns: Math.ceil(numRuns * SHARE), seed },
  );
  console.log(Object.fromEntries(seen));
  for (const kind of [...THEIRS, 'other_person', 'nobody', 'without_winner', 'named_device', 'named_click']) {
    assert.ok(seen.has(kind), `no history has ${kind}`);
  }
});

function assertExplained(why: Why): void {
  const { answer, touches, debt_candidates, devices } = why;
  for (const { verdict, bond, touch_id, visitor_id } of touches) {
    const isTheirs = THEIRS.includes(bond.how);
    if (verdict === 'last_touch') assert.equal(touch_id, answer.attributed_to?.touch_id);
    if (['last_touch', 'earlier_touch'].includes(verdict)) assert.ok(isTheirs, `${touch_id} won and is ${bond.how}`);
    if (verdict === 'other_person') assert.ok(!isTheirs, `${touch_id} is another’s and ${bond.how}`);
    if (bond.how !== 'identified') continue;
    const device = devices.find((one) => one.visitor_id === visitor_id);
    assert.ok(device?.is_named_by_report || device?.steps.length, `nothing leads to ${visitor_id}`);
    const last = device.steps.at(-1);
    if (last) assert.deepEqual(last.to, { kind: 'visitor', value: visitor_id, plain: null });
  }
  for (const { verdict, bond } of debt_candidates) {
    const isOwed = ['reported_click', 'last_affiliate_touch', 'first_affiliate_touch'].includes(verdict);
    if (isOwed) assert.ok(bond?.is_trusted, 'money rests on what secret keys said');
  }
  for (const whatIf of why.what_ifs) {
    if (whatIf.kind !== 'named_click') continue;
    assert.ok(debt_candidates.some(({ click_id }) => click_id === whatIf.click_id));
  }
}
