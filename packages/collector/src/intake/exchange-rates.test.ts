import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { intakeRates, spansOf, unknownRates } from './exchange-rates.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const rate = (date: string, value: string, quote = 'USD') => ({ base: 'EUR', quote, date, rate: value });

test('each pair is looked up from its first day to its last', () => {
  assert.deepEqual(spansOf([rate('2026-11-19', '1'), rate('2026-11-17', '1'), rate('2026-11-18', '1', 'CHF')], NOW), [
    { base: 'EUR', quote: 'USD', from: '2026-11-17', to: '2026-11-19' },
    { base: 'EUR', quote: 'CHF', from: '2026-11-18', to: '2026-11-18' },
  ]);
});

test('a day that has begun somewhere is taken, one that has not is refused', () => {
  assert.equal(spansOf([rate('2026-11-21', '1')], NOW).length, 1);
  assert.throws(() => spansOf([rate('2026-11-22', '1')], NOW), /2026-11-22 is a day that has not come yet/);
});

test('what is known with the same value is left out, and the rest comes by day', () => {
  const known = [{ workspace_id: 'w', ...rate('2026-11-18', '1.10') }];
  const given = [
    rate('2026-11-19', '1.2'),
    rate('2026-11-18', '1.1'),
    rate('2026-11-17', '1'),
    rate('2026-11-17', '1'),
  ];
  assert.deepEqual(unknownRates(given, known), [rate('2026-11-17', '1'), rate('2026-11-19', '1.2')]);
});

for (const [where, known, given] of [
  ['is known', [{ workspace_id: 'w', ...rate('2026-11-18', '1.1') }], [rate('2026-11-18', '1.2')]],
  ['the same file has', [], [rate('2026-11-18', '1.1'), rate('2026-11-18', '1.2')]],
] as const) {
  test(`another value than ${where} is a conflict that names it`, () => {
    assert.throws(
      () => unknownRates(given, known),
      (error) =>
        error instanceof AppError &&
        error.code === 'conflict' &&
        error.message.includes('1 EUR was 1.1 USD on 2026-11-18 already, and not 1.2'),
    );
  });
}

test('a command carries up to 1,000 rates', () => {
  const rates = Array.from({ length: 2_001 }, (_, at) => rate('2026-11-18', String(at + 1)));
  const commands = intakeRates(rates, { workspace_id: 'w', received_at: NOW });
  assert.deepEqual(
    commands.map((command) => command.rates.length),
    [1_000, 1_000, 1],
  );
  assert.equal(new Set(commands.map(({ id }) => id)).size, 3);
  assert.deepEqual(intakeRates([], { workspace_id: 'w', received_at: NOW }), []);
});
