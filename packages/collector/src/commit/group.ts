import type { Command, CommandRow, LoggedCommand, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { commands as commandTable } from '../domain/schema.ts';
import { decide } from '../rules/decide.ts';
import type { Store, Transaction } from '../store/store.ts';
import { createDraft } from './draft.ts';

/**
 * Commits a group of commands in one transaction and answers for each, in their order. When the group fails it is run
 * again command by command, so that one that cannot be carried out does not take its neighbours with it. Rejects only
 * where the store itself cannot write; then nothing of the group is stored.
 */
export async function commitGroup(store: Store, commands: readonly Command[]): Promise<Outcome[]> {
  try {
    return await store.transaction((transaction) => run(transaction, commands));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return store.transaction((transaction) => runOneByOne(transaction, commands));
  }
}

/** The rules threw, or what they asked for could not be saved. */
class CommandError extends Error {}

async function run(transaction: Transaction, commands: readonly Command[]): Promise<Outcome[]> {
  const draft = createDraft(transaction.now);
  const outcomes = commands.map((command) => attempt(draft, command));
  for (const { table, changes } of draft.changes()) {
    try {
      await transaction.save(table, changes);
    } catch (error) {
      throw isCommandsFault(error) ? new CommandError(messageOf(error)) : error;
    }
  }
  return outcomes;
}

async function runOneByOne(transaction: Transaction, commands: readonly Command[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const command of commands) {
    try {
      outcomes.push(...(await transaction.savepoint(() => run(transaction, [command]))));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      outcomes.push({ status: 'failed', message: error.message });
    }
  }
  return outcomes;
}

function attempt(draft: Draft, command: Command): Outcome {
  try {
    const outcome = decide(draft, command);
    if (outcome.status === 'recorded' && command.kind !== 'record_event') log(draft, command);
    return outcome;
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
}

function log(draft: Draft, command: LoggedCommand): void {
  const { workspace_id, id, kind, recorded_at } = command;
  draft.insert<CommandRow>(commandTable, { workspace_id, id, kind, recorded_at, body: command });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A row that breaks a constraint, or holds what cannot be bound, is the command's fault; a full or broken disk is not. */
function isCommandsFault(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT');
}
