import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import { look } from '../../packages/collector/src/commit/look.ts';
import { digestFacts, replay } from '../../packages/collector/src/commit/replay.ts';
import type { Command, ErasePerson } from '../../packages/collector/src/domain/command.ts';
import type { ClaimRow, ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import type { Identifier } from '../../packages/collector/src/domain/identity.ts';
import { schema } from '../../packages/collector/src/domain/schema.ts';
import { personIdOf } from '../../packages/collector/src/rules/identity.ts';
import { personOf } from '../../packages/collector/src/rules/person.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { calmHistory, history } from './histories.ts';
import { commandsOf } from './history-commands.ts';
import {
  acceptedBy,
  commitGroups,
  type Derived,
  derivedIn,
  type EngineName,
  grouped,
  histories,
  randomFrom,
  shuffled,
  withStores,
} from './history-run.ts';
import { apartInTime, personal, sha256 } from './personal.ts';
import { assertSameFacts } from './same-facts.ts';

const PSEUDONYM = 'erased_0193fd2e7c1a7abc8def0123456789ab';

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`on ${engine} an erased person is in no table, and the rewritten log gives the same facts`, () =>
    fc.assert(
      fc.asyncProperty(fc.oneof(calmHistory, history), fc.integer(), (steps, seed) =>
        assertErased(engine, commandsOf(steps).map(personal), randomFrom(seed)),
      ),
      histories(engine),
    ));

  test(`on ${engine} whoever is erased, every sale keeps its answer`, () =>
    fc.assert(
      fc.asyncProperty(calmHistory, fc.integer(), (steps, seed) =>
        assertAnswersKept(engine, commandsOf(steps).map(personal).map(apartInTime), randomFrom(seed)),
      ),
      histories(engine),
    ));
}

async function assertErased(engine: EngineName, commands: readonly Command[], random: () => number): Promise<void> {
  await withStores(engine, async (open) => {
    const store = await open();
    const cut = Math.floor(random() * (commands.length + 1));
    const groups = grouped(commands.slice(0, cut), random);
    await commitGroups(store, groups);
    const before = await derivedIn(store);
    const found = await someone(store, before, random);
    if (!found) return;
    const { erasure, members } = found;
    const rows = await linksIn(store, members);

    const [outcome] = await commitGroup(store, [erasure]);
    assert.ok(outcome?.status === 'recorded', JSON.stringify(outcome));
    assert.equal(outcome.erased?.identifiers, members.length);
    await assertUnknown(store, members);
    assert.deepEqual(await linksIn(store, members), rows, 'all but the names stays');
    assertOthersKept(before, await derivedIn(store));

    // What comes in the same group is erased as well.
    const together = await open();
    const last = groups.at(-1) ?? [];
    await commitGroups(together, [...groups.slice(0, -1), [...last, erasure]]);
    assert.deepEqual(await digestFacts(together), await digestFacts(store));

    assert.equal((await commitGroup(store, [erasure]))[0]?.status, 'duplicate');
    const [again] = await commitGroup(store, [{ ...erasure, id: 'again' }]);
    assert.ok(again?.status === 'refused' && again.code === 'not_found');

    await commitGroups(store, grouped(commands.slice(cut), random));
    const replayed = await open();
    await replay(grouped(shuffled(await acceptedBy(store), random), random), replayed);
    await assertSameFacts(replayed, store);
  });
}

async function assertAnswersKept(engine: EngineName, commands: readonly Command[], random: () => number) {
  await withStores(engine, async (open) => {
    const store = await open();
    await commitGroups(store, grouped(commands, random));
    const before = await derivedIn(store);
    const found = await someone(store, before, random);
    if (!found) return;
    await commitGroup(store, [found.erasure]);
    const after = await derivedIn(store);
    for (const table of ['conversions', 'claims'] as const) {
      assert.deepEqual(answers(after[table]), answers(before[table]));
    }
    assert.equal(after.receipts.length, before.receipts.length, 'nothing is credited anew');
  });
}

/** Somebody who is named, at random, as somebody else asks to have them erased. */
async function someone(store: Store, { identities }: Derived, random: () => number) {
  const named = identities.filter(({ kind }) => kind !== 'visitor');
  const one = named[Math.floor(random() * named.length)];
  if (!one) return undefined;
  const { workspace_id, kind, value } = one;
  const erasure: ErasePerson = {
    ...{ kind: 'erase_person', workspace_id, id: 'erasure', recorded_at: 1 },
    ...{ identifier: { kind, value }, pseudonym: PSEUDONYM },
  };
  const nodes = await look(store, (draft) => personOf(draft, workspace_id, { kind, value }));
  const members = nodes.map((node) => {
    const row = identities.find((identity) => identity.kind === node.kind && identity.value === node.value);
    return { ...node, plain: row?.plain ?? node.value };
  });
  return { erasure, members };
}

type Member = Identifier & { plain: string };

/** The id that we gave a contact names it to us, and tells nobody who it was. */
function isOurs({ value }: Member): boolean {
  return value.startsWith('contact-');
}

function textsOf({ kind, value, plain }: Member): string[] {
  return [value, plain, sha256(plain), personIdOf('w', { kind, value })];
}

async function assertUnknown(store: Store, members: readonly Member[]): Promise<void> {
  for (const table of schema) {
    for (const row of await store.range<object>(table, 'key', [], { order: 'ascending' })) {
      const text = JSON.stringify(row);
      for (const trace of members.filter((member) => !isOurs(member)).flatMap(textsOf)) {
        assert.ok(!text.includes(trace), `${table.name} still holds ${trace}: ${text}`);
      }
    }
  }
}

/** Edges, marks, identities and namings with nobody's name who is erased, or is to be, in an order of their own. */
async function linksIn(store: Store, members: readonly Member[]): Promise<string[]> {
  const names = [PSEUDONYM, ...members.flatMap(textsOf)].map((name) => name.replace(/[.+]/g, '\\$&'));
  const known = new RegExp(`"(${names.join('|')})(\\.\\d+)?"`, 'g');
  const lines: string[] = [];
  for (const table of schema.filter(({ name }) => ['edge', 'mark', 'identity', 'naming'].includes(name))) {
    for (const row of await store.range<object>(table, 'key', [], { order: 'ascending' })) {
      const isIdentity = table.name === 'identity';
      const own = { ...row, version: undefined, ...(isIdentity ? { id: undefined, plain: undefined } : {}) };
      lines.push(`${table.name} ${JSON.stringify(own).replace(known, '"*"')}`);
    }
  }
  return lines.sort();
}

/** What was sold, by whom it was reported and when, and what is shown of people who are not erased. */
function assertOthersKept(before: Derived, after: Derived): void {
  const sums = ({ conversions, claims }: Derived) =>
    [...conversions, ...claims].map(({ id, name, order_id, event_id, amount_minor, currency, occurred_at }) => [
      ...[id, name, order_id, event_id, amount_minor, currency, occurred_at],
    ]);
  assert.deepEqual(sums(after), sums(before));
  const plainOf = ({ identities }: Derived) =>
    new Map(identities.map(({ id, kind, value, plain }) => [id, JSON.stringify([kind, value, plain])]));
  const was = plainOf(before);
  for (const [id, said] of plainOf(after)) if (!said.includes(PSEUDONYM)) assert.equal(said, was.get(id));
}

/** Answers without the names of those who are erased. */
function answers(rows: readonly (ConversionRow | ClaimRow)[]): unknown {
  return rows.map(({ id, credit }) => [id, { ...credit, conflicts: credit.conflicts.map(({ kind }) => kind) }]);
}
