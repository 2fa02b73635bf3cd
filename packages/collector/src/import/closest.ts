/** The name that is most like another, where one is like it at all: two letters may differ, or a third of them. */
export function closestOf(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name);
  const near = names
    .map((one) => ({ one, steps: distance(wanted, plain(one)) }))
    .filter(({ one, steps }) => steps <= Math.max(2, wanted.length / 3) && steps < plain(one).length)
    .toSorted((a, b) => a.steps - b.steps);
  return near[0]?.one;
}

/** `Email Address` and `email_address` are the same. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 64);
}

/** Letters to add, to leave out or to change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
