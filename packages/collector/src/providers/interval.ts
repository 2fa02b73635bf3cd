import type { Interval } from '../domain/conversion.ts';
import { type Fields, integerOf, textOf } from './payload.ts';

const INTERVALS: Readonly<Record<string, Interval>> = {
  'day 1': 'daily',
  'day 7': 'weekly',
  'week 1': 'weekly',
  'month 1': 'monthly',
  'month 3': 'quarterly',
  'month 12': 'yearly',
  'year 1': 'yearly',
};

/** Of a price's `recurring` or of a plan; `null` of what is paid at other times. */
export function intervalOf({ interval, interval_count }: Fields): Interval | null {
  return INTERVALS[`${textOf(interval) ?? ''} ${integerOf(interval_count) ?? 1}`] ?? null;
}
