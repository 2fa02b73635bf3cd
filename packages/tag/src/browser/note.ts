/**
 * What became of something:
 *
 * - `held`: a call waits for the start or for consent
 * - `dropped`: an event, or a part of one, goes nowhere
 * - `sent`: the browser has promised to send a request, and will not tell what came of it
 * - `taken`, `refused`: the collector has answered
 * - `failed`: a request met no answer, or a promise of one; it is sent again
 * - `given_up`: nothing is sent again in this page
 * - `not_stored`: the browser did not take a cookie, or what was to be kept
 * - `forwarded`, `not_forwarded`: a pixel of another vendor was told of an event, or could not be
 * - `error`: something of the tag broke
 */
export type Verdict =
  | 'held'
  | 'dropped'
  | 'sent'
  | 'taken'
  | 'refused'
  | 'failed'
  | 'given_up'
  | 'not_stored'
  | 'forwarded'
  | 'not_forwarded'
  | 'error';

/** A verdict with what it is about and why. */
export type Note = readonly [at: number, verdict: Verdict, subject: unknown, reason?: unknown];
