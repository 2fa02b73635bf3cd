import { AppError } from '../../../domain/errors.ts';

/** Who changes something at the same moment as so many others comes again. */
const ATTEMPTS = 20;

/** Does what rests on how something was read, again where another change of it came between. */
export async function again<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isOvertaken = error instanceof AppError && error.code === 'conflict' && error.detail.field === 'version';
      if (attempt === ATTEMPTS || !isOvertaken) throw error;
    }
  }
}
