import { derivedId } from './ids.ts';
import { MINUTE } from './time.ts';

/** A session ends when nothing happens for longer than this. */
export const SESSION_GAP = 30 * MINUTE;

interface Happening {
  id: string;
  name: string;
  occurred_at: number;
}

export interface Session<Event> {
  started_at: number;
  ended_at: number;
  events: Event[];
}

/** Ids follow from where sessions begin, so that they are the same however often and from whatever end they are found. */
export function sessionIdOf(workspaceId: string, visitorId: string, startedAt: number): string {
  return derivedId('session', workspaceId, visitorId, String(startedAt));
}

/**
 * The sessions of one device, oldest first. One ends after 30 minutes in which nothing happened, and where the visitor
 * arrives anew. A function of the set of events and of the set of arrivals (ms UTC): order and copies do not matter.
 */
export function sessionsOf<Event extends Happening>(
  events: readonly Event[],
  arrivals: readonly number[],
): Session<Event>[] {
  const distinct = new Map(events.map((event) => [`${event.id}\u0000${event.name}`, event]));
  const inOrder = [...distinct.values()].sort(byTime);
  const sessions: Session<Event>[] = [];
  for (const event of inOrder) {
    const open = sessions.at(-1);
    if (open && isOneSession(open.ended_at, event.occurred_at, arrivals)) {
      open.events.push(event);
      open.ended_at = event.occurred_at;
    } else {
      sessions.push({ started_at: event.occurred_at, ended_at: event.occurred_at, events: [event] });
    }
  }
  return sessions;
}

function isOneSession(last: number, next: number, arrivals: readonly number[]): boolean {
  return next - last <= SESSION_GAP && !arrivals.some((at) => at > last && at <= next);
}

function byTime(a: Happening, b: Happening): number {
  return a.occurred_at - b.occurred_at || compare(a.id, b.id) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
