import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sale } from '../../../../test/contract/barrier/ledger-reports.ts';
import { offers, opens, promotes, sellsFor } from '../../../../test/contract/barrier/program-reports.ts';
import { clicks, knows } from '../../../../test/contract/barrier/reports.ts';
import { createStory } from '../../../../test/contract/story.ts';
import type { Command } from '../domain/command.ts';

const base: readonly Command[] = [opens(), promotes('amy'), promotes('ben'), offers()];

async function after(...commands: readonly Command[]) {
  const story = createStory();
  for (const command of [...base, ...commands]) await story.commit(command);
  const owed = async (order: string) => {
    const { owed_to, debt_rule } = (await story.conversion(order)).credit;
    return { ...owed_to, debt_rule };
  };
  return { story, owed };
}

describe('a referral', () => {
  test('keeps its id when a stronger name of the buyer becomes known', async () => {
    const first = sellsFor('amy', 20, { order_id: 'o1', email: 'e@x.org' });
    const { story, owed } = await after(first);
    const before = (await owed('o1')).referral_id;
    await story.commit(
      knows(21, [
        { kind: 'email', value: 'e@x.org' },
        { kind: 'user', value: 'u1' },
      ]),
    );
    await story.commit(sale(22, { order_id: 'o2', external_user_id: 'u1' }));
    assert.equal((await owed('o1')).referral_id, before);
    assert.deepEqual([(await owed('o2')).referral_id, (await owed('o2')).debt_rule], [before, 'bound_referral']);
  });

  test('is named by any of its conversions, and binds whoever is named with it', async () => {
    const first = sellsFor('amy', 20, { order_id: 'o1', email: 'e@x.org' });
    const second = sale(21, { order_id: 'o2', customer_id: 'c1', referral_id: first.conversion.id });
    const third = sale(22, { order_id: 'o3', customer_id: 'c2', referral_id: second.conversion.id });
    const { owed } = await after(first, second, third, sale(23, { order_id: 'o4', customer_id: 'c2' }));
    const answers = await Promise.all(['o1', 'o2', 'o3', 'o4'].map(owed));
    assert.equal(new Set(answers.map(({ referral_id }) => referral_id)).size, 1);
    assert.deepEqual(
      answers.map(({ debt_rule }) => debt_rule),
      ['named_affiliate', 'reported_referral', 'reported_referral', 'bound_referral'],
    );
  });

  test('that comes later in time names nothing', async () => {
    const later = sellsFor('amy', 20, { order_id: 'o1', email: 'e@x.org' });
    const { owed } = await after(later, sale(19, { order_id: 'o2', referral_id: later.conversion.id }));
    assert.equal((await owed('o2')).debt_rule, 'unknown_referral');
  });

  test('of one buyer and two affiliates is two', async () => {
    const { owed } = await after(
      sellsFor('amy', 20, { order_id: 'o1', email: 'e@x.org' }),
      sellsFor('ben', 21, { order_id: 'o2', email: 'e@x.org' }),
      sellsFor('ben', 22, { order_id: 'o3', email: 'e@x.org' }),
    );
    const [amy, ben, again] = await Promise.all(['o1', 'o2', 'o3'].map(async (one) => (await owed(one)).referral_id));
    assert.notEqual(amy, ben);
    assert.equal(again, ben);
  });
});

describe('a checkout', () => {
  const click = clicks('v1', 1, 'amy');
  const open = { name: 'checkout', amount: undefined, sales_status: 'open', customer_id: 'c1' };
  const checkout = sale(10, { ...open, order_id: 'o1', click_id: click.click.id });

  test('lends its click to the sale of its order, and binds the next one of the buyer', async () => {
    const bought = [sale(12, { order_id: 'o1', customer_id: 'c1' }), sale(40, { order_id: 'o2', customer_id: 'c1' })];
    for (const order of [
      [click, checkout, ...bought],
      [...bought, checkout, click],
      [checkout, ...bought, click],
    ]) {
      const { owed } = await after(...order);
      const answers = [await owed('o1'), await owed('o2')];
      assert.deepEqual(
        answers.map(({ affiliate_id, debt_rule }) => [affiliate_id, debt_rule]),
        [
          ['amy', 'reported_click'],
          ['amy', 'bound_referral'],
        ],
      );
      assert.equal(answers[0]?.referral_id, answers[1]?.referral_id);
    }
  });
});
