import type { BatchEvent } from './wire.ts';

/**
 * The event as JSON, taken at once, for the page may change its objects later. Where `extras` cannot be written as JSON
 * (a cycle, a bigint), they are left out: the event itself is never lost.
 */
export function eventJson(event: BatchEvent, extras: Partial<BatchEvent>): string {
  try {
    return JSON.stringify({ ...event, ...extras });
  } catch {
    return JSON.stringify(event);
  }
}
