import type { ConversionRow } from '../../domain/conversion.ts';
import type { EventRow } from '../../domain/event.ts';
import type { Handover } from '../../domain/person.ts';
import type { TouchRow } from '../../domain/touch.ts';
import type { Named } from '../../domain/why.ts';
import type { Start } from './own-rows.ts';

/** Something that happened to a person. */
export type Entry = { occurred_at: number; visitor_id: string | null } & (
  | { kind: 'event'; event: EventRow }
  | { kind: 'touch'; touch: TouchRow }
  | { kind: 'sale'; sale: ConversionRow }
  /** A server said that two identifiers are one person's, for the first time. */
  | { kind: 'link'; id: string; from: Named; to: Named }
  | { kind: 'handover'; id: string; handover: Handover }
);

/** A place in a timeline: behind what one of its sources told. */
export interface Place {
  at: number;
  source: string;
  /** What tells this from others of the same source and time. */
  ids: string[];
}

/** What a source tells of one of its rows: nothing, where it gave up looking for the person's and a page must end. */
export interface Told {
  place: Place;
  entries: Entry[];
}

/** One of the lists that a timeline is merged from, newest first. */
export interface Source {
  name: string;
  /** How many ids tell its rows of one time apart. */
  width: number;
  /** When the newest row occurred, the person's or not; `undefined` where there is none. */
  newest(start: Start): Promise<number | undefined>;
  /** More than `limit` rows of the person's, if there are so many. */
  read(start: Start, limit: number): Promise<Told[]>;
}

/** Where a source goes on behind a place. Of the same time, sources tell in the order of their names. */
export function startBehind({ name, width }: Source, place: Place | null): Start {
  if (!place) return {};
  // A cursor may come back other than it was handed out.
  if (name === place.source && place.ids.length === width) return { after: [place.at, ...place.ids] };
  return { to: [name < place.source ? place.at - 1 : place.at] };
}

export function byPlace(a: Told, b: Told): number {
  if (a.place.at !== b.place.at) return b.place.at - a.place.at;
  if (a.place.source === b.place.source) return 0;
  return a.place.source < b.place.source ? -1 : 1;
}
