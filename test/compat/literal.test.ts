import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { interpolate } from './interpolate.ts';
import { type Example, fill, readPlaceholders } from './literal.ts';
import { joined, runPrinted } from './run-printed.ts';
import { differencesOfShape } from './shape.ts';
import { openStand, type Stand } from './stand.ts';
import { loadExamples } from './vectors-folder.ts';
import { VENDORS } from './vendor.ts';

for (const vendor of VENDORS) {
  const { items, faults } = loadExamples(vendor);

  describe(`requests as the document of ${vendor} prints them`, () => {
    let stand: Stand;
    before(async () => {
      stand = await openStand();
    });
    after(() => stand?.close());

    test(`${vendor} has printed requests, and every placeholder is one of them`, () => {
      assert.deepEqual(faults, []);
      assert.ok(items.length > 0);
      for (const { find } of items[0]?.fillings ?? []) {
        assert.ok(
          items.some(({ printed }) => printed.includes(find)),
          `no request has ${find}`,
        );
      }
    });

    for (const example of items) {
      test(`${example.id}: as printed → ${example.status}`, async () => {
        const setup: unknown[] = [];
        for (const asked of example.setup) setup.push(await stand.setUp(interpolate(asked, { setup })));
        const key = await stand.createKey(vendor);
        const { url } = stand.collector;
        const { status, text } = await runPrinted(fill(example, { url, key, setup }), url);
        assert.equal(status, example.status, text);
        if (example.reply === undefined) return;
        const reply: unknown = JSON.parse(text);
        assert.deepEqual(differencesOfShape(reply, example.reply, example.exceptions), [], text);
      });
    }
  });
}

describe('a printed request', () => {
  test('is one line, whether or not its line breaks were printed with backslashes', () => {
    assert.equal(joined('curl -X POST \\\n  --data \'\n{\n  "a": 1\n}\n\'\n'), 'curl -X POST --data \' { "a": 1 } \'');
    assert.equal(joined('curl "x"\n-H "y"\r\n-d z'), 'curl "x" -H "y" -d z');
  });

  test('is filled from a table that gives a reason for each', () => {
    const { fillings, exceptions } = readPlaceholders(
      [
        { find: '<key>', put: `\${key}`, why: 'a key' },
        { reply: 'a.b', may_be: 'null', why: 'not given' },
      ],
      'v',
    );
    const example = { printed: 'curl <key> <key>', fillings } as unknown as Example;
    assert.equal(fill(example, { key: '$& k' }), 'curl $& k $& k');
    assert.equal(exceptions.length, 1);
    assert.throws(() => readPlaceholders([{ find: 'a', put: 'b', why: ' ' }], 'v'), /no reason/);
    assert.throws(() => readPlaceholders([{ find: 'a', put: 'b' }], 'v'), /"why" is missing/);
  });
});

describe('the shape of a reply', () => {
  const differ = (actual: unknown, printed: unknown) =>
    differencesOfShape(actual, printed, [
      { reply: 'a.n', may_be: 'null', why: 'not given' },
      { reply: 'a.late', may_be: 'added', why: 'it came later' },
    ]).length > 0;

  test('has the printed keys, all and no others, of the printed types', () => {
    const printed = { a: { n: 'x', list: [{ k: 'v' }] }, any: {}, flag: true };
    const reply = { a: { n: 'y', list: [{ k: '1' }, { k: '2' }] }, any: { b: 1 }, flag: false };
    assert.ok(!differ(reply, printed));
    assert.ok(!differ({ ...reply, a: { ...reply.a, n: null } }, printed), 'an exception');
    assert.ok(differ({ ...reply, a: { ...reply.a, n: 1 } }, printed));
    assert.ok(differ({ ...reply, flag: null }, printed));
    assert.ok(!differ({ ...reply, a: { ...reply.a, late: 1 } }, printed), 'an addition');
    assert.ok(differ({ ...reply, late: 1 }, printed));
    assert.ok(differ({ ...reply, more: 1 }, printed));
    assert.ok(differ({ ...reply, any: [] }, printed));
    assert.ok(differ({ ...reply, any: null }, printed));
    assert.ok(differ({ ...reply, a: { n: 'y', list: [] } }, printed));
    assert.ok(differ({ ...reply, a: { n: 'y', list: [{ k: 'v', l: 1 }] } }, printed));
    assert.ok(differ({ ...reply, a: { n: 'y', list: [{ k: 1 }] } }, printed));
    assert.ok(differ({ a: reply.a, any: {} }, printed));
    assert.ok(differ(undefined, printed));
  });
});
