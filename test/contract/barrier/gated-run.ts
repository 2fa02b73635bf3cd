import { commitGroup } from '../../../packages/collector/src/commit/group.ts';
import type { Command, Outcome } from '../../../packages/collector/src/domain/command.ts';
import type { Store, Transaction } from '../../../packages/collector/src/store/store.ts';

/** A step of a transaction, by what it begins with. */
export interface Step {
  name: 'begin' | 'fetch' | 'save' | 'commit';
  attempt: number;
}

/** A group that is being committed, and waits before each of its steps until it may pass. */
export interface GatedRun {
  /** Steps before which it has waited so far. */
  steps: readonly Step[];
  isAtGate(): boolean;
  isDone(): boolean;
  /** Resolves when it waits at a gate, or is done. */
  settled(): Promise<void>;
  pass(): void;
  /** Lets it pass every gate from now on. */
  open(): void;
  outcomes: Promise<Outcome[]>;
}

/** Commits a group step by step. From the attempt after `gatedAttempts` on nothing is waited for any more. */
export function startGated(store: Store, commands: readonly Command[], gatedAttempts: number): GatedRun {
  const steps: Step[] = [];
  let isOpen = false;
  let isDone = false;
  let letPass: (() => void) | undefined;
  let settle = Promise.withResolvers<void>();

  function gate(name: Step['name'], attempt: number): Promise<void> {
    if (isOpen || attempt > gatedAttempts) return Promise.resolve();
    steps.push({ name, attempt });
    settle.resolve();
    return new Promise((resolve) => {
      letPass = resolve;
    });
  }

  function pass(): void {
    const passes = letPass;
    if (!passes) return;
    letPass = undefined;
    settle = Promise.withResolvers();
    passes();
  }

  function gated(transaction: Transaction, attempt: number): Transaction {
    // The first fetch of all is one step with the beginning.
    let isBegun = attempt > 1;
    return {
      ...transaction,
      async fetch(seeks) {
        if (isBegun) await gate('fetch', attempt);
        isBegun = true;
        return transaction.fetch(seeks);
      },
      async save(changes) {
        await gate('save', attempt);
        return transaction.save(changes);
      },
    };
  }

  const gatedStore: Store = {
    ...store,
    async transaction(work) {
      let attempt = 0;
      await gate('begin', 1);
      return store.transaction(async (transaction) => {
        attempt += 1;
        const result = await work(gated(transaction, attempt));
        await gate('commit', attempt);
        return result;
      });
    },
  };
  const outcomes = commitGroup(gatedStore, commands).finally(() => {
    isDone = true;
    settle.resolve();
  });
  // Who drives it asks for the outcomes only at the end.
  outcomes.catch(() => {});
  return {
    steps,
    isAtGate: () => letPass !== undefined,
    isDone: () => isDone,
    settled: () => settle.promise,
    pass,
    open() {
      isOpen = true;
      pass();
    },
    outcomes,
  };
}
