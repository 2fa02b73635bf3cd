import type { Identifier } from '../../../packages/collector/src/domain/identity.ts';
import type { Rule } from '../rule.ts';
import { heardFrom, nameOf, touchesBySale } from './heard.ts';

/**
 * Looks at one browser only: the one that the sale names, else the one last seen with the buyer's strongest identifier
 * before the sale. So a person is a browser.
 */
export const lastCookie: Rule = async (commands) => {
  const heard = heardFrom(commands);
  const seen = new Map<string, { cookie: string; at: number }[]>();
  const lastSeen = (who: Identifier | undefined, before: number) =>
    who && seen.get(nameOf(who))?.findLast(({ at }) => at <= before)?.cookie;
  for (const { at, visitor_id, people } of heard.meetings) {
    const cookie = visitor_id ?? lastSeen(people[0], at);
    if (cookie === undefined) continue;
    for (const who of people) seen.set(nameOf(who), [...(seen.get(nameOf(who)) ?? []), { cookie, at }]);
  }
  const cookies = new Map(
    heard.sales.map(({ order, visitor_id, people: [strongest], at }) => [order, visitor_id ?? lastSeen(strongest, at)]),
  );
  return {
    touchesOf: touchesBySale(heard, (visitorId, { order }) => cookies.get(order) === visitorId),
    personOf: (who) => lastSeen(who, Number.POSITIVE_INFINITY) ?? nameOf(who),
    ownerOf: (visitorId) => visitorId,
    close: async () => {},
  };
};
