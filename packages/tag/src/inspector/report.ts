import { type Entry, failuresOf, noAnswer, verdictOf } from './entry.ts';
import type { History } from './history.ts';
import { problems } from './problems.ts';
import { noAnswerReason, reasonOf, type Situation } from './situation.ts';
import { tagFacts } from './tag-facts.ts';
import { visitorFacts } from './visitor-facts.ts';

/** All that the inspector knows, for whoever is to help: as JSON. */
export function report({ entries, forgotten }: History, situation: Situation): string {
  const { tag } = situation;
  const { location, navigator } = tag._page;
  const call = (entry: Entry) => ({
    at: new Date(entry.at).toISOString(),
    verb: entry.verb,
    name: entry.name,
    by: entry.by ?? 'page',
    url: entry.url,
    args: entry.args,
    verdict: verdictOf(entry),
    reason: reasonOf(entry, situation),
    failures: failuresOf(entry),
    event: entry.event,
    happened: entry.happened.map(({ at, what, why }) => ({
      at: new Date(at).toISOString(),
      what,
      why: why === noAnswer ? noAnswerReason(situation) : why,
    })),
  });
  const whole = {
    made_at: new Date().toISOString(),
    url: location.href,
    user_agent: navigator.userAgent,
    problems: problems(entries, situation),
    ...visitorFacts(tag, consentCalls(entries)),
    tag: tagFacts(tag),
    forgotten_calls: forgotten(),
    calls: entries.map(call),
  };
  return JSON.stringify(whole, null, 2);
}

/** How often the page has said what the visitor agreed to. */
export const consentCalls = (entries: readonly Entry[]): number =>
  entries.filter((entry) => entry.verb === 'consent' && verdictOf(entry) === 'done').length;
