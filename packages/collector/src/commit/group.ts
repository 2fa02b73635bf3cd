import type { Command, Outcome } from '../domain/command.ts';
import { type Store, type Transaction, UnwritableError } from '../store/store.ts';
import { CommandError, decideAll, messageOf, TooManyHopsError } from './decide-all.ts';

/** The store failed after the first commands of a group were committed. */
export class CutShortError extends Error {
  /** Of the commands that were committed. */
  readonly outcomes: readonly Outcome[];

  constructor(outcomes: readonly Outcome[], cause: unknown) {
    super('the store failed in the middle of a group', { cause });
    this.name = 'CutShortError';
    this.outcomes = outcomes;
  }
}

/** Hears, for every group that was decided, how often rows had to be fetched first. */
export type OnHops = (hops: number) => void;

/**
 * Commits a group of commands in one transaction and answers for each, in their order. When the group fails it is run
 * again command by command, so that one that cannot be carried out does not take its neighbours with it. Commands that
 * need many hops are committed alone. Rejects only where the store itself cannot write: with `CutShortError` where a part
 * was written.
 */
export async function commitGroup(
  store: Store,
  commands: readonly Command[],
  onHops: OnHops = () => {},
): Promise<Outcome[]> {
  try {
    return await store.transaction((transaction) => run(transaction, commands, onHops));
  } catch (error) {
    const isTooDeep = error instanceof TooManyHopsError;
    if (isTooDeep && commands.length > 1) return commitApart(store, commands, error.places, onHops);
    if (!isTooDeep && !(error instanceof CommandError)) throw error;
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

/** Commits the commands at some places each alone, and what lies between them together; all in their order. */
async function commitApart(
  store: Store,
  commands: readonly Command[],
  places: ReadonlySet<number>,
  onHops: OnHops,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const part of apart(commands, places)) {
    try {
      outcomes.push(...(await commitGroup(store, part, onHops)));
    } catch (error) {
      const written = [...outcomes, ...(error instanceof CutShortError ? error.outcomes : [])];
      if (written.length === 0) throw error;
      throw new CutShortError(written, error instanceof CutShortError ? error.cause : error);
    }
  }
  return outcomes;
}

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
