import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '../domain/errors.ts';
import { parseJson } from './json.ts';

describe('parseJson', () => {
  test('leaves good JSON as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000/.test(text));
        assert.deepEqual(parseJson(text), { value: JSON.parse(text), was_cleaned: false });
      }),
    );
  });

  test('takes NUL and broken surrogates out of values and keys, and says so', () => {
    const { value, was_cleaned } = parseJson('{"a\\u0000":["x\\u0000y","\\ud800z","\\ud83d\\ude00"]}');
    assert.deepEqual(value, { a: ['xy', '\ufffdz', '😀'] });
    assert.equal(was_cleaned, true);
  });

  test('an escape that only looks suspicious changes nothing', () => {
    assert.deepEqual(parseJson('["\\ud83d\\ude00"]'), { value: ['😀'], was_cleaned: false });
  });

  test('whatever text comes in, no NUL and no half surrogate comes out', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const { value } = parseJson(JSON.stringify({ text }));
          const out = (value as { text: string }).text;
          assert.ok(out.isWellFormed() && !out.includes('\u0000'));
        },
      ),
    );
  });

  test('a key named __proto__ stays a key and changes no prototype', () => {
    const { value } = parseJson('{"__proto__":{"a":"\\u0000"}}');
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(({} as { a?: string }).a, undefined);
  });

  test('measures depth as it is, whatever the strings hold', () => {
    const nested = (depth: number, inner: string) => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;
    const closers = JSON.stringify(`\\"${']'.repeat(40)}`);
    const openers = JSON.stringify(`${'{['.repeat(40)}\\`);
    assert.deepEqual(parseJson(nested(32, openers)).value, JSON.parse(nested(32, openers)));
    for (const text of [
      nested(33, ''),
      `[${closers},${nested(32, '1')}]`,
      nested(20, `${closers},${nested(13, '')}`),
    ]) {
      assert.throws(() => parseJson(text), /nested more than 32/);
    }
  });

  for (const text of ['', '{', 'undefined', `${'['.repeat(40)}${']'.repeat(40)}`, '['.repeat(200_000)]) {
    test(`refuses ${JSON.stringify(text.slice(0, 12))}… with a remedy`, () => {
      assert.throws(
        () => parseJson(text),
        (error: unknown) => error instanceof AppError && error.code === 'invalid' && !!error.detail.hint,
      );
    });
  }
});
