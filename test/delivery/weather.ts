/** What becomes of a report on its way to the collector and back. */
export const FAULTS = [
  /** Nothing: it is taken, and the answer comes. */
  'taken',
  /** The connection ends before the collector hears of it. */
  'cut',
  /** Nobody answers, until the connection ends at last. */
  'silent',
  /** It takes its time to get there. */
  'slow',
  /** It is taken; the answer takes its time. */
  'slow_answer',
  /** It is taken; the connection ends before the answer. */
  'answer_lost',
  /** It is taken; the connection ends amid the answer. */
  'answer_truncated',
  /** 429, with a Retry-After of a second or two, or of five minutes. */
  'too_many',
  /** 503, with or without a Retry-After. */
  'unavailable',
  /** 503 by something between that knows nothing of CORS, so that the page cannot read it. */
  'unreadable',
  /** 408, 425, 500, 502, 504. */
  'failing',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What is to be expected for a while: each of these equally often. */
export const WEATHERS = {
  fine: ['taken'],
  cut: ['cut'],
  silent: ['silent'],
  slow: ['slow', 'slow_answer'],
  busy: ['too_many', 'unavailable', 'unreadable'],
  failing: ['failing', 'unavailable', 'taken'],
  lossy: ['answer_lost', 'answer_truncated'],
  resetting: ['cut', 'answer_lost', 'taken'],
  wild: FAULTS,
} as const satisfies Record<string, readonly Fault[]>;
export type Weather = keyof typeof WEATHERS;

export const WEATHER_NAMES = Object.keys(WEATHERS) as Weather[];

/** One of several, by chance. */
export function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}
