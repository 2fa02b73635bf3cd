/** A test as it ended. */
export interface Ended {
  title: string;
  passed: boolean;
}

/**
 * Of documented points, those that hold: a test that shows one passed, and none that shows it failed. A test shows the
 * point whose id its title begins with, and those that the vector or case of that id names in `shows`.
 */
export function holdingPoints(
  points: readonly string[],
  shows: ReadonlyMap<string, readonly string[]>,
  tests: readonly Ended[],
): Set<string> {
  const [passed, failed] = [new Set<string>(), new Set<string>()];
  for (const test of tests) {
    const id = idOf(test.title);
    for (const point of [id, ...(shows.get(id) ?? [])]) (test.passed ? passed : failed).add(point);
  }
  return new Set(points.filter((point) => passed.has(point) && !failed.has(point)));
}

/** What a title begins with, up to a colon, comma or space. */
function idOf(title: string): string {
  return title.split(/[:,\s]/, 1)[0] ?? '';
}
