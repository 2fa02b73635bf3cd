/** pino's number for `warn`. */
const WARN = 40;

/**
 * Picks from the collector's log what the person at the terminal should see.
 * @returns the message of a warning or an error, or text that is not of the log at all; else undefined
 */
export function readWarning(line: string): string | undefined {
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
    if (typeof level !== 'number' || level < WARN) {
      return undefined;
    }
    return [msg, err?.message].filter((part) => typeof part === 'string').join(': ');
  } catch {
    return line.trim() === '' ? undefined : line;
  }
}
