import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../domain/errors.ts';
import { isoOf, MINUTE } from '../domain/time.ts';

interface Timed {
  /** ms UTC */
  valid_from: number;
}

/** What was said of something, in the order in which it was accepted: its first terms, and each change of them. */
export type Versions<Terms> = readonly [first: Terms, ...later: Terms[]];

/** From when on a change is to hold. */
interface When {
  valid_from?: number | undefined;
  /** A change that is known already and would hold later is given up. */
  replaces_later?: boolean | undefined;
}

interface Change<Terms> {
  received_at: number;
  /** What is asked for, made of what would hold, from a time on. */
  changed: (before: Terms, valid_from: number) => Terms;
  /** ms that must lie between now and such a change. */
  noticeOf?: (before: Terms, after: Terms) => number;
}

/**
 * Whole terms that hold from a time on, or `undefined` where they are what they were. Without a time they hold from now on;
 * of what has not begun, from its beginning on. Throws `invalid` and `conflict` with `valid_from`.
 */
export function changedTerms<Terms extends Timed>(
  versions: Versions<Terms>,
  { valid_from: given, replaces_later = false }: When,
  { received_at, changed, noticeOf = () => 0 }: Change<Terms>,
): Terms | undefined {
  if (given !== undefined && given < received_at) {
    throw refusal(
      'invalid',
      'lies in the past',
      'What was earned stays as it is: leave it out for a change from now on.',
    );
  }
  const latest = versions.at(-1) ?? versions[0];
  const hasBegun = versions.some((terms) => terms.valid_from <= received_at);
  const soonest = given ?? (hasBegun ? received_at : latest.valid_from);
  const before = replaces_later ? termsAt(versions, soonest) : latest;

  let after = changed(before, soonest);
  const notice = Math.max(noticeOf(before, after), noticeOf(latest, after));
  if (soonest < received_at + notice) {
    if (given !== undefined) {
      throw refusal('invalid', `must lie at least ${notice / MINUTE} minutes ahead`, 'Leave it out for the soonest.');
    }
    after = changed(before, received_at + notice);
  }
  if (before === latest && isDeepStrictEqual({ ...after, valid_from: before.valid_from }, before)) {
    if (given === undefined || given === latest.valid_from) return undefined;
    throw refusal('invalid', 'nothing changes then', 'Send what changes with it.');
  }
  if (latest.valid_from > after.valid_from && !replaces_later) {
    throw refusal(
      'conflict',
      `a change is known already that holds from ${isoOf(latest.valid_from)} on`,
      'Send that time or a later one, or replaces_later to give that change up.',
    );
  }
  return after;
}

function termsAt<Terms extends Timed>(versions: Versions<Terms>, at: number): Terms {
  return versions.findLast(({ valid_from }) => valid_from <= at) ?? versions[0];
}

function refusal(code: 'invalid' | 'conflict', what: string, hint: string): AppError {
  return new AppError(code, `valid_from: ${what}`, { field: 'valid_from', hint });
}
