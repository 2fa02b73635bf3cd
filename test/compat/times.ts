/**
 * The value with each `{"$times": [3, "x"]}` in it replaced by `"xxx"`, and of anything but text by an array of so many, so
 * that what is too long need not be written out.
 */
export function writtenOut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writtenOut);
  if (value === null || typeof value !== 'object') return value;
  if (!('$times' in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, writtenOut(inner)]));
  }
  const [times, repeated, ...rest] = Array.isArray(value.$times) ? value.$times : [];
  if (!Number.isInteger(times) || repeated === undefined || rest.length > 0 || Object.keys(value).length > 1) {
    throw new Error(`expected {"$times": [NUMBER, VALUE]}, found ${JSON.stringify(value)}`);
  }
  return typeof repeated === 'string'
    ? repeated.repeat(times)
    : Array.from({ length: times }, () => writtenOut(repeated));
}
