/** What PostgreSQL, or the way to it, may answer with, and what follows from it. */

/** Another writer came between; the same again may succeed. */
export class ConflictError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConflictError';
  }
}

/** serialization_failure, deadlock_detected, lock_not_available */
const CONFLICTS = new Set(['40001', '40P01', '55P03']);
/** Classes of errors that values cause, whatever the state of the database: data exceptions, broken constraints. */
const UNWRITABLE = /^(22|23|54)/;
/**
 * admin_shutdown, crash_shutdown, cannot_connect_now, idle session killed, connection exceptions, idle in transaction,
 * too_many_connections
 */
const CUT = /^(57P0[1-5]|08|25P03|53300)/;
/** What the system says of a way on which nobody is reached. */
const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);
const CUT_BY_SYSTEM = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', ...UNREACHED]);
const CUT_BY_DRIVER = /Connection terminated|connection error|Query read timeout|timeout exceeded|Client was closed/;

export function isConflict(error: unknown): boolean {
  return error instanceof ConflictError || CONFLICTS.has(codeOf(error));
}

export function isUnwritable(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || UNWRITABLE.test(codeOf(error));
}

/** `true` where a row with the same key is there already: unique_violation. */
export function isTaken(error: unknown): boolean {
  return codeOf(error) === '23505';
}

/** `true` where the connection is gone, and so is all that was not committed. */
export function isCut(error: unknown): boolean {
  const code = codeOf(error);
  if (CUT.test(code) || CUT_BY_SYSTEM.has(code)) return true;
  return error instanceof Error && code === '' && CUT_BY_DRIVER.test(error.message);
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** `true` where nobody takes a connection, or nobody answers on one: to try again at once would not help. */
export function isRefused(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '57P03' || code === '53300' || UNREACHED.has(code)) return true;
  return (
    error instanceof AggregateError || (error instanceof Error && /timeout exceeded|read timeout/.test(error.message))
  );
}

/** `true` where PostgreSQL itself says that it did not do what it was asked; else an answer may have been lost. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}
