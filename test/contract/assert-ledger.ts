import assert from 'node:assert/strict';
import type { Command, Idempotency, Outcome } from '../../packages/collector/src/domain/command.ts';
import type { TallyRow } from '../../packages/collector/src/domain/conversion.ts';
import { changesOf, expectedRows } from './expected-edits.ts';
import { expectedRefunds, expectedTallies, expectedTokens } from './expected-ledger.ts';
import { expectedOwners, isServers, isShared, ownerLine } from './expected-owners.ts';
import type { Derived, Ledger } from './history-run.ts';
import { DAY } from './times.ts';

/** What is kept of conversions is what was accepted of them comes to, said plainly over all of it at once. */
export function assertLedger(accepted: readonly Command[], derived: Derived, ledger: Ledger): void {
  assertRows(accepted, derived, ledger);
  assertRefunds(accepted, derived, ledger);
  assert.deepEqual(talliesOf(ledger.tallies), expectedTallies(derived.conversions, derived.claims));
  assert.deepEqual(
    ledger.tokens.map(({ token, occurred_at, conversion_id }) => `${token} ${occurred_at} ${conversion_id}`).sort(),
    expectedTokens(derived.conversions),
  );
  assertOwners(accepted, derived);
  assertAccounts(accepted, ledger);
}

/** Each thing is as it was reported, after all changes; and changes are numbered from 1. */
function assertRows(accepted: readonly Command[], { conversions }: Derived, ledger: Ledger): void {
  const { contacts, conversionTypes, sources } = ledger;
  const edits = ledger.edits.filter(({ subject }) => subject !== 'api_key');
  const expected = expectedRows(accepted);
  const rows = [...conversions, ...contacts, ...conversionTypes, ...sources];
  assert.equal(rows.length, expected.size);
  for (const row of rows) {
    const last = expected.get(row.id) ?? assert.fail(row.id);
    const named = Object.keys(last).map((column) => [column, (row as unknown as Record<string, unknown>)[column]]);
    assert.deepEqual(Object.fromEntries(named), last);
  }
  for (const [id, changes] of Map.groupBy(edits, ({ subject_id }) => subject_id)) {
    assert.deepEqual(
      changes.map(({ sequence, command_id }) => [sequence, command_id]),
      changesOf(accepted, id).map(({ id: commandId }, at) => [at + 1, commandId]),
    );
  }
}

function assertRefunds(accepted: readonly Command[], derived: Derived, { adjustments }: Ledger): void {
  const expected = expectedRefunds(accepted, derived);
  assert.equal(adjustments.length, expected.size);
  for (const { id, conversion_id, effective_minor, is_clamped } of adjustments) {
    assert.deepEqual([conversion_id, effective_minor, is_clamped], expected.get(id), id);
  }
  for (const { id, refunded_minor } of derived.conversions) {
    const given = [...expected.values()].filter(([conversionId]) => conversionId === id);
    assert.equal(
      refunded_minor,
      given.reduce((sum, [, effective]) => sum + effective, 0),
      id,
    );
  }
}

/** Rows of several slots added up, without those that come to nothing. */
function talliesOf(tallies: readonly TallyRow[]): string[] {
  const sums = Map.groupBy(tallies, ({ facet, value }) => `${facet} ${value}`);
  const lines = [...sums].map(([name, rows]) => {
    const [conversions, counted] = (['conversions', 'counted'] as const).map((column) =>
      rows.reduce((sum, row) => sum + row[column], 0),
    );
    return `${name} ${conversions}/${counted}`;
  });
  return lines.filter((line) => !line.endsWith(' 0/0')).sort();
}

function assertOwners(accepted: readonly Command[], { dedupes }: Derived): void {
  const owners = dedupes.filter(isServers);
  assert.deepEqual(owners.map(ownerLine).sort(), expectedOwners(accepted));
  const held = owners.filter((owner) => !owner.is_released && !isShared(owner));
  const keys = held.map(({ scope, key_hash }) => `${scope} ${key_hash}`);
  assert.equal(new Set(keys).size, keys.length, 'two facts hold one key');
}

/** The account that a key was bound to first is its account; keys of one dialect are bound to one. */
function assertAccounts(accepted: readonly Command[], { keys }: Ledger): void {
  for (const { id, account } of keys) {
    const bound = accepted.flatMap((one) => (one.kind === 'bind_key' && one.key_id === id ? [one.account] : []));
    assert.deepEqual(bound, account === null ? [] : [account]);
  }
  const accounts = new Set(keys.flatMap(({ account }) => account ?? []));
  assert.ok(accounts.size <= 1, `keys are for several accounts: ${[...accounts].join()}`);
}

/**
 * The same request within a day is answered with what it made, another under its key is refused, and each thing was made by
 * one of them.
 */
export function assertRequests(commands: readonly Command[], outcomes: readonly Outcome[]): void {
  const made = new Map<string, { body: string; id: string | null; at: number }>();
  const seen = new Set<string>();
  for (const [at, command] of commands.entries()) {
    const outcome = outcomes[at] ?? assert.fail();
    const isSeen = seen.has(command.id);
    if (outcome.status === 'recorded') seen.add(command.id);
    const idempotency: Idempotency | undefined = 'idempotency' in command ? command.idempotency : undefined;
    if (!idempotency || isSeen) continue;
    const { place, key_hash, body_hash } = idempotency;
    const before = made.get(`${place} ${key_hash}`);
    const isFresh = before !== undefined && Math.abs(command.recorded_at - before.at) < DAY;
    if (isFresh && before.body !== body_hash) {
      assert.equal(outcome.status === 'refused' && outcome.detail?.field, 'Idempotency-Key', command.id);
    } else if (isFresh && before.id === null) {
      assert.equal(outcome.status, 'ignored');
    } else if (isFresh) {
      if (outcome.status !== 'duplicate') assert.fail(`${command.id}: ${outcome.status}`);
      assert.equal(outcome.is_replayed, true);
      assert.equal(outcome.fact?.id, before.id);
    } else if ((before?.at ?? 0) <= command.recorded_at && outcome.status !== 'refused') {
      made.set(`${place} ${key_hash}`, {
        body: body_hash,
        id: ('fact' in outcome && outcome.fact?.id) || null,
        at: command.recorded_at,
      });
    }
  }
}
