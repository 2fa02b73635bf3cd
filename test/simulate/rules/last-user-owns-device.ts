import type { Rule } from '../rule.ts';
import { heardFrom, nameOf, touchesBySale } from './heard.ts';

/**
 * Each browser belongs to the user that was seen there last, with all that ever happened there (as Snowplow's dbt models
 * have it). The same holds here for addresses, phones and customer numbers, so that a sale may name a user by them.
 */
export const lastUserOwnsDevice: Rule = async (commands) => {
  const heard = heardFrom(commands);
  const owners = new Map<string, string>();
  for (const { visitor_id, people } of heard.meetings) {
    const user = people.find(({ kind }) => kind === 'user');
    if (!user) continue;
    if (visitor_id !== null) owners.set(nameOf({ kind: 'visitor', value: visitor_id }), nameOf(user));
    for (const who of people) owners.set(nameOf(who), nameOf(user));
  }
  const ownerOf = (visitorId: string) => owners.get(nameOf({ kind: 'visitor', value: visitorId })) ?? null;
  const buyers = new Map(
    heard.sales.map(({ order, visitor_id, people: [strongest] }) => [
      order,
      (strongest && owners.get(nameOf(strongest))) ?? (visitor_id === null ? null : ownerOf(visitor_id)),
    ]),
  );
  return {
    touchesOf: touchesBySale(heard, (visitorId, { order, visitor_id }) => {
      const buyer = buyers.get(order) ?? null;
      return buyer === null ? visitorId === visitor_id : ownerOf(visitorId) === buyer;
    }),
    personOf: (who) => owners.get(nameOf(who)) ?? nameOf(who),
    ownerOf,
    close: async () => {},
  };
};
