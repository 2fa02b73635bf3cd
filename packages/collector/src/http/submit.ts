import type { Command, Fact, Outcome } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import type { HttpContext } from './context.ts';

export type Kept = Extract<Outcome, { status: 'recorded' | 'duplicate' }>;
export type Answered = Kept | Extract<Outcome, { status: 'ignored' }>;

/** Commits one command. Throws what the rules refused it for, or `unavailable`. */
export async function submitOne(context: HttpContext, command: Command): Promise<Kept> {
  const outcome = await submitAny(context, command);
  if (outcome.status === 'ignored') throw new Error(`a command was ignored: ${outcome.reason}`);
  return outcome;
}

/** The same of a command that may be ignored. */
export async function submitAny(context: HttpContext, command: Command): Promise<Answered> {
  const [outcome] = await submitAll(context, [command]);
  return answered(outcome);
}

/** Commits commands together; each has an outcome of its own. Throws `unavailable`. */
export async function submitAll(context: HttpContext, commands: readonly Command[]): Promise<Outcome[]> {
  if (commands.length === 0) return [];
  return context.queue.submit(commands, JSON.stringify(commands).length);
}

/** What was not refused. Throws what the rules refused it for. */
export function answered(outcome: Outcome | undefined): Answered {
  if (!outcome || outcome.status === 'failed') throw new Error(outcome?.message ?? 'a command was not answered');
  if (outcome.status === 'refused') throw new AppError(outcome.code, outcome.message, outcome.detail);
  return outcome;
}

/** The row that a command made or found; `column` is one that only such rows have. */
export function factOf<Row extends Fact>(outcome: Answered, column: keyof Row & string): Row {
  const fact = 'fact' in outcome ? outcome.fact : undefined;
  if (!fact || !(column in fact)) throw new Error(`a command made nothing with a ${column}`);
  return fact as Row;
}

/** By its `Idempotency-Key` the same request was carried out before. */
export function isReplayed(outcome: Answered): boolean {
  return outcome.status === 'duplicate' && outcome.is_replayed === true;
}
