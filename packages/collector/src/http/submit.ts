import type { Command, Outcome } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import type { HttpContext } from './context.ts';

type Kept = Extract<Outcome, { status: 'recorded' | 'duplicate' }>;

/** Commits one command. Throws what the rules refused it for, or `unavailable`. */
export async function submitOne(context: HttpContext, command: Command): Promise<Kept> {
  const [outcome] = await context.queue.submit([command], JSON.stringify(command).length);
  if (!outcome || outcome.status === 'failed') throw new Error(outcome?.message ?? 'a command was not answered');
  if (outcome.status === 'refused') throw new AppError(outcome.code, outcome.message, outcome.detail);
  return outcome;
}
