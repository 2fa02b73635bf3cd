import type { Rule } from '../rule.ts';
import { heardFrom, type Meeting, nameOf, touchesBySale } from './heard.ts';

/** All identifiers that ever met, directly or through others, are one person (as RudderStack's profiles have it). */
export const everythingIsOne: Rule = async (commands) => {
  const heard = heardFrom(commands);
  const parents = new Map<string, string>();

  function rootOf(name: string): string {
    let root = name;
    for (let above = parents.get(root); above !== undefined && above !== root; above = parents.get(root)) root = above;
    // Paths are cut short, for chains may be as long as the list of people.
    if (root !== name) parents.set(name, root);
    return root;
  }

  for (const meeting of heard.meetings) {
    const [first, ...others] = namesIn(meeting).map(rootOf);
    if (first !== undefined) for (const other of others) parents.set(rootOf(other), rootOf(first));
  }
  const buyers = new Map(heard.sales.map((sale) => [sale.order, rootOf(namesIn(sale)[0] ?? sale.order)]));
  const ownerOf = (visitorId: string) => rootOf(nameOf({ kind: 'visitor', value: visitorId }));
  return {
    touchesOf: touchesBySale(heard, (visitorId, { order }) => ownerOf(visitorId) === buyers.get(order)),
    personOf: (who) => rootOf(nameOf(who)),
    ownerOf,
    close: async () => {},
  };
};

function namesIn({ visitor_id, people }: Meeting): string[] {
  const names = people.map(nameOf);
  return visitor_id === null ? names : [...names, nameOf({ kind: 'visitor', value: visitor_id })];
}
