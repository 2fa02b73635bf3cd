import { AppError } from '../domain/errors.ts';
import { MAX_AHEAD } from './clock.ts';

/** `true` of a time that only a wrong clock can have given. */
export function isAhead(given: number, receivedAt: number): boolean {
  return given > receivedAt + MAX_AHEAD;
}

/** A server's time may be in the past; one that is ahead of us is an error that must be seen. */
export function readOccurredAt(given: number | undefined, receivedAt: number): number {
  if (given === undefined) return receivedAt;
  if (isAhead(given, receivedAt)) {
    throw new AppError('invalid', 'occurred_at: lies more than 5 minutes in the future', {
      field: 'occurred_at',
      hint: 'Send when it occurred, with the offset of its time zone, and check the clock.',
    });
  }
  return given;
}
