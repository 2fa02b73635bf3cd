import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import type { Command, Outcome } from '../../packages/collector/src/domain/command.ts';
import type { ClaimRow, ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import type { Identifier, IdentifierKind } from '../../packages/collector/src/domain/identity.ts';
import { mintId } from '../../packages/collector/src/domain/ids.ts';
import type { ReceiptRow } from '../../packages/collector/src/domain/receipt.ts';
import { claims, conversions, links, receipts } from '../../packages/collector/src/domain/schema.ts';
import { intakeAffiliate } from '../../packages/collector/src/intake/affiliate.ts';
import { intakeBatch } from '../../packages/collector/src/intake/batch.ts';
import { intakeClick } from '../../packages/collector/src/intake/click.ts';
import { intakeConversion } from '../../packages/collector/src/intake/conversion.ts';
import { namesOf } from '../../packages/collector/src/intake/people.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import { newConversion } from '../../packages/collector/src/wire/conversion.ts';
import { reportContext } from './report-context.ts';

const WORKSPACE = 'w';

/**
 * Tells the collector what happened, call after call, as it would hear of it over HTTP, and asks what it made of it.
 * Each thing is received when it occurred; what is told later arrives later.
 */
export function createStory() {
  const store = createSqliteStore({ path: ':memory:', mode: 'write' });
  let events = 0;

  async function commit(command: Command): Promise<Outcome> {
    const [outcome] = await commitGroup(store, [command]);
    if (!outcome || outcome.status === 'failed') throw new Error(outcome?.message ?? 'not answered');
    return outcome;
  }

  /** An event as the tag would send it. */
  async function sends(visitor: string, at: number, event: object): Promise<Outcome> {
    events += 1;
    const { commands, rejected } = intakeBatch(
      [{ id: `event-${events}`, name: 'page_view', occurred_at: at, ...event }],
      {
        workspace_id: WORKSPACE,
        visitor_id: visitor,
        received_at: at,
        clock_error: 0,
        is_bot: false,
        currency: 'EUR',
        isProof: () => false,
        was_cleaned: false,
      },
    );
    const [command] = commands;
    if (!command) throw new Error(JSON.stringify(rejected));
    return commit(command);
  }

  async function conversion(order: string): Promise<ConversionRow> {
    const all = await store.range<ConversionRow>(conversions, 'time', [WORKSPACE], { order: 'ascending' });
    const found = all.find(({ order_id }) => order_id === order);
    if (!found) throw new Error(`no conversion of order ${order}`);
    return found;
  }

  return {
    store,
    commit,
    sends,
    conversion,

    /** A visitor lands on a page of the shop, with what its address carries. */
    lands: (visitor: string, at: number, query: string) =>
      sends(visitor, at, { url: `https://shop.test/?${query}`, touch: undefined }),

    /** A browser says who uses it. */
    identifies: (visitor: string, at: number, user: object) => sends(visitor, at, { name: 'identify', user }),

    /** A browser says who uses it, and proves it. */
    proves: (visitor: string, at: number, user: string) =>
      commit({
        ...{ kind: 'record_event', workspace_id: WORKSPACE, id: mintId(), visitor_id: visitor, name: 'identify' },
        ...{ occurred_at: at, recorded_at: at, url: null, referrer: null, title: null, is_bot: false },
        body: { identifiers: [{ kind: 'user', value: user }], is_proven: true },
      }),

    /** Whoever used a browser leaves it. */
    leaves: (visitor: string, at: number) => sends(visitor, at, { name: 'reset' }),

    /** The shop's server says who somebody is. */
    knows: (at: number, named: Partial<Record<IdentifierKind, string>>) =>
      commit({
        ...{ kind: 'identify', workspace_id: WORKSPACE, id: mintId(), recorded_at: at, occurred_at: at },
        ...{ identifiers: namesOf(named).identifiers, traits: null },
      }),

    /** The shop's server says that two users are one person. */
    joins: (user: string, previous: string, at: number) =>
      commit({
        ...{ kind: 'alias', workspace_id: WORKSPACE, id: mintId(), recorded_at: at, occurred_at: at },
        ...{ user_id: user, previous_id: previous },
      }),

    /** Somebody says that a link is wrong. */
    parts: (from: Identifier, to: Identifier) =>
      commit({ kind: 'remove_edge', workspace_id: WORKSPACE, id: mintId(), recorded_at: 0, from, to }),

    /** A browser says that it bought something. */
    claims: (visitor: string, at: number, order: string, more: object = {}) =>
      sends(visitor, at, { id: `purchase-${order}`, name: 'purchase', order_id: order, touch: null, ...more }),

    /** The shop's server reports a sale. */
    sells: (at: number, order: string | undefined, more: object = {}) =>
      commit(
        intakeConversion(
          newConversion.parse({ name: 'purchase', order_id: order, occurred_at: at, amount: 99.5, ...more }),
          reportContext(WORKSPACE, at),
        ),
      ),

    /** An affiliate signs up; gives its id. */
    async affiliate(code: string): Promise<string> {
      const command = intakeAffiliate({ name: code, code }, { workspace_id: WORKSPACE, received_at: 0 });
      await commit(command);
      return command.affiliate.id;
    },

    /** Somebody follows the referral link of a code; `later` tells the collector of it. */
    async follows(code: string, at: number, visitor: string | null = null) {
      const [link] = await store.find(links, 'code', [WORKSPACE, code]);
      if (!link) throw new Error(`no link ${code}`);
      const command = intakeClick(
        { url: 'https://shop.test/', referrer: null, visitor_id: visitor, occurred_at: at, link },
        { workspace_id: WORKSPACE, received_at: at, is_bot: false },
      );
      return { id: command.click.id, arrives: () => commit(command) };
    },

    claimsOf: (order: string): Promise<ClaimRow[]> => store.find(claims, 'order', [WORKSPACE, 'purchase', order]),

    receiptsOf: (subject: string): Promise<ReceiptRow[]> =>
      store.range(receipts, 'time', [WORKSPACE, subject], { order: 'ascending' }),

    /** What the sale of an order says, in short. */
    async answer(order: string) {
      const { credit } = await conversion(order);
      return {
        source: credit.attributed_to?.source ?? null,
        owed: credit.owed_to?.affiliate_id ?? null,
        rule: credit.debt_rule,
        claims: credit.claims.map(({ verdict }) => verdict),
      };
    },
  };
}

export type Story = ReturnType<typeof createStory>;
