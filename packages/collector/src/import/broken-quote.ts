/** A quote that cannot be: where it was opened, and never closed as it must be; or where it stands within a cell without quotes. */
export interface BrokenQuote {
  /** Counted from 1. */
  line: number;
  fault: 'not_closed' | 'not_at_the_end' | 'within_a_cell';
}

/**
 * Looks for the first broken quote of a text. A parser finds out only where the next quote comes, or the end, which may be
 * thousands of lines later.
 */
export async function findBrokenQuote(
  text: AsyncIterable<string>,
  delimiter: string,
): Promise<BrokenQuote | undefined> {
  let state: 'begin' | 'plain' | 'quoted' | 'quote' = 'begin';
  let [line, openedAt] = [1, 1];
  for await (const piece of text) {
    for (const letter of piece) {
      if (state === 'quoted') {
        if (letter === '"') state = 'quote';
      } else if (letter === delimiter || letter === '\n') state = 'begin';
      else if (letter === '"') {
        if (state === 'plain') return { line, fault: 'within_a_cell' };
        if (state === 'begin') openedAt = line;
        state = 'quoted';
      } else if (state === 'quote') return { line: openedAt, fault: 'not_at_the_end' };
      else state = 'plain';
      if (letter === '\n') line += 1;
    }
  }
  return state === 'quoted' ? { line: openedAt, fault: 'not_closed' } : undefined;
}
