import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bindings, differences } from './match.ts';

const UUID = '018f3f2e-7b6a-7c3e-9d1a-0123456789ab';

function differs(actual: unknown, expected: unknown, mode: 'exact' | 'subset' = 'exact', bindings?: Bindings): boolean {
  return differences(actual, expected, mode, bindings).length > 0;
}

describe('what came is held against what was expected', () => {
  test('equal values do not differ, whatever the order of keys', () => {
    assert.deepEqual(differences({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] }, 'exact'), []);
  });

  test('a wrong value, type, or length does, and is named with its place', () => {
    assert.deepEqual(differences({ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, 'exact'), [
      '$.a.b[1]: expected 3, came 2',
    ]);
    const pairs = [
      [1, '1'],
      [0, null],
      [null, {}],
      [[], {}],
      [{}, []],
      [false, null],
      ['', null],
      [undefined, null],
      [[1], [1, 2]],
      [[1, 2], [1]],
      [
        [1, 2],
        [2, 1],
      ],
      ['A', 'a'],
    ];
    for (const [actual, expected] of pairs) {
      assert.ok(differs(actual, expected), `${JSON.stringify(actual)} for ${JSON.stringify(expected)}`);
      assert.ok(differs({ in: actual }, { in: expected }, 'subset'), `${JSON.stringify(actual)} within`);
    }
  });

  test('a key that is missing always differs, one too many only where all are named', () => {
    assert.ok(differs({}, { a: 1 }));
    assert.ok(differs({}, { a: 1 }, 'subset'));
    assert.ok(differs({}, { a: '$any' }, 'subset'));
    assert.ok(differs({ a: 1, b: 2 }, { a: 1 }));
    assert.ok(!differs({ a: 1, b: 2 }, { a: 1 }, 'subset'));
    assert.ok(!differs({ in: [{ a: 1, b: 2 }] }, { in: [{ a: 1 }] }, 'subset'));
    assert.ok(differs({ in: [{ a: 1, b: 2 }] }, { in: [{ a: 1 }] }));
  });

  test('names that every object has are no keys', () => {
    assert.ok(differs({}, { toString: '$any' }, 'subset'));
    assert.ok(differs({}, { constructor: '$any' }, 'subset'));
  });
});

describe('placeholders', () => {
  const kinds: [string, unknown[], unknown[]][] = [
    ['$uuid', [UUID], [UUID.toUpperCase(), UUID.slice(1), `${UUID}0`, 'clk_1', 1, null, '']],
    ['$time', ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.123+02:00'], ['2026-11-20', '2026-13-20T10:00:00Z', 1, '']],
    ['$string', ['', 'x'], [1, null, {}, []]],
    ['$number', [0, -1.5], ['1', null, true]],
    ['$boolean', [true, false], ['true', 1, null]],
    ['$object', [{}, { a: 1 }], [[], null, 'x']],
    ['$array', [[], [1]], [{}, null, 'x']],
    ['$any', [null, 0, '', {}, []], []],
  ];
  for (const [placeholder, right, wrong] of kinds) {
    test(`${placeholder} takes its kind and no other`, () => {
      for (const value of right) assert.ok(!differs(value, placeholder), JSON.stringify(value));
      for (const value of wrong) assert.ok(differs(value, placeholder), JSON.stringify(value));
    });
  }

  test('$same is what was first seen under its name, text that looks like a placeholder included', () => {
    for (const first of ['a', '$uuid', { a: ['$any'] }, null]) {
      const bindings: Bindings = new Map();
      assert.ok(!differs(first, '$same:it', 'exact', bindings));
      assert.ok(!differs(first, '$same:it', 'exact', bindings));
      assert.ok(differs('another', '$same:it', 'exact', bindings));
      assert.ok(differs(UUID, '$same:it', 'exact', bindings));
      assert.ok(!differs('another', '$same:other', 'exact', bindings));
    }
  });

  test('$id:PREFIX is an id that begins so', () => {
    assert.ok(!differs('com_01a201bc', '$id:com'));
    for (const other of ['com_', 'ref_01a201bc', 'com_01a2 01bc', 7, null]) assert.ok(differs(other, '$id:com'));
  });

  test('$$ is a $, and a placeholder that there is not is a mistake', () => {
    assert.ok(!differs('$5', '$$5'));
    assert.ok(differs('$$5', '$$5'));
    assert.throws(() => differs(UUID, '$uid'), /no placeholder \$uid/);
  });
});
