import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestFacts, replay } from '../../packages/collector/src/commit/replay.ts';
import type { Command, Outcome } from '../../packages/collector/src/domain/command.ts';
import { assertLedger, assertRequests } from './assert-ledger.ts';
import { expectedCover, expectedCredits, saidOf } from './expected-credit.ts';
import { edgeLine, expectedTraces, markLine } from './expected-traces.ts';
import { history } from './histories.ts';
import { casesOf, createCaseCount } from './history-cases.ts';
import { commandsOf } from './history-commands.ts';
import {
  acceptedBy,
  commitGroups,
  type Derived,
  derivedIn,
  type EngineName,
  grouped,
  histories,
  ledgerIn,
  randomFrom,
  shuffled,
  withStores,
} from './history-run.ts';
import { ledgerCasesOf } from './ledger-cases.ts';
import { assertSameFacts } from './same-facts.ts';

/** Cases that a fifth of the histories must meet: a late click, a merge, a collision of keys, a device that several used. */
const FREQUENT = ['recredited by record_click', 'merge', 'key conflict', 'shared device'];

/** Cases without which the property would prove little. */
const IMPORTANT = [
  'duplicate',
  'key conflict',
  'late touch',
  'late identity',
  'recredited by record_click',
  'recredited by record_conversion',
  'recredited by create_affiliate',
  'debt that came late',
  'debt that went away',
  'debt: reported_click',
  'debt: last_affiliate_touch',
  'debt: bound_referral',
  'debt: awaits_review',
  'debt: unknown_click',
  'affiliate touch: outranked',
  'touch: before_the_window',
  'touch: after_the_sale',
  'touch at the very edge of the window',
  'touch that only seems late',
  'touch told in differing words',
  'tie in the same millisecond',
  'click id on several browsers',
  'claim before its report',
  'claim after its report',
  'claim that moved to another conversion',
  'claim: linked',
  'claim: added_context',
  'claim: ambiguous',
  'claim: too_far_in_time',
  'claim: server_knows_better',
  'claim with items',
  'claim of somebody who is not recognised',
  'ids of vendors beside a name',
  'shared device',
  'device that was left',
  'device in quarantine',
  'merge',
  'merge of users',
  'edge removed',
  'conflicting identifiers',
  'recredited by identify',
  'recredited by alias',
  'recredited by remove_edge',
  'touch: other_person',
  'identifier that too many share',
  'identifier with several owners',
  'trusted link beside a claimed one',
  'refund before its sale',
  'refund that was cut',
  'excess refused',
  'conversion edited',
  'conversion deleted',
  'several edits of one thing',
  'tag set up several times',
  'released order used again',
  'released key used again',
  'report of a deleted conversion refused',
  'claim behind a reference',
  'edit refused: conflict',
  'contact edited',
  'ignored for lack of a contact',
  'welcome for its contact',
  'retried without an id',
  'idempotent replay',
  'key of another request refused',
];

for (const engine of ['sqlite', 'postgres'] as const) {
  test(`on ${engine} accepted commands give the same facts in any order and any grouping, and each only once`, () =>
    assertReplay(engine));
}

async function assertReplay(engine: EngineName): Promise<void> {
  const cases = createCaseCount();
  await fc.assert(
    fc.asyncProperty(history, fc.integer(), (steps, seed) =>
      withStores(engine, async (open) => {
        const random = randomFrom(seed);
        const commands = commandsOf(steps);
        const store = await open();
        const outcomes = await commitGroups(store, grouped(commands, random));
        for (const outcome of outcomes) assert.notEqual(outcome.status, 'failed', JSON.stringify(outcome));
        assertEventsTaken(commands, outcomes);
        const facts = await digestFacts(store);
        const derived = await derivedIn(store);
        assertCredits(derived);
        assertOpen(derived);
        assertRequests(commands, outcomes);
        const accepted = await acceptedBy(store);
        const ledger = await ledgerIn(store);
        assertLedger(accepted, derived, ledger);
        cases.add(
          new Set([
            ...casesOf(commands, outcomes, derived),
            ...ledgerCasesOf(commands, outcomes, { derived, ledger, accepted }),
          ]),
        );

        const { edges, marks } = expectedTraces(accepted);
        assert.deepEqual(derived.edges.map(edgeLine).sort(), edges);
        assert.deepEqual(derived.marks.map(markLine).sort(), marks);

        const replayed = await open();
        await replay(grouped(shuffled(accepted, random), random), replayed);
        await assertSameFacts(replayed, store);

        const again = await commitGroups(store, grouped(shuffled(accepted, random), random));
        for (const outcome of again) assert.equal(outcome.status, 'duplicate', JSON.stringify(outcome));
        assert.deepEqual(await digestFacts(store), facts);
      }),
    ),
    histories(engine, 0.6),
  );
  if (engine !== 'sqlite') return;
  for (const line of cases.lines()) console.log(line);
  for (const name of FREQUENT) assert.ok(cases.shareOf(name) >= 0.2, `${name}: in too few histories`);
  // Most are in a fifth or more; the floor leaves room for chance, for every run draws other histories.
  for (const name of IMPORTANT) assert.ok(cases.shareOf(name) >= 0.1, `${name}: in too few histories`);
}

/** Each answer is what the rules, said plainly over all rows at once, make of them. */
function assertCredits(derived: Derived): void {
  const expected = expectedCredits(derived);
  for (const row of [...derived.conversions, ...derived.claims]) {
    const { person: _, root: __, referral_id, ...said } = expected.get(row.id) ?? assert.fail();
    assert.deepEqual(saidOf(row.credit), said, row.id);
    assert.equal(row.credit.owed_to?.referral_id ?? null, referral_id, row.id);
  }
  for (const claim of derived.claims) assert.equal(claim.conversion_id, expectedCover(derived, claim));
}

/** An event is known already where the same browser sent it, or a claim of the same order, before; and only then. */
function assertEventsTaken(commands: readonly Command[], outcomes: readonly Outcome[]): void {
  const taken = new Set<string>();
  for (const [at, command] of commands.entries()) {
    if (command.kind !== 'record_event') continue;
    const { id, visitor_id, name, body } = command;
    const isOrder = body?.claim_id !== undefined && body.order_id !== undefined;
    const keys = [
      `event ${visitor_id} ${name} ${id}`,
      ...(isOrder ? [`order ${visitor_id} ${name} ${body.order_id}`] : []),
    ];
    assert.equal(outcomes[at]?.status, keys.some((key) => taken.has(key)) ? 'duplicate' : 'recorded', keys.join());
    if (outcomes[at]?.status === 'recorded') for (const key of keys) taken.add(key);
  }
}

/** A claim is open only where no conversion ever had its order or its event. */
function assertOpen({ claims }: Derived): void {
  for (const claim of claims) assert.equal(claim.is_open, claim.conversion_id === null, claim.id);
}
