export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * A browser's clock is set right by `sent_at` only where it is off by more than this, for below it the network's
 * delay is all that would be measured. Whoever compares a browser's time with a server's allows this much.
 */
export const CLOCK_TOLERANCE = 30 * SECOND;

const ISO_WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/**
 * Milliseconds UTC of an ISO 8601 time with an offset, or of a number of milliseconds; `undefined` where it is
 * neither, names a day that does not exist, or lies outside 1990 to 2200.
 */
export function instantOf(value: number | string): number | undefined {
  const at = typeof value === 'number' ? Math.round(value) : parse(value);
  return at >= EARLIEST && at < LATEST ? at : undefined;
}

function parse(text: string): number {
  if (!ISO_WITH_OFFSET.test(text)) return Number.NaN;
  const day = Number(text.slice(8, 10));
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return day > lastDay ? Number.NaN : Date.parse(text.replace(' ', 'T'));
}

/** ISO 8601 in UTC, as every reply renders a time. */
export function isoOf(at: number): string {
  return new Date(at).toISOString();
}
