import type { Draft } from '../domain/draft.ts';
import type { Reader, Seek } from '../store/store.ts';
import { createAnswers } from './answers.ts';
import { createDraft } from './draft.ts';

/** A look that still asks after so many rounds follows a chain longer than any person's. */
const ROUNDS_AT_MOST = 200;

/**
 * What a rule tells of the facts as they are, without changing any. It runs as if what was not read yet were not there,
 * which tells most of what it needs; all of that is read at once, and it runs again until nothing is missing. `tell` must
 * have no effect but what it returns. Throws what it throws, and where it never has enough.
 */
export async function look<T>(reader: Reader, tell: (draft: Draft) => T): Promise<T> {
  const answers = createAnswers(false);
  for (let round = 0; round < ROUNDS_AT_MOST; round += 1) {
    const told = attempt(() => tell(createDraft(answers.reader)));
    if (answers.missing() === 0) {
      if ('error' in told) throw told.error;
      return told.result;
    }
    answers.add(await Promise.all(answers.ask().map((seek) => answer(reader, seek))));
  }
  throw new Error(`a look at the facts asked for more than ${ROUNDS_AT_MOST} rounds`);
}

/** While something is missing, an error is not meant either. */
function attempt<T>(tell: () => T): { result: T } | { error: unknown } {
  try {
    return { result: tell() };
  } catch (error) {
    return { error };
  }
}

function answer(reader: Reader, { table, index, prefix, bounds }: Seek): Promise<object[]> {
  return bounds ? reader.range(table, index, prefix, bounds) : reader.find(table, index, prefix);
}
