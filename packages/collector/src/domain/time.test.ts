import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instantOf, isoOf } from './time.ts';

describe('instantOf', () => {
  const good: [number | string, string][] = [
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20T10:00:00.250+02:00', '2026-11-20T08:00:00.250Z'],
    ['2026-11-20T10:00-0530', '2026-11-20T15:30:00.000Z'],
    ['2026-11-20 10:00:00z', '2026-11-20T10:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2023-12-01T05:00:00.401Z', '2023-12-01T05:00:00.401Z'],
    [1_795_000_000_000, '2026-11-18T11:06:40.000Z'],
    [1_795_000_000_000.4, '2026-11-18T11:06:40.000Z'],
  ];
  for (const [value, iso] of good) {
    test(`${value} is ${iso}`, () => assert.equal(isoOf(instantOf(value) ?? 0), iso));
  }

  const bad: (number | string)[] = [
    '2026-11-20T10:00:00',
    '2026-11-20',
    '2026-02-30T10:00:00Z',
    '2025-02-29T10:00:00Z',
    '2026-13-01T10:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20T10:61:00Z',
    '20 Nov 2026',
    '1795000000000',
    '',
    1_795_000_000,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    '1970-01-01T00:00:00Z',
    '2300-01-01T00:00:00Z',
  ];
  for (const value of bad) {
    test(`${JSON.stringify(value)} is no time`, () => assert.equal(instantOf(value), undefined));
  }
});
