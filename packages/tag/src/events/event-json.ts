import type { TakeNote } from '../browser/notes.ts';
import { isWhole } from '../build.ts';
import type { BatchEvent } from '../wire.ts';

/** Characters of JSON that are certain to be fewer bytes than the collector takes of one event. */
const maxLength = 10_000;

/**
 * The event as JSON, taken at once, for the page may change its objects later. What the page put into it is left out where
 * it cannot be written as JSON (a cycle, a bigint) or is too large: the event itself is never lost.
 */
export function eventJson(event: BatchEvent, note: TakeNote): string {
  try {
    const json = JSON.stringify(event);
    if (json.length > maxLength) throw json.length;
    return json;
  } catch (reason) {
    note('dropped', event, reason);
    const { touch, user } = event;
    if (!isWhole) return JSON.stringify({ ...event, props: undefined, user: undefined });
    return JSON.stringify({
      ...event,
      props: undefined,
      items: undefined,
      touch: touch && { ...touch, utm: undefined },
      user: user && { ...user, traits: undefined },
    });
  }
}
