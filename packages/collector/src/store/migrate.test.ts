import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pendingMigrations, readMigrations } from './migrate.ts';

describe('migrations', () => {
  const known = readMigrations('sqlite');

  test('are numbered without a gap and name the oldest program that may run beside them', () => {
    const everywhere = [...known, ...readMigrations('postgres')].map(({ number }) => number);
    const numbers = [...new Set(everywhere)].sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      numbers.map((_, at) => at + 1),
    );
    assert.ok(known.every(({ number, oldest_program }) => oldest_program >= 1 && oldest_program <= number));
  });

  test('are applied once each', () => {
    assert.deepEqual(pendingMigrations(known, []), known);
    assert.deepEqual(pendingMigrations(known, known), []);
    const second = { number: 2, name: 'second', sql: 'SELECT 1', checksum: 'x', oldest_program: 1 };
    assert.deepEqual(pendingMigrations([...known.slice(0, 1), second], known.slice(0, 1)), [second]);
  });

  test('refuse a database to which another text was applied', () => {
    const [first] = known;
    if (!first) return assert.fail();
    assert.throws(() => pendingMigrations(known, [{ ...first, checksum: 'another' }]), /applied with another text/);
  });

  test('refuse a newer database, unless it says that so old a program may run beside it', () => {
    const newer = { number: 900, name: 'future', checksum: 'x', oldest_program: 900 };
    assert.throws(() => pendingMigrations(known, [...known, newer]), /this program is too old/);
    assert.deepEqual(pendingMigrations(known, [...known, { ...newer, oldest_program: 1 }]), []);
  });
});
