import { look } from '../../commit/look.ts';
import type { EventRow } from '../../domain/event.ts';
import { events, touches } from '../../domain/schema.ts';
import type { TouchRow } from '../../domain/touch.ts';
import type { Bounds, Reader } from '../../store/store.ts';
import { named } from '../why/naming.ts';
import type { Entry, Source, Told } from './entry.ts';
import { readOwnRows, type Seen, type Start } from './own-rows.ts';
import type { Person } from './person.ts';
import { type Moment, presenceOf, wasLeft } from './presence.ts';

/** What happened on a device while a person was there, and when others took it over from them and they from others. */
export function eventSource(reader: Reader, person: Person, visitorId: string): Source {
  const { workspace_id } = person;
  const name = `event ${visitorId}`;
  const presence = presenceOf(reader, person, visitorId);
  const read = (bounds: Bounds) => reader.range<EventRow>(events, 'visitor', [workspace_id, visitorId], bounds);
  const placeOf = ({ occurred_at, id, name: called }: EventRow) => ({
    at: occurred_at,
    source: name,
    ids: [id, called],
  });

  async function nextAfter({ occurred_at, id, name: called }: EventRow): Promise<Moment | null> {
    const [next] = await read({ after: [occurred_at, id, called], order: 'ascending', limit: 1 });
    return next ? ((await presence.at([next.occurred_at]))[0] ?? null) : null;
  }

  async function tell({ row, moment, newer }: Seen<EventRow>): Promise<Told> {
    const { occurred_at, visitor_id } = row;
    const entries: Entry[] = [];
    const next = newer === undefined ? await nextAfter(row) : newer;
    if (next && next.is_theirs !== moment.is_theirs) {
      const handover = await look(reader, (draft) => ({
        left: moment.roots.map((root) => named(draft, workspace_id, root)),
        came: next.roots.map((root) => named(draft, workspace_id, root)),
        by_reset: wasLeft(draft, workspace_id, visitor_id, { from: occurred_at, before: next.at }),
      }));
      entries.push({ kind: 'handover', id: row.id, occurred_at, visitor_id, handover });
    }
    if (moment.is_theirs) entries.push({ kind: 'event', event: row, occurred_at, visitor_id });
    return { place: placeOf(row), entries };
  }

  return {
    name,
    width: 2,
    newest: newestOf(read),
    async read(start, limit) {
      const cells = ({ occurred_at, id, name: called }: EventRow) => [occurred_at, id, called];
      const { seen, stopped_at } = await readOwnRows(presence, read, cells, start, limit);
      const told = (await Promise.all(seen.map(tell))).filter(({ entries }) => entries.length > 0);
      return stopped_at ? [...told, { place: placeOf(stopped_at), entries: [] }] : told;
    },
  };
}

/** Arrivals on a device while a person was there. */
export function touchSource(reader: Reader, person: Person, visitorId: string): Source {
  const name = `touch ${visitorId}`;
  const presence = presenceOf(reader, person, visitorId);
  const read = (bounds: Bounds) => reader.range<TouchRow>(touches, 'visitor', [person.workspace_id, visitorId], bounds);
  const placeOf = ({ occurred_at, id }: TouchRow) => ({ at: occurred_at, source: name, ids: [id] });
  return {
    name,
    width: 1,
    newest: newestOf(read),
    async read(start, limit) {
      const cells = ({ occurred_at, id }: TouchRow) => [occurred_at, id];
      const { seen, stopped_at } = await readOwnRows(presence, read, cells, start, limit);
      const told = seen
        .filter(({ moment }) => moment.is_theirs)
        .map(({ row }): Told => {
          const { occurred_at, visitor_id } = row;
          return { place: placeOf(row), entries: [{ kind: 'touch', touch: row, occurred_at, visitor_id }] };
        });
      return stopped_at ? [...told, { place: placeOf(stopped_at), entries: [] }] : told;
    },
  };
}

/** When the newest of the rows that are read occurred. */
export function newestOf(read: (bounds: Bounds) => Promise<{ occurred_at: number }[]>): Source['newest'] {
  return async (start: Start) => (await read({ ...start, order: 'descending', limit: 1 }))[0]?.occurred_at;
}
