import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { faultIn } from './json-fault.ts';

const DEEP = 1_000;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A value as JSON with spaces, escapes and keys as they come: `duplicate` doubles a key somewhere. */
const written = fc
  .jsonValue({ maxDepth: 5 })
  .chain((value) => fc.constantFrom(0, 1, '\t').map((space) => JSON.stringify(value, null, space)))
  .filter((text) => !text.includes('__proto__'));

/** A text that is nearly JSON: a piece of it is left out, doubled or put in place of another. */
const nearly = fc
  .tuple(
    written,
    fc.nat(),
    fc.nat(6),
    fc.constantFrom(
      '',
      ',',
      ':',
      '"',
      '{',
      '}',
      '[',
      ']',
      '0',
      '-',
      '.',
      'e',
      '\\',
      '\\u',
      'u00',
      'null',
      'NaN',
      '\n',
      '\u0001',
      ' ',
      '\u00a0',
      '\ud800',
    ),
  )
  .map(([text, place, cut, piece]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + cut);
  });

describe('faultIn', () => {
  test('finds none in what was written from a value', () => {
    fc.assert(fc.property(written, (text) => assert.equal(faultIn(text, DEEP), undefined)));
  });

  test('calls the same texts JSON as JSON.parse does', () => {
    const seen = { json: 0, other: 0 };
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        seen[isJson(text) ? 'json' : 'other'] += 1;
        const fault = faultIn(text, DEEP)?.fault;
        // Behind a fault of another kind nothing is read any more.
        if (fault === undefined) assert.ok(isJson(text));
        if (fault === 'syntax') assert.ok(!isJson(text));
      }),
      { numRuns: 3_000 },
    );
    assert.ok(seen.json > 200 && seen.other > 200, JSON.stringify(seen));
  });

  test('finds a key that an object has twice, wherever and however it is written', () => {
    const anyKey = fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__');
    fc.assert(
      fc.property(
        fc.uniqueArray(anyKey, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.boolean(),
        (keys, pick, isEscaped) => {
          const again = keys[pick % keys.length] ?? '';
          const escaped = [...again.split('')]
            .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
            .join('');
          const last = isEscaped ? `"${escaped}"` : JSON.stringify(again);
          const members = [...keys.map((key) => JSON.stringify(key)), last].map((key) => `${key}:0`);
          const clean = again.replaceAll('\u0000', '');
          assert.deepEqual(faultIn(`[1,{"user":{${members.join(',')}}}]`, DEEP), {
            fault: 'same_key',
            path: ['1', 'user', clean],
          });
          assert.equal(faultIn(`{${members.slice(0, -1).join(',')}}`, DEEP)?.fault, undefined);
        },
      ),
    );
  });

  test('the same key in another object is another key', () => {
    assert.equal(faultIn('{"a":{"a":[{"a":1},{"a":1}]},"b":{"a":1}}', DEEP), undefined);
    assert.equal(faultIn('{"constructor":2,"toString":3,"prototype":4}', DEEP), undefined);
  });

  const cases: [string, object][] = [
    ['{"__proto__":1}', { fault: 'magic_key', path: ['__proto__'] }],
    ['{"a":{"\\u005f_proto__":1}}', { fault: 'magic_key', path: ['a', '__proto__'] }],
    ['{"amount":NaN}', { fault: 'syntax', at: 10, path: ['amount'], expected: 'a value' }],
    ['{"a":[1,-Infinity]}', { fault: 'syntax', at: 8, path: ['a', '1'], expected: 'a value' }],
    ['{"a":1,}', { fault: 'syntax', at: 7, path: [], expected: 'a key in double quotes' }],
    ['{"a" 1}', { fault: 'syntax', at: 5, path: ['a'], expected: '":"' }],
    ['{} x', { fault: 'syntax', at: 3, path: [], expected: 'nothing more' }],
    ['', { fault: 'syntax', at: 0, path: [], expected: 'a value' }],
    ['{"a":1e999}', { fault: 'too_large_a_number', path: ['a'] }],
    ['[-1e999]', { fault: 'too_large_a_number', path: ['0'] }],
    ['{"a":1,"b":{"a":1,"\\u0061":2}}', { fault: 'same_key', path: ['b', 'a'] }],
    ['{"a":1,"a\\u0000":2}', { fault: 'same_key', path: ['a'] }],
    ['[[[1]]]', { fault: 'too_deep', path: ['0', '0'] }],
  ];
  for (const [text, expected] of cases) {
    test(`tells of ${text} where and what`, () => assert.deepEqual(faultIn(text, 2), expected));
  }

  test('takes a time in proportion to the text, whatever it is', () => {
    const size = 500_000;
    const texts = [
      '['.repeat(size),
      `"${'\\"'.repeat(size)}`,
      '1'.repeat(size),
      ' '.repeat(size),
      `"${'a'.repeat(size)}`,
    ];
    const keys = JSON.stringify(Object.fromEntries(Array.from({ length: size / 10 }, (_, at) => [`key ${at}`, at])));
    const started = performance.now();
    for (const text of [...texts, keys]) faultIn(text, Number.POSITIVE_INFINITY);
    assert.ok(performance.now() - started < 3_000);
  });
});
