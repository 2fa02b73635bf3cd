import type { EventRow } from '../../domain/event.ts';
import { events, touches } from '../../domain/schema.ts';
import { SESSION_GAP } from '../../domain/session.ts';
import type { TouchRow } from '../../domain/touch.ts';
import type { Bounds, Reader } from '../../store/store.ts';
import { findPerson, type Person } from './person.ts';
import { presenceOf } from './presence.ts';
import { createSessionFinder } from './session-finder.ts';

/** A session in which a person was at a device. */
export interface ShownSession {
  workspace_id: string;
  visitor_id: string;
  started_at: number;
  ended_at: number;
  /** Events of the person's in it, as far as they were counted. */
  events: number;
  /** The arrival that it began with; `null` where the visitor came from nowhere that is known. */
  touch: Pick<TouchRow, 'id' | 'channel' | 'source' | 'campaign' | 'occurred_at'> | null;
}

/** Place in the list: the session that was shown last. */
export interface SessionCursor {
  started_at: number;
  visitor_id: string;
}

export interface SessionPage {
  rows: ShownSession[];
  next: SessionCursor | null;
}

/** Events of one session that are counted at most. */
const COUNTED_AT_MOST = 500;
/** Sessions that one page looks at on one device, where they were mostly others'. */
const LOOKED_AT_MOST = 200;

/** Sessions of a person, newest first; `null` where there is no such person. */
export async function readSessions(
  reader: Reader,
  question: { workspace_id: string; id: string; limit: number; after: SessionCursor | null },
): Promise<SessionPage | null> {
  const { workspace_id, id, limit, after } = question;
  const person = await findPerson(reader, workspace_id, id);
  if (!person) return null;
  const found = await Promise.all(
    person.visitors.map((visitor) => sessionsOn(reader, person, visitor, before(visitor, after), limit + 1)),
  );
  const all = found.flat().sort((a, b) => b.started_at - a.started_at || (a.visitor_id < b.visitor_id ? -1 : 1));
  const rows = all.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows,
    next: all.length > limit && last ? { started_at: last.started_at, visitor_id: last.visitor_id } : null,
  };
}

/** The time below which sessions of a device are still to be shown; those of one time in the order of their devices. */
function before(visitorId: string, after: SessionCursor | null): number {
  if (!after) return Number.MAX_SAFE_INTEGER;
  return visitorId > after.visitor_id ? after.started_at + 1 : after.started_at;
}

async function sessionsOn(
  reader: Reader,
  person: Person,
  visitorId: string,
  below: number,
  limit: number,
): Promise<ShownSession[]> {
  const { workspace_id } = person;
  const read = (bounds: Bounds) => reader.range<EventRow>(events, 'visitor', [workspace_id, visitorId], bounds);
  const presence = presenceOf(reader, person, visitorId);
  const finder = createSessionFinder(reader, workspace_id, visitorId);
  const sessions: ShownSession[] = [];
  let upTo = below - 1;
  for (let looks = 0; looks < LOOKED_AT_MOST && sessions.length < limit; looks += 1) {
    const [newest] = await read({ to: [upTo], order: 'descending', limit: 1 });
    if (!newest) break;
    const { started_at, ended_at } = await finder.around(newest.occurred_at);
    const rows = await read({ from: [started_at], to: [ended_at], order: 'descending', limit: COUNTED_AT_MOST });
    const moments = await presence.at(rows.map(({ occurred_at }) => occurred_at));
    const own = moments.filter(({ is_theirs }) => is_theirs).length;
    upTo = started_at - 1;
    if (own > 0) {
      const touch = await arrivalOf(reader, workspace_id, visitorId, started_at);
      sessions.push({ workspace_id, visitor_id: visitorId, started_at, ended_at, events: own, touch });
    } else {
      const last = await presence.lastBefore(started_at);
      if (last === undefined) break;
      upTo = Math.min(upTo, last);
    }
  }
  return sessions;
}

/** The arrival that a session began with: nothing happened on the device between the two. */
async function arrivalOf(
  reader: Reader,
  workspaceId: string,
  visitorId: string,
  startedAt: number,
): Promise<ShownSession['touch']> {
  const prefix = [workspaceId, visitorId];
  const bounds = { from: [startedAt - SESSION_GAP], to: [startedAt], order: 'descending', limit: 1 } as const;
  const [touch] = await reader.range<TouchRow>(touches, 'visitor', prefix, bounds);
  if (!touch) return null;
  const between = { from: [touch.occurred_at], to: [startedAt - 1], order: 'descending', limit: 1 } as const;
  const [other] = await reader.range<EventRow>(events, 'visitor', prefix, between);
  if (other) return null;
  const { id, channel, source, campaign, occurred_at } = touch;
  return { id, channel, source, campaign, occurred_at };
}
