import type { Batch } from '@clickstitch/tag/wire';
import { createTemplate, type Template } from './template.ts';
import { ACTIONS_PER_VISIT, planVisits, type Visit } from './visit.ts';
import { adTouch, MARKS, wireEvent } from './wire-event.ts';

/** A request that waits for its ids and times. */
export interface Request {
  template: Template;
  /** The visit that it belongs to, or the first of them. */
  visit: number;
  /** Place within its visit of the first event that it holds. */
  place: number;
}

/** Visits whose events are sent in turns, as those of people who are on the site at the same time. */
const VISITS_AT_A_TIME = 500;

export interface RequestOptions {
  key: string;
  /** 1, or a multiple of the events of a visit: then a request holds whole visits of one visitor. */
  events_per_request: number;
  visits: number;
  random: () => number;
}

export function createRequests({ key, events_per_request, visits, random }: RequestOptions): Request[] {
  const events = planVisits(visits, random).map((visit) => eventsOf(visit, random));
  const write = (some: Batch['events']) => {
    const batch: Batch = { v: 1, key, visitor_id: MARKS.visitor, sent_at: 0, events: some };
    return createTemplate(JSON.stringify(batch).replace('"sent_at":0', `"sent_at":${MARKS.sent_at}`));
  };
  if (events_per_request > 1) {
    const step = events_per_request / ACTIONS_PER_VISIT;
    return Array.from({ length: visits / step }, (_, at) => {
      const visit = at * step;
      return { template: write(events.slice(visit, visit + step).flat()), visit, place: 0 };
    });
  }
  const requests: Request[] = [];
  for (let from = 0; from < visits; from += VISITS_AT_A_TIME) {
    for (let place = 0; place < ACTIONS_PER_VISIT; place += 1) {
      for (const [offset, visit] of events.slice(from, from + VISITS_AT_A_TIME).entries()) {
        requests.push({ template: write(visit.slice(place, place + 1)), visit: from + offset, place });
      }
    }
  }
  return requests;
}

function eventsOf({ is_ad, actions }: Visit, random: () => number): Batch['events'] {
  const touch = is_ad ? adTouch(random) : null;
  const knownFrom = actions.indexOf('identify');
  return actions.map((action, place) =>
    wireEvent({ action, place, touch, is_known: knownFrom >= 0 && place >= knownFrom, random }),
  );
}
