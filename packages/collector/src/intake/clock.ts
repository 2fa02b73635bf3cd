import { CLOCK_TOLERANCE, DAY, MINUTE } from '../domain/time.ts';

/** A browser's report may be this old. */
export const BROWSER_MAX_AGE = 28 * DAY;

/** A time that is further ahead than this is an error of the clock that gave it. */
export const MAX_AHEAD = 5 * MINUTE;

/** How far a browser's clock is behind ours, in ms; 0 where it is within what the network's delay explains. */
export function clockErrorOf(sentAt: number | undefined, receivedAt: number): number {
  const error = sentAt === undefined ? 0 : receivedAt - sentAt;
  return Math.abs(error) > CLOCK_TOLERANCE ? error : 0;
}
