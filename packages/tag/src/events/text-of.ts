/** The text of a string or a number that says something; `undefined` for all else that a page may hand in. */
export function textOf(value: unknown): string | undefined {
  return (typeof value === 'string' || Number.isFinite(value)) && value !== '' ? `${value}` : undefined;
}
