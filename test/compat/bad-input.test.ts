import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readBadInput } from './bad-input.ts';
import { genericCases } from './generic-cases.ts';
import { createKeys } from './keys.ts';
import { plant } from './planted.ts';
import { WRITING } from './routes.ts';
import { type BadInputPlace, runBadInput, runGenericCase } from './run-bad-input.ts';
import { openStand } from './stand.ts';
import { loadBadInput } from './vectors-folder.ts';
import { SPOKEN, type Spoken } from './vendor.ts';

async function openPlace(spoken: Spoken): Promise<BadInputPlace> {
  const stand = await openStand();
  try {
    return { spoken, stand, keys: createKeys(stand, spoken), planted: await plant(stand) };
  } catch (error) {
    await stand.close();
    throw error;
  }
}

for (const spoken of SPOKEN) {
  const { items, faults } = loadBadInput(spoken);

  describe(`bad input to ${spoken}`, () => {
    let place: BadInputPlace;
    before(async () => {
      place = await openPlace(spoken);
    });
    after(() => place?.stand.close());

    test(`cases of bad input to ${spoken} can be read`, () => assert.deepEqual(faults, []));

    for (const each of items) {
      const { method, path } = each.request;
      test(`${each.id}: ${method} ${path} → ${each.status}`, () => runBadInput(each, place));
    }
    for (const route of WRITING[spoken]) {
      for (const each of genericCases(route)) {
        test(`${spoken}/any/${route.method}${route.path}: ${each.name}`, () => runGenericCase(each, place));
      }
    }
  });
}

describe('a case of bad input fails', () => {
  let place: BadInputPlace;
  before(async () => {
    place = await openPlace('native');
  });
  after(() => place?.stand.close());

  const refused = { body: { name: 5 }, status: 400, says: ['name'] };
  const taken = { body: { name: 'lead' }, status: 201, says: ['lead'] };
  const run = (fields: object) => {
    const [each] = readBadInput(
      [{ id: 'native/it', method: 'POST', path: '/v1/conversions', ...fields }],
      'it',
      'native',
    );
    assert.ok(each);
    return runBadInput(each, place);
  };

  test('not where it is answered as it says', async () => {
    await run(refused);
    await run({ ...taken, stores: true });
  });

  test('where the status is another, or a word is not said', async () => {
    await assert.rejects(run({ ...refused, status: 404 }), /400 !== 404/);
    await assert.rejects(run({ ...refused, says: ['name', 'nothing of it'] }), /does not say nothing of it/);
  });

  test('where something was stored and should not be, or the other way round', async () => {
    await assert.rejects(run(taken), /something was stored/);
    const replayed = { ...taken, body: { name: 'lead', order_id: 'twice' } };
    await run({ ...replayed, stores: true });
    await assert.rejects(run({ ...replayed, status: 200, stores: true }), /nothing was stored/);
  });

  test("where the error is not in the vendor's form", async () => {
    const request = { method: 'GET', path: '/v1/nowhere', query: {}, headers: {} } as const;
    const each = { name: 'a path of ours', says: /nothing/, request };
    await runGenericCase(each, place);
    await assert.rejects(runGenericCase(each, { ...place, spoken: 'whop' }), /not an error of whop/);
  });
});
