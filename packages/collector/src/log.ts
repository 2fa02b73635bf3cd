import { type Logger, pino } from 'pino';

/** Nothing that opens a door or names a person goes into a log. */
const REDACTED = ['*.authorization', '*.cookie', '*.email', '*.key', '*.secret', '*.token'];

export function createLog(level: string): Logger {
  return pino({ level, redact: { paths: REDACTED, censor: '[redacted]' }, base: null });
}
