import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** The parts of the tag's script call each other by names that stay for ever, for browsers keep parts of several versions. */

const TAG = join(import.meta.dirname, '..', '..', 'packages', 'tag');
const read = (path: string) => readFileSync(join(TAG, path), 'utf8');

const { props } = JSON.parse(read('names.json')) as { props: { props: Record<string, string> } };
const names = new Map(Object.entries(props.props).map(([name, short]) => [name.slice(1), short]));

/** What belongs to the tag alone in an interface that parts see. */
const ownNamesOf = (path: string) =>
  [...read(path).matchAll(/^ {2}(?:readonly )?(_\w+)\??[:(]/gm)].map(([, name]) => name);

test('each has a short one, and no two have the same', () => {
  assert.ok(names.size > 30);
  assert.equal(new Set(names.values()).size, names.size);
  for (const path of ['src/features/feature.ts', 'src/delivery/queue.ts', 'src/visitor/visitor-cookie.ts']) {
    const own = ownNamesOf(path);
    assert.ok(own.length > 2, path);
    for (const name of own) assert.ok(names.has(`${name}`), `${name} of ${path} is not in names.json: build the tag`);
  }
});

/** Of the first version that has them. To change one is to break pages that have `tag.js` in their cache. */
const FIRST = {
  ...{ _page: 't', _steps: 'o', _may: 's', _toStore: 'd', _onConsent: 'n', _settle: 'E', _cookie: 'k', _verbs: 'H' },
  ...{ _carryOut: '$' },
};

test('those that were given once are the same today', () => {
  const today = Object.keys(FIRST).map((name) => [name, names.get(name)]);
  assert.deepEqual(Object.fromEntries(today), FIRST);
});
