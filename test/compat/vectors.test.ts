import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { runVector } from './run-vector.ts';
import { openStand, type Stand } from './stand.ts';
import type { Vector } from './vector.ts';
import { loadVectors } from './vectors-folder.ts';
import { SPOKEN } from './vendor.ts';

for (const spoken of SPOKEN) {
  const { items, faults } = loadVectors(spoken);

  describe(`vectors of ${spoken}`, () => {
    let stand: Stand;
    before(async () => {
      if (items.length > 0) stand = await openStand();
    });
    after(() => stand?.close());

    test(`vectors of ${spoken} can be read`, () => assert.deepEqual(faults, []));

    for (const vector of items) {
      test(titleOf(vector), async () => {
        if (!vector.fresh) return runVector(vector, spoken, stand);
        const own = await openStand();
        try {
          await runVector(vector, spoken, own);
        } finally {
          await own.close();
        }
      });
    }
  });
}

function titleOf({ id, steps }: Vector): string {
  return `${id}: ${steps.map(({ request, reply }) => `${request.method} ${request.path} → ${reply.status}`).join(', ')}`;
}
