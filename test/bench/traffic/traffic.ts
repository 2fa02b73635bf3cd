import { createRandom } from './random.ts';
import { createRequests, type Request } from './requests.ts';
import { TIME_LENGTH, UUID_LENGTH, writeDecimal, writeUuidV7 } from './stamp.ts';
import { SLOT } from './template.ts';
import { ACTIONS_PER_VISIT } from './visit.ts';
import { MARKS } from './wire-event.ts';

export const VISITORS = 100_000;

/** Requests without end, each with ids and times that no other has. */
export interface Traffic {
  /** The bytes of the next request, sent at `now`. They are written anew after all others of the pool. */
  next(now: number): Buffer;
  /** The body of the same. */
  nextBody(now: number): Buffer;
}

export interface TrafficOptions {
  /** The publishable key. */
  key: string;
  /** 1, or a multiple of the events of a visit: then a request holds whole visits of one visitor. */
  events_per_request: number;
}

/** Visits that are made ahead; so many differ in URLs and properties. Ids, times and visitors never come again. */
const VISITS = 10_000;
/** Between two events of a batch, in ms. */
const EVENT_DISTANCE = 250;
const SEED = 20_261_120;

export function createTraffic({ key, events_per_request }: TrafficOptions): Traffic {
  const requests = createRequests({ key, events_per_request, visits: VISITS, random: createRandom(SEED) });
  const visitorIds = createVisitorIds();
  const arrivalIds = Buffer.alloc(VISITS * UUID_LENGTH);
  const arrivalTimes = new Float64Array(VISITS);
  const salt = Math.floor(Math.random() * 2 ** 31);
  let orders = (Date.now() % 1e9) * 1e3;
  let at = 0;
  let round = 0;

  function stamp({ template, visit: firstVisit, place: firstPlace }: Request, now: number): void {
    const { bytes, slots } = template;
    const visitor = scatter(salt + round * VISITS + firstVisit) % VISITORS;
    orders += events_per_request;
    for (let slot = 0; slot < slots.length; slot += 3) {
      const kind = slots[slot];
      const place = slots[slot + 1] ?? 0;
      const event = slots[slot + 2] ?? 0;
      const visit = firstVisit + Math.floor((firstPlace + event) / ACTIONS_PER_VISIT);
      const time = now - (events_per_request - 1 - event) * EVENT_DISTANCE;
      switch (kind) {
        case SLOT.event:
          writeUuidV7(bytes, place, time);
          break;
        case SLOT.event_time:
          writeDecimal(bytes, place, time, TIME_LENGTH);
          if ((firstPlace + event) % ACTIONS_PER_VISIT === 0) arrive(visit, time);
          break;
        case SLOT.visitor:
          visitorIds.copy(bytes, place, visitor * UUID_LENGTH, (visitor + 1) * UUID_LENGTH);
          break;
        case SLOT.arrival:
          arrivalIds.copy(bytes, place, visit * UUID_LENGTH, (visit + 1) * UUID_LENGTH);
          break;
        case SLOT.arrival_time:
          writeDecimal(bytes, place, arrivalTimes[visit] ?? 0, TIME_LENGTH);
          break;
        case SLOT.sent_at:
          writeDecimal(bytes, place, now, TIME_LENGTH);
          break;
        case SLOT.order:
          writeDecimal(bytes, place, orders + event, MARKS.order.length);
      }
    }
  }

  /** The landing is a visit's first event; what the visit sends later speaks of the same arrival. */
  function arrive(visit: number, time: number): void {
    arrivalTimes[visit] = time;
    writeUuidV7(arrivalIds, visit * UUID_LENGTH, time);
  }

  function next(now: number): Request['template'] {
    const request = requests[at] as Request;
    stamp(request, now);
    at += 1;
    if (at === requests.length) {
      at = 0;
      round += 1;
    }
    return request.template;
  }

  return {
    next: (now) => next(now).bytes,
    nextBody(now) {
      const { bytes, body_at } = next(now);
      return bytes.subarray(body_at);
    },
  };
}

/** The ids of all visitors, one after the other; the same in every process. */
function createVisitorIds(): Buffer {
  const random = createRandom(SEED);
  const hex = (digits: number) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const ids = Array.from(
    { length: VISITORS },
    () => `019a${hex(4)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`,
  );
  return Buffer.from(ids.join(''));
}

/** Neighbours far apart, so that each round of the pool meets other visitors. */
function scatter(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
