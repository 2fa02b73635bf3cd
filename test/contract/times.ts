/** Spans of time as the design states them, so that tests do not believe the code they test. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A touch counts this long before a sale, both ends included. */
export const WINDOW = 30 * DAY;

/** A browser's clock is not set right below this. */
export const TOLERANCE = 30_000;
