import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClickIdParameter } from '../../packages/collector/src/domain/channel.ts';
import { PASSED_THROUGH } from '../../packages/collector/src/intake/landing.ts';
import { clickIds } from '../../packages/tag/src/click-ids.ts';
import { returnHosts } from '../../packages/tag/src/return-hosts.ts';

/** The tag imports nothing of ours, so what both must know is written twice, and held together here. */

test('tag and collector know the same hosts that visitors only pass through', () => {
  assert.deepEqual(returnHosts.toSorted(), PASSED_THROUGH.toSorted());
});

test('every click id that the tag keeps has a platform in the collector', () => {
  const unknown = clickIds.filter((name) => !isClickIdParameter(name));
  assert.deepEqual(unknown, []);
});
