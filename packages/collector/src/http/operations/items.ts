import type { Command } from '../../domain/command.ts';
import { AppError } from '../../domain/errors.ts';
import type { HttpContext } from '../context.ts';
import { appErrorOf } from '../problem.ts';
import { type Answered, answered, submitAll } from '../submit.ts';

/** What an item comes to: something to commit, or a result that is there already. */
export type Taken<Result> = { command: Command } | { result: Result };

/**
 * Carries out items of one request, each for itself: those that are good are committed together, and the result of each is
 * in its place. Throws `unavailable`, of all of them.
 */
export async function submitItems<Item, Result>(
  context: HttpContext,
  items: readonly Item[],
  take: (item: Item, index: number) => Promise<Taken<Result>> | Taken<Result>,
  resultOf: (outcome: Answered) => Result,
): Promise<(Result | AppError)[]> {
  const taken = await Promise.all(items.map((item, index) => caught(context, async () => take(item, index))));
  const commands = taken.flatMap((one) => ('command' in one ? [one.command] : []));
  const outcomes = (await submitAll(context, commands)).values();
  return Promise.all(
    taken.map((one) => {
      if (one instanceof AppError) return one;
      if ('result' in one) return one.result;
      const outcome = outcomes.next().value;
      return caught(context, async () => resultOf(answered(outcome)));
    }),
  );
}

/** A defect in one item is logged and answered in its place. */
async function caught<Value>(context: HttpContext, work: () => Promise<Value>): Promise<Value | AppError> {
  try {
    return await work();
  } catch (error) {
    const shown = appErrorOf(error, undefined);
    if (shown.code === 'internal') context.log.error({ err: error }, 'an item of a request failed');
    return shown;
  }
}
