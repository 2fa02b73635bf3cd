import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppError } from '../domain/errors.ts';
import { readMapping } from './mapping.ts';

const bad: [shows: string, mapping: unknown, says: RegExp, hint?: RegExp][] = [
  ['no object', [], /^mapping: expected object/],
  ['a key that is none', { colums: {} }, /^mapping: colums: is not a field/],
  [
    'a field that is none',
    { columns: { emial: 'Email' } },
    /^mapping: columns\.emial: is no field of customers/,
    /Did you mean email\?/,
  ],
  [
    'a default of a field that is none',
    { defaults: { zzzzzzzz: 'x' } },
    /defaults\.zzzzzzzz/,
    /The fields of customers are/,
  ],
  ['a header that is none', { columns: { email: '' } }, /^mapping: columns\.email/],
  ['a separator of decimals that is none', { decimal: ';' }, /^mapping: decimal/],
  ['a format that is none', { date: 'tomorrow' }, /^mapping: date/],
  ['a format without a time zone', { date: 'yyyy-mm-dd' }, /^mapping: time_zone: is required/],
  [
    'a time zone that is none',
    { date: 'yyyy-mm-dd', time_zone: 'Mars/Base' },
    /^mapping: time_zone: expected a time zone/,
  ],
  ['an encoding that is none', { encoding: 'ebcdic' }, /^mapping: encoding/],
];

for (const [shows, mapping, says, hint = /./] of bad) {
  test(`${shows} is refused`, () => {
    assert.throws(
      () => readMapping(mapping, 'customers'),
      (error: AppError) => {
        assert.match(error.message, says);
        assert.match(error.detail.hint ?? '', hint);
        return true;
      },
    );
  });
}
