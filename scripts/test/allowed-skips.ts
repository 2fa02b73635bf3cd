/**
 * Reads a list of the tests that may be skipped, `[{"name": "…", "reason": "…"}]`.
 * @returns their names, without the entries that give no reason
 * @throws when the text is not such a list
 */
export function parseAllowedSkips(text: string): Set<string> {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) {
    throw new Error('The tests that may be skipped must be a list of {"name", "reason"}.');
  }
  const entries = list as Array<{ name?: unknown; reason?: unknown } | null>;
  return new Set(
    entries.flatMap((entry) =>
      typeof entry?.name === 'string' && typeof entry.reason === 'string' && entry.reason.trim() !== ''
        ? [entry.name]
        : [],
    ),
  );
}
