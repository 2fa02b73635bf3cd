import { type Called, excuseOf, isConversion, type RoundBook } from './round-book.ts';
import type { Stored } from './stored.ts';

/** What has become of what was reported, in some rounds. */
export interface Verdict {
  rounds: number;
  kills: number;
  conversions: number;
  /** Conversions that nothing excuses, and that the collector does not have. */
  conversions_lost: number;
  /** Conversions that the collector counts more than once, or has under more than one id. */
  doubled: number;
  /** Conversions that it does not have, for the browser was killed before its storage was on disk. */
  killed_before_stored: number;
  /** Conversions that it has, and that the browser had when it was started again after a kill. */
  survived_kill: number;
  /** Conversions that it does not have, for their page ended before it had the tag. */
  without_tag: number;
  page_views: number;
  /** Views of pages that came back from the browser's memory, which are among them. */
  restored: number;
  page_views_lost: number;
  /** Calls that are no conversions. */
  events: number;
  events_lost: number;
}

export const NOTHING: Verdict = {
  rounds: 0,
  kills: 0,
  conversions: 0,
  conversions_lost: 0,
  doubled: 0,
  killed_before_stored: 0,
  survived_kill: 0,
  without_tag: 0,
  page_views: 0,
  restored: 0,
  page_views_lost: 0,
  events: 0,
  events_lost: 0,
};

/** Holds what a round called against what the collector has. */
export function judgeRound(book: RoundBook, kills: number, { conversions, events, page_views }: Stored): Verdict {
  const calls = [...book.calls.values()];
  const sales = calls.filter(isConversion);
  const missing = sales.filter(({ nonce }) => !conversions.has(nonce));
  const others = calls.filter((call) => !isConversion(call));
  const count = (some: readonly Called[], excuse: ReturnType<typeof excuseOf>): number =>
    some.filter((call) => excuseOf(call) === excuse).length;
  const isDoubled = (nonce: string): boolean => (conversions.get(nonce) ?? 0) > 1 || (events.get(nonce) ?? 0) > 1;
  return {
    rounds: 1,
    kills,
    conversions: sales.length,
    conversions_lost: count(missing, undefined),
    doubled: sales.filter(({ nonce }) => isDoubled(nonce)).length,
    killed_before_stored: count(missing, 'killed'),
    survived_kill: sales.filter(({ nonce, survived }) => survived && conversions.has(nonce)).length,
    without_tag: count(missing, 'no_tag'),
    page_views: book.views,
    restored: book.restored,
    page_views_lost: Math.max(0, book.views - page_views),
    events: others.length,
    events_lost: others.filter(({ nonce }) => !events.has(nonce)).length,
  };
}

/** Of all rounds together. */
export function sumOf(verdicts: readonly Verdict[]): Verdict {
  const names = Object.keys(NOTHING) as (keyof Verdict)[];
  const sum = (name: keyof Verdict): number => verdicts.reduce((total, verdict) => total + verdict[name], 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as unknown as Verdict;
}

/** Whether nothing was lost that could have been kept, and nothing doubled. */
export function isKept({ conversions_lost, doubled }: Verdict): boolean {
  return conversions_lost === 0 && doubled === 0;
}

/** The whole story of a round, for whoever wants to know why. */
export function storyOf({ host, calls, story }: RoundBook, { conversions, events }: Stored): string {
  const fates = [...calls.values()].map((call) => {
    const { nonce } = call;
    const has = `${conversions.get(nonce) ?? 0} conversions, ${events.get(nonce) ?? 0} events`;
    return `  ${nonce}: ${has}; ${excuseOf(call) ?? 'owed'}; ${JSON.stringify(call)}`;
  });
  return [`story of ${host}`, ...story, ...fates].join('\n');
}
