import assert from 'node:assert/strict';
import { digestFacts } from '../../packages/collector/src/commit/replay.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { type Derived, derivedIn, ledgerIn } from './history-run.ts';

/** Two stores hold the same facts. Compares rows before digests, so that a difference can be read. */
export async function assertSameFacts(store: Store, other: Store): Promise<void> {
  const [facts, otherFacts] = [await digestFacts(store), await digestFacts(other)];
  if (JSON.stringify(facts) !== JSON.stringify(otherFacts)) {
    assert.deepEqual(readable(await derivedIn(store)), readable(await derivedIn(other)));
    const [ledger, otherLedger] = [await ledgerIn(store), await ledgerIn(other)];
    assert.deepEqual(unversioned({ ...ledger, tallies: [] }), unversioned({ ...otherLedger, tallies: [] }));
  }
  assert.deepEqual(facts, otherFacts);
}

function readable({ receipts: _, ...facts }: Derived): unknown {
  return unversioned(facts);
}

function unversioned(facts: object): unknown {
  return JSON.parse(JSON.stringify(facts, (key, value: unknown) => (key === 'version' ? undefined : value)));
}
