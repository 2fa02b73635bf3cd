import type { Command, Outcome } from '../domain/command.ts';
import type { Store, Transaction } from '../store/store.ts';
import { CommandError, decideAll, TooManyHopsError } from './decide-all.ts';

/** What would become of commands that are committed together, by the same rules. Nothing of it is saved. */
export function foretell(store: Store, commands: readonly Command[]): Promise<Outcome[]> {
  return store.transaction(async (transaction) => {
    const together = await decided(transaction, commands);
    if (together) return together;
    const outcomes: Outcome[] = [];
    for (const command of commands) {
      const [outcome] = (await decided(transaction, [command])) ?? [];
      outcomes.push(outcome ?? { status: 'failed', message: 'it cannot be carried out' });
    }
    return outcomes;
  });
}

/** `undefined` where one of them cannot be carried out. */
async function decided(transaction: Transaction, commands: readonly Command[]): Promise<Outcome[] | undefined> {
  try {
    return (await decideAll(transaction, commands)).outcomes;
  } catch (error) {
    if (error instanceof CommandError || error instanceof TooManyHopsError) return undefined;
    throw error;
  }
}
