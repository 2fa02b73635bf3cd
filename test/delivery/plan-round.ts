import { createRandom } from '../bench/traffic/random.ts';
import { pick, WEATHER_NAMES, type Weather } from './weather.ts';

/** What a page reports: three conversions, the first with an order, and something that is none. */
export const EVENTS = ['purchase', 'lead', 'sign_up', 'looked'] as const;
export type EventName = (typeof EVENTS)[number];

/** What happens to the page while it is under way. */
export type Step =
  /** A page is opened; `/thanks` reports a purchase while it loads, and the same one when it is loaded again. */
  | { do: 'open'; path: '/landing?utm_source=news' | '/shop' | '/thanks' }
  | { do: 'weather'; weather: Weather }
  /** The page reports, without a pause between. */
  | { do: 'call'; events: EventName[] }
  | { do: 'wait'; ms: number }
  | { do: 'reload' }
  /** A click on a link to the site's next page; the page reports as it is clicked, or as it is hidden. */
  | { do: 'follow'; event: EventName; when: 'click' | 'pagehide' }
  /** A click on a link to another site, and the back button. */
  | { do: 'leave_and_return'; ms: number }
  | { do: 'close' }
  /** The browser is killed so long after another step has begun, and started again. */
  | { do: 'kill'; during: Step; ms: number };

export interface Plan {
  /** Different for each round; the visitor and all that is stored belong to it. */
  host: string;
  steps: Step[];
  /** In how many tabs the visitor comes back when the network is well again. */
  last_tabs: number;
  /** From which the weather's chances follow. */
  weather_seed: number;
}

/** What happens in a round: the same for the same seed. */
export function planRound(seed: number, round: number): Plan {
  const random = createRandom(seed * 100_003 + round);
  const chance = (share: number): boolean => random() < share;
  const between = (from: number, to: number): number => Math.round(from + random() * (to - from));
  const weather = (): Step => ({ do: 'weather', weather: pick(random, WEATHER_NAMES) });
  const call = (): Step => ({ do: 'call', events: Array.from({ length: between(1, 4) }, () => pick(random, EVENTS)) });
  const wait = (): Step => ({ do: 'wait', ms: chance(0.2) ? between(1_000, 2_500) : between(0, 500) });
  const open = (): Step => ({ do: 'open', path: pick(random, ['/landing?utm_source=news', '/shop', '/thanks']) });
  const follow = (): Step => ({
    do: 'follow',
    event: pick(random, EVENTS),
    when: pick(random, ['click', 'pagehide']),
  });
  const kill = (): Step => ({
    do: 'kill',
    during: pick(random, [call, call, open, follow, (): Step => ({ do: 'reload' })])(),
    // Browsers write their storage to disk some five seconds later: one kill in three comes after that.
    ms: chance(0.33) ? between(5_500, 7_500) : between(0, 1_500),
  });
  const several: (() => Step[])[] = [
    () => [call()],
    () => [call(), wait()],
    () => [weather(), call()],
    () => [wait(), weather()],
    () => [call(), { do: 'reload' }],
    () => [call(), follow()],
    () => [follow(), wait()],
    () => [call(), { do: 'leave_and_return', ms: between(100, 900) }, call()],
    () => [call(), { do: 'close' }, weather(), open()],
    () => [{ do: 'open', path: '/thanks' }, wait(), { do: 'reload' }],
  ];
  const steps: Step[] = [weather(), open()];
  for (let part = between(2, 4); part > 0; part -= 1) steps.push(...pick(random, several)());
  if (chance(0.25)) steps.push(kill(), weather(), open(), call());
  // Some pages are left open, and go on by themselves when the network is there again.
  steps.push(chance(0.1) ? kill() : chance(0.7) ? { do: 'close' } : wait());
  // Below `localhost` a page is in a secure context without https, and has locks.
  return {
    host: `round${round}.${chance(0.5) ? 'shop.test' : 'localhost'}`,
    steps,
    last_tabs: chance(0.3) ? 2 : 1,
    weather_seed: between(0, 2 ** 31),
  };
}

/** A step in the words of a story. */
export function tellStep(step: Step): string {
  const { do: what, ...rest } = step;
  const details = Object.values(rest).map((value) =>
    typeof value === 'object' && 'do' in value ? `(${tellStep(value)})` : String(value),
  );
  return [what, ...details].join(' ');
}
