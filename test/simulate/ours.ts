import { createDraft } from '../../packages/collector/src/commit/draft.ts';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import type { ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import { identifierKey, nodeOf } from '../../packages/collector/src/domain/identity.ts';
import { conversions } from '../../packages/collector/src/domain/schema.ts';
import { deviceOf } from '../../packages/collector/src/rules/device.ts';
import { rootOf } from '../../packages/collector/src/rules/person.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import { WORKSPACE } from './delivery.ts';
import type { Rule } from './rule.ts';

const GROUP = 50;

/** Verdicts on touches that were looked at and did not lead to the sale. */
const NOT_FOUND: ReadonlySet<string> = new Set(['other_person', 'before_the_window', 'after_the_sale']);

/**
 * The collector's own rules, over a store in memory. Throws where it refuses or fails to commit something,
 * or counts an order twice.
 */
export const ours: Rule = async (commands) => {
  const store = createSqliteStore({ path: ':memory:', mode: 'write' });
  for (let at = 0; at < commands.length; at += GROUP) {
    for (const outcome of await commitGroup(store, commands.slice(at, at + GROUP))) {
      if (outcome.status === 'failed' || outcome.status === 'refused') throw new Error(outcome.message);
    }
  }
  const sold = await store.range<ConversionRow>(conversions, 'time', [WORKSPACE], { order: 'ascending' });
  const found = new Map<string, ReadonlySet<string>>();
  for (const { order_id: order, credit } of sold) {
    if (order === null) continue;
    if (found.has(order)) throw new Error(`order ${order} counted twice`);
    const theirs = credit.candidates.filter(({ verdict }) => !NOT_FOUND.has(verdict));
    found.set(order, new Set(theirs.map(({ touch_id }) => touch_id)));
  }
  const draft = createDraft(store.now);
  return {
    touchesOf: (order) => found.get(order) ?? new Set(),
    personOf: (identifier) => identifierKey(rootOf(draft, WORKSPACE, nodeOf(identifier))),
    ownerOf(visitorId, at) {
      const [owner] = deviceOf(draft, WORKSPACE, visitorId, { from: at, to: at }).standingAt(at, false).roots;
      return owner ? identifierKey(owner) : null;
    },
    close: () => store.close(),
  };
};
