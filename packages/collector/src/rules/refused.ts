import type { Outcome } from '../domain/command.ts';
import type { ErrorCode } from '../domain/errors.ts';

/** A command that is not carried out: which field is at fault, what is wrong with it, and what can be done. */
export function refused(code: ErrorCode, field: string, message: string, hint: string): Outcome {
  return { status: 'refused', code, message: `${field}: ${message}`, detail: { field, hint } };
}
