import { DAY, HOUR } from '../domain/time.ts';

const DAYS = ['yyyy-mm-dd', 'dd.mm.yyyy', 'dd/mm/yyyy', 'mm/dd/yyyy'] as const;
const CLOCKS = ['', ' HH:mm', ' HH:mm:ss'] as const;

/** How a file may write the time of a wall clock. */
export const DATE_FORMATS = DAYS.flatMap((day) => CLOCKS.map((clock) => `${day}${clock}` as const));
export type DateFormat = (typeof DATE_FORMATS)[number];

type Read = { at: number } | { fault: 'other_format' | 'no_such_day' | 'no_such_time' };

/** ms UTC of what a wall clock in a time zone showed. Of an hour that it showed twice it is the first. */
export function readLocalTime(text: string, format: DateFormat, timeZone: string): Read {
  const [day = '', clock = ''] = format.split(' ');
  const names = day.split(/[-./]/);
  const [, ...found] = patternOf(day, clock).exec(text) ?? [];
  if (found.length === 0) return { fault: 'other_format' };
  const part = (name: string) => Number(found[names.indexOf(name)]);
  const [year, month, date] = [part('yyyy'), part('mm'), part('dd')];
  const [hour = 0, minute = 0, second = 0] = found.slice(3).map(Number);
  if (hour > 23 || minute > 59 || second > 59) return { fault: 'no_such_time' };
  const wall = Date.UTC(year, month - 1, date, hour, minute, second);
  const same = new Date(wall);
  if (same.getUTCMonth() !== month - 1 || same.getUTCDate() !== date) return { fault: 'no_such_day' };
  const at = [...new Set([wall - DAY, wall, wall + DAY].map((near) => offsetAt(near, timeZone)))]
    .map((offset) => wall - offset)
    .filter((one) => one + offsetAt(one, timeZone) === wall);
  return at.length > 0 ? { at: Math.min(...at) } : { fault: 'no_such_time' };
}

/** Built once a format. */
const patterns = new Map<string, RegExp>();

function patternOf(day: string, clock: string): RegExp {
  const known = patterns.get(`${day} ${clock}`);
  if (known) return known;
  const digits = (format: string) =>
    format.replaceAll('.', '\\.').replaceAll(/[a-zA-Z]+/g, (name) => `(\\d{${name.length}})`);
  const pattern = new RegExp(`^${digits(day)}${clock && `[ T]${digits(clock)}`}$`);
  patterns.set(`${day} ${clock}`, pattern);
  return pattern;
}

export function isTimeZone(name: string): boolean {
  try {
    return clockOf(name) !== undefined;
  } catch {
    return false;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Throws where there is no such zone. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', era: 'short' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** By hour and zone, for to ask the calendar takes long and offsets change on the quarter of an hour at the earliest. */
const offsets = new Map<string, number>();
const OFFSETS_AT_MOST = 50_000;

/** ms that a zone's wall clock is ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  const quarter = Math.floor(at / (HOUR / 4));
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const since = quarter * (HOUR / 4);
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(since)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - since;
  if (offsets.size >= OFFSETS_AT_MOST) offsets.clear();
  offsets.set(key, offset);
  return offset;
}
