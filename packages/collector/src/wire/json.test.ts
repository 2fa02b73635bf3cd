import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '../domain/errors.ts';
import { parseJson, parseJsonBody } from './json.ts';

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

describe('parseJsonBody', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const problem = (body: Uint8Array) => {
    try {
      parseJsonBody(body);
    } catch (error) {
      assert.ok(error instanceof AppError && error.code === 'invalid' && error.detail.hint);
      return { message: error.message, field: error.detail.field };
    }
    throw new Error('it was taken');
  };

  test('takes what parseJson takes, and cleans it alike', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000/.test(text));
        assert.deepEqual(parseJsonBody(bytes(text)), parseJson(text));
      }),
    );
    assert.deepEqual(parseJsonBody(bytes('{"a":"x\\u0000y"}')), { value: { a: 'xy' }, was_cleaned: true });
  });

  test('refuses what is not UTF-8', () => {
    for (const body of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc3, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0xc0, 0x80],
    ]) {
      assert.equal(problem(Uint8Array.from(body)).message, 'The body is not UTF-8.');
    }
  });

  test('says where a value is that is not JSON', () => {
    assert.deepEqual(problem(bytes('{\n  "user": {"age": NaN}}')), {
      message: 'user.age: The body is not JSON: expected a value at line 2, column 19, and found "N".',
      field: 'user.age',
    });
    assert.deepEqual(problem(bytes('{"a":')), {
      message: 'a: The body is not JSON: expected a value at line 1, column 6, and it ends there.',
      field: 'a',
    });
  });

  test('names the key that is there twice, and the number that is too large', () => {
    assert.deepEqual(problem(bytes('{"user":{"email":"a","email":"b"}}')), {
      message: 'user.email: is there twice',
      field: 'user.email',
    });
    assert.deepEqual(problem(bytes('{"amount":1e999}')), {
      message: 'amount: is a number larger than any double',
      field: 'amount',
    });
    assert.equal(problem(bytes(`{"${'k'.repeat(9_000)}":1e999}`)).field?.length, 100);
  });

  test('takes 32 levels and no more', () => {
    assert.ok(parseJsonBody(bytes(`${'['.repeat(32)}${']'.repeat(32)}`)));
    assert.match(problem(bytes('['.repeat(200_000))).message, /nested more than 32/);
  });

  test('a key named __proto__ is refused, for it would not be kept', () => {
    for (const [text, field] of [
      ['{"__proto__":{"a":1}}', '__proto__'],
      ['{"metadata":{"__proto__":1}}', 'metadata.__proto__'],
    ] as const) {
      assert.deepEqual(problem(bytes(text)), { message: `${field}: is a key that no object may have`, field });
    }
  });
});
