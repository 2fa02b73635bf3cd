import type { Reader } from '../../store/store.ts';
import { eventSource, touchSource } from './device-sources.ts';
import { edgesOf } from './edges.ts';
import { byPlace, type Entry, type Place, type Source, startBehind, type Told } from './entry.ts';
import { findPerson, type Person } from './person.ts';
import { deviceSaleSource, linkSource, namedSaleSource } from './person-sources.ts';
import { createSessionFinder, type SessionFinder } from './session-finder.ts';

/** An entry with when the session began that it belongs to. */
export type PlacedEntry = Entry & { session_started_at: number | null };

export interface TimelinePage {
  workspace_id: string;
  entries: PlacedEntry[];
  next: Place | null;
}

/** Sources that are read at once. */
const SOURCES_AT_ONCE = 8;

/**
 * What happened to a person, newest first. A page holds `limit` entries and the handovers beside them; fewer, where others
 * used the person's devices most of the time. `null` where there is no such person.
 */
export async function readTimeline(
  reader: Reader,
  question: { workspace_id: string; id: string; limit: number; after: Place | null },
): Promise<TimelinePage | null> {
  const { workspace_id, id, limit, after } = question;
  const person = await findPerson(reader, workspace_id, id);
  if (!person) return null;
  const told = await tellFrom(await sourcesOf(reader, person), limit, after);
  const entries: Entry[] = [];
  let last: Place | null = null;
  let rows = 0;
  let isEnd = true;
  for (const { place, entries: own } of told) {
    if (rows === limit) {
      isEnd = false;
      break;
    }
    entries.push(...own);
    last = place;
    rows += 1;
    if (own.length > 0) continue;
    isEnd = false;
    break;
  }
  return { workspace_id, entries: await withSessions(reader, person, entries), next: isEnd ? null : last };
}

async function sourcesOf(reader: Reader, person: Person): Promise<Source[]> {
  const { rows } = await edgesOf(reader, person);
  return [
    linkSource(reader, person, rows),
    ...person.members.map((member) => namedSaleSource(reader, person, member)),
    ...person.visitors.flatMap((visitor) => [
      eventSource(reader, person, visitor),
      touchSource(reader, person, visitor),
      deviceSaleSource(reader, person, visitor),
    ]),
  ];
}

/** What comes next of all sources, in order. Those are left alone whose newest row is older than all that a page holds. */
async function tellFrom(sources: readonly Source[], limit: number, after: Place | null): Promise<Told[]> {
  const newest = await Promise.all(
    sources.map(async (source) => ({ source, at: await source.newest(startBehind(source, after)) })),
  );
  const waiting = newest
    .filter((one): one is { source: Source; at: number } => one.at !== undefined)
    .sort((a, b) => b.at - a.at);
  let told: Told[] = [];
  while (waiting.length > 0) {
    const lastOfPage = told[limit]?.place.at;
    if (lastOfPage !== undefined && lastOfPage > (waiting[0]?.at ?? 0)) break;
    const batch = waiting.splice(0, SOURCES_AT_ONCE);
    const read = await Promise.all(batch.map(({ source }) => source.read(startBehind(source, after), limit)));
    told = [...told, ...read.flat()].sort(byPlace);
  }
  return told;
}

async function withSessions(reader: Reader, person: Person, entries: readonly Entry[]): Promise<PlacedEntry[]> {
  const finders = new Map(
    person.visitors.map((visitor) => [visitor, createSessionFinder(reader, person.workspace_id, visitor)]),
  );
  const placed: PlacedEntry[] = [];
  // One after the other, for the session of one is mostly that of the next.
  for (const entry of entries) {
    const finder: SessionFinder | undefined = finders.get(entry.visitor_id ?? '');
    placed.push({ ...entry, session_started_at: (await finder?.startAt(entry.occurred_at)) ?? null });
  }
  return placed;
}
