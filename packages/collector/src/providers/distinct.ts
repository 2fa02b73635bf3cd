const IDS_MAX = 100;

/** Ids, each once; of too many the first. `null` of none. */
export function distinct(ids: readonly (string | undefined)[]): string[] | null {
  const known = [...new Set(ids.filter((id) => id !== undefined))].slice(0, IDS_MAX);
  return known.length > 0 ? known : null;
}
