import type { Command, Outcome } from '../domain/command.ts';
import { type Store, type Transaction, UnwritableError } from '../store/store.ts';
import { CommandError, decideAll, messageOf, TooManyHopsError } from './decide-all.ts';

/** Hears, for every group that was decided, how often rows had to be fetched first. */
export type OnHops = (hops: number) => void;

/**
 * Commits a group of commands in one transaction and answers for each, in their order. When the group fails it is run
 * again command by command, so that one that cannot be carried out does not take its neighbours with it. Commands that
 * need many hops are decided alone, in the same transaction. Rejects only where the store itself cannot write, and then
 * nothing of the group is stored.
 */
export async function commitGroup(
  store: Store,
  commands: readonly Command[],
  onHops: OnHops = () => {},
): Promise<Outcome[]> {
  try {
    return await store.transaction((transaction) => run(transaction, commands, onHops));
  } catch (error) {
    if (error instanceof TooManyHopsError) {
      return store.transaction((transaction) => runApart(transaction, apart(commands, error.places), onHops));
    }
    if (!(error instanceof CommandError)) throw error;
    return store.transaction((transaction) => runOneByOne(transaction, commands, onHops));
  }
}

async function run(transaction: Transaction, commands: readonly Command[], onHops: OnHops): Promise<Outcome[]> {
  try {
    const { outcomes, changes, hops } = await decideAll(transaction, commands);
    onHops(hops);
    await transaction.save(changes);
    return outcomes;
  } catch (error) {
    throw error instanceof UnwritableError ? new CommandError(messageOf(error)) : error;
  }
}

async function runOneByOne(transaction: Transaction, commands: readonly Command[], onHops: OnHops): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const command of commands) {
    try {
      outcomes.push(...(await transaction.savepoint(() => run(transaction, [command], onHops))));
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof TooManyHopsError)) throw error;
      outcomes.push({ status: 'failed', message: error.message });
    }
  }
  return outcomes;
}

/** Decides each part for itself; of one that fails, its commands. */
async function runApart(
  transaction: Transaction,
  parts: readonly (readonly Command[])[],
  onHops: OnHops,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const part of parts) {
    try {
      outcomes.push(...(await transaction.savepoint(() => run(transaction, part, onHops))));
    } catch (error) {
      if (error instanceof TooManyHopsError && part.length > 1) {
        outcomes.push(...(await runApart(transaction, apart(part, error.places), onHops)));
      } else if (error instanceof CommandError || error instanceof TooManyHopsError) {
        outcomes.push(...(await runOneByOne(transaction, part, onHops)));
      } else throw error;
    }
  }
  return outcomes;
}

/** The commands at some places each alone, and what lies between them together; all in their order. */
function apart(commands: readonly Command[], places: ReadonlySet<number>): Command[][] {
  const parts: Command[][] = [];
  let together: Command[] | undefined;
  for (const [place, command] of commands.entries()) {
    if (places.has(place)) {
      parts.push([command]);
      together = undefined;
    } else if (together) together.push(command);
    else {
      together = [command];
      parts.push(together);
    }
  }
  return parts;
}
