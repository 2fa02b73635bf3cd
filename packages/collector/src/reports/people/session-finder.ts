import type { EventRow } from '../../domain/event.ts';
import { events, touches } from '../../domain/schema.ts';
import { SESSION_GAP } from '../../domain/session.ts';
import type { TouchRow } from '../../domain/touch.ts';
import type { Bounds, Reader } from '../../store/store.ts';

/** Finds sessions of a device from any time in them, as `sessionsOf` makes them of all events. */
export interface SessionFinder {
  /** When the session began that something belongs to which occurred at this time; `null` where there is none. */
  startAt(at: number): Promise<number | null>;
  /** When the session began and ended that an event at this time belongs to. */
  around(at: number): Promise<{ started_at: number; ended_at: number }>;
}

/** Steps of up to half an hour to an end of a session: weeks without a pause are no person's. */
const STEPS_AT_MOST = 2_000;

/**
 * A step goes as far as no pause can hide: to the farthest event within what a session may pause. So a session of thousands
 * of events takes few steps.
 */
export function createSessionFinder(reader: Reader, workspaceId: string, visitorId: string): SessionFinder {
  const prefix = [workspaceId, visitorId];
  const known: { from: number; to: number }[] = [];

  async function eventIn(bounds: Bounds): Promise<number | undefined> {
    const [event] = await reader.range<EventRow>(events, 'visitor', prefix, { ...bounds, limit: 1 });
    return event?.occurred_at;
  }

  async function arrivalIn(bounds: Bounds): Promise<number | undefined> {
    const [touch] = await reader.range<TouchRow>(touches, 'visitor', prefix, { ...bounds, limit: 1 });
    return touch?.occurred_at;
  }

  const arrivalUpTo = (at: number) => arrivalIn({ to: [at], order: 'descending' });

  async function startOf(event: number): Promise<number> {
    const floor = (await arrivalUpTo(event)) ?? 0;
    let start = event;
    for (let steps = 0; steps < STEPS_AT_MOST; steps += 1) {
      const from = [Math.max(start - SESSION_GAP, floor)];
      const earlier = await eventIn({ from, to: [start - 1], order: 'ascending' });
      if (earlier === undefined) break;
      start = earlier;
    }
    known.push({ from: start, to: event });
    return start;
  }

  async function endOf(event: number): Promise<number> {
    const next = await arrivalIn({ from: [event + 1], order: 'ascending' });
    const ceiling = next === undefined ? Number.POSITIVE_INFINITY : next - 1;
    let end = event;
    for (let steps = 0; steps < STEPS_AT_MOST; steps += 1) {
      const to = [Math.min(end + SESSION_GAP, ceiling)];
      const later = await eventIn({ from: [end + 1], to, order: 'descending' });
      if (later === undefined) break;
      end = later;
    }
    return end;
  }

  return {
    async startAt(at) {
      const session = known.find(({ from, to }) => from <= at && at <= to);
      if (session) return session.from;
      const arrival = await arrivalUpTo(at);
      const from = Math.max(at - SESSION_GAP, arrival ?? 0);
      const before = await eventIn({ from: [from], to: [at], order: 'descending' });
      if (before !== undefined) return startOf(before);
      // A landing is read before its page is viewed.
      const after = await eventIn({ from: [at], to: [at + SESSION_GAP], order: 'ascending' });
      if (after === undefined || ((await arrivalUpTo(after)) ?? 0) > at) return null;
      return startOf(after);
    },
    async around(at) {
      const [started_at, ended_at] = await Promise.all([startOf(at), endOf(at)]);
      return { started_at, ended_at };
    },
  };
}
