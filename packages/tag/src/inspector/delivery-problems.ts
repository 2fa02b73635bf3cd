import { noAnswer, verdictOf } from './entry.ts';
import type { FindProblems } from './problem.ts';
import { noAnswerReason, reasonOf } from './situation.ts';

/** 401 and 403: nothing that this key sends is taken. */
const keyRefused = /^40[13]: /;

/** What is wrong with the way to the collector, or with its answers. */
export const deliveryProblems: FindProblems = (entries, situation, say) => {
  const { _page, _url } = situation.tag;
  const directive = situation.refusedBy();
  if (directive) {
    const { origin } = new URL(_url, _page.location.href);
    say('The page’s Content-Security-Policy blocks the collector', `Add ${origin} to ${directive}.`);
  }
  for (const entry of entries) {
    const { name, event, happened } = entry;
    const verdict = verdictOf(entry);
    const reason = reasonOf(entry, situation);
    if (verdict === 'refused') {
      if (keyRefused.test(reason)) say('The collector refuses the key', reason);
      else say(`${name} was refused by the collector`, reason);
    } else if (verdict === 'failed' || verdict === 'given_up') {
      const why = happened.filter(({ what }) => what === 'failed').slice(-1)[0]?.why;
      if (!event) say(`${name}: failed`, reason);
      else if (why !== noAnswer) say('The collector takes nothing just now', `${why} What failed is tried again.`);
      else if (!directive)
        say('The collector cannot be reached', `${noAnswerReason(situation)} It is asked at ${_url}.`);
    }
  }
};
