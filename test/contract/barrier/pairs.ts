import assert from 'node:assert/strict';
import type { Command, Outcome } from '../../../packages/collector/src/domain/command.ts';
import { apiKeys, directory, tagSettings } from '../../../packages/collector/src/domain/schema.ts';
import type { TagSettingRow } from '../../../packages/collector/src/domain/tag-setting.ts';
import type { ApiKeyRow } from '../../../packages/collector/src/domain/workspace.ts';
import type { Reader } from '../../../packages/collector/src/store/store.ts';
import { allClaims, allConversions, allTouches, assertSees, saleOf } from './facts.ts';
import {
  affiliate,
  binds,
  claims,
  clicks,
  identifies,
  joins,
  knows,
  lands,
  office,
  parts,
  revokes,
  sells,
  setsTag,
  unwritable,
  WORKSPACE,
} from './reports.ts';

/** Two groups that two collectors commit at once, and what must come of them in whatever order they take their steps. */
export interface Pair {
  name: string;
  /** What both find already. */
  before: readonly Command[];
  first: readonly Command[];
  second: readonly Command[];
  /** What the commands of both are answered, sorted. */
  outcomes: readonly Outcome['status'][];
  /** Or this, where it is right that it depends on who comes first. */
  orElse?: readonly Outcome['status'][];
  facts(store: Reader): Promise<void>;
}

const both: readonly Outcome['status'][] = ['recorded', 'recorded'];
const one: readonly Outcome['status'][] = ['duplicate', 'recorded'];

const amy = affiliate('amy');
const click = clicks('v1', 0, 'amy');
const page = lands('v1', 0);
const keyless = sells(5, { email: 'e@x.org' });
const shop = office();
const user = (value: string) => ({ kind: 'user', value }) as const;
const device = (value: string) => ({ kind: 'visitor', value }) as const;
/** A device of each of three users, a landing there, and a sale to the last. */
const threeUsers = [1, 2, 3].flatMap((one) => [
  lands(`v${one}`, one),
  knows(one, [user(`u${one}`), device(`v${one}`)]),
]);

export const pairs: readonly Pair[] = [
  {
    name: 'one order, reported twice',
    before: [],
    first: [sells(5, { order_id: 'o1', amount: 1 })],
    second: [sells(6, { order_id: 'o1', amount: 2 })],
    outcomes: one,
    facts: async (store) => void (await saleOf(store, 'o1')),
  },
  {
    name: 'two landings of a new visitor who bought',
    before: [sells(5, { order_id: 'o1', visitor_id: 'v1' })],
    first: [lands('v1', 1)],
    second: [lands('v1', 2)],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v1'], 2),
  },
  {
    name: 'two sales to a new email',
    before: [lands('v1', 0), lands('v2', 1)],
    first: [sells(5, { order_id: 'o1', email: 'e@x.org', visitor_id: 'v1' })],
    second: [sells(6, { order_id: 'o2', email: 'e@x.org', visitor_id: 'v2' })],
    outcomes: both,
    async facts(store) {
      await assertSees(store, 'o1', ['v1', 'v2'], 2);
      await assertSees(store, 'o2', ['v1', 'v2'], 2);
    },
  },
  {
    name: 'a click and the sale that names it',
    before: [amy],
    first: [click],
    second: [sells(5, { order_id: 'o1', click_id: click.click.id })],
    outcomes: both,
    async facts(store) {
      const { credit } = await saleOf(store, 'o1');
      assert.equal(credit.attributed_to?.touch_id, click.click.id);
      assert.equal(credit.owed_to?.affiliate_id, amy.affiliate.id);
      assert.equal(credit.debt_rule, 'reported_click');
    },
  },
  {
    name: 'a browser’s claim and the server’s report',
    before: [lands('v1', 0)],
    first: [claims('v1', 5, 'o1')],
    second: [sells(6, { order_id: 'o1' })],
    outcomes: both,
    async facts(store) {
      const sale = await saleOf(store, 'o1');
      const [claim] = await allClaims(store);
      assert.deepEqual([claim?.conversion_id, claim?.is_open], [sale.id, false]);
      assert.deepEqual(
        sale.credit.claims.map(({ verdict }) => verdict),
        ['added_context'],
      );
    },
  },
  {
    name: 'a claim and its sale, each in a savepoint, and another browser’s claim',
    before: [claims('v0', 4, 'o1')],
    first: [unwritable(), claims('v1', 5, 'o1'), sells(6, { order_id: 'o1' })],
    second: [claims('v2', 7, 'o1')],
    outcomes: ['failed', 'recorded', 'recorded', 'recorded'],
    async facts(store) {
      const sale = await saleOf(store, 'o1');
      const found = await allClaims(store);
      assert.deepEqual(
        found.map(({ conversion_id, is_open }) => [conversion_id, is_open]),
        [1, 2, 3].map(() => [sale.id, false]),
      );
    },
  },
  {
    name: 'two browsers that turn out to be one person’s',
    before: [lands('v1', 0), lands('v2', 1), sells(5, { order_id: 'o1', email: 'e@x.org' })],
    first: [identifies('v1', 2, { email: 'e@x.org' })],
    second: [identifies('v2', 3, { email: 'e@x.org' })],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v1', 'v2'], 2),
  },
  {
    name: 'two links that make one chain',
    before: [lands('v1', 0), lands('v2', 1), sells(5, { order_id: 'o1', external_user_id: 'u1' })],
    first: [identifies('v1', 2, { email: 'e@x.org' })],
    second: [identifies('v2', 3, { email: 'e@x.org', user_id: 'u1' })],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v1', 'v2'], 2),
  },
  {
    name: 'a browser that says who uses it, and a sale to them',
    before: [lands('v1', 0)],
    first: [identifies('v1', 2, { email: 'e@x.org' })],
    second: [sells(5, { order_id: 'o1', email: 'e@x.org' })],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v1'], 1),
  },
  {
    name: 'two aliases that make one chain',
    before: [...threeUsers, sells(5, { order_id: 'o1', external_user_id: 'u3' })],
    first: [joins('u2', 'u1', 6)],
    second: [joins('u3', 'u2', 7)],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v1', 'v2', 'v3'], 3),
  },
  {
    name: 'two aliases that make a ring with a third',
    before: [...threeUsers, joins('u2', 'u1', 4), sells(5, { order_id: 'o1', external_user_id: 'u1' })],
    first: [joins('u3', 'u2', 6)],
    second: [joins('u1', 'u3', 7)],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v1', 'v2', 'v3'], 3),
  },
  {
    name: 'an alias, and its removal',
    before: [...threeUsers, joins('u2', 'u1', 4), sells(5, { order_id: 'o1', external_user_id: 'u3' })],
    first: [joins('u3', 'u2', 6)],
    second: [parts(user('u1'), user('u2'), 7)],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v2', 'v3'], 2),
  },
  {
    name: 'an alias, and a sale to whom it joins',
    before: threeUsers,
    first: [joins('u2', 'u1', 6)],
    second: [sells(7, { order_id: 'o1', external_user_id: 'u2' })],
    outcomes: both,
    facts: (store) => assertSees(store, 'o1', ['v1', 'v2'], 2),
  },
  {
    name: 'two users of one device',
    before: [
      lands('v1', 0),
      lands('v1', 10),
      ...[1, 2].map((one) => sells(20, { order_id: `o${one}`, external_user_id: `u${one}` })),
    ],
    first: [identifies('v1', 5, { user_id: 'u1' })],
    second: [identifies('v1', 15, { user_id: 'u2' })],
    outcomes: both,
    async facts(store) {
      for (const [order, minute] of [
        ['o1', 0],
        ['o2', 10],
      ] as const) {
        const { candidates } = (await saleOf(store, order)).credit;
        assert.deepEqual(
          candidates.map(({ occurred_at }) => new Date(occurred_at).getUTCMinutes()),
          [minute],
        );
      }
    },
  },
  {
    name: 'a link, and its removal',
    before: [lands('v1', 0), sells(5, { order_id: 'o1', external_user_id: 'u1' })],
    first: [identifies('v1', 5, { user_id: 'u1' })],
    second: [parts(device('v1'), user('u1'), 7)],
    outcomes: both,
    async facts(store) {
      assert.equal((await saleOf(store, 'o1')).credit.attributed_to, null);
    },
  },
  {
    name: 'the third and the fourth user of one device',
    before: [
      lands('v1', 0),
      ...['u1', 'u2'].map((user_id, at) => identifies('v1', at, { user_id })),
      sells(20, { order_id: 'o1', external_user_id: 'u1' }),
    ],
    first: [identifies('v1', 5, { user_id: 'u3' })],
    second: [identifies('v1', 6, { user_id: 'u4' })],
    outcomes: both,
    async facts(store) {
      assert.equal((await saleOf(store, 'o1')).credit.attributed_to, null);
    },
  },
  {
    name: 'an affiliate and a landing with their code',
    before: [sells(5, { order_id: 'o1', visitor_id: 'v1' })],
    first: [amy],
    second: [lands('v1', 0, 'ref=amy')],
    outcomes: both,
    async facts(store) {
      const { credit } = await saleOf(store, 'o1');
      assert.equal(credit.owed_to?.affiliate_id, amy.affiliate.id);
      assert.equal(credit.attributed_to?.channel, 'affiliate');
    },
  },
  {
    name: 'one code for affiliates of two workspaces',
    before: [],
    first: [affiliate('amy')],
    second: [affiliate('amy', 'other')],
    outcomes: ['recorded', 'refused'],
    facts: async (store) =>
      assert.equal((await store.range(directory, 'key', ['code'], { order: 'ascending' })).length, 1),
  },
  {
    name: 'one page event, sent twice',
    before: [],
    first: [page],
    second: [page],
    outcomes: one,
    facts: async (store) => assert.equal((await allTouches(store)).length, 1),
  },
  {
    name: 'one sale without keys, sent twice',
    before: [],
    first: [keyless],
    second: [keyless],
    outcomes: one,
    facts: async (store) => assert.equal((await allConversions(store)).length, 1),
  },
  {
    name: 'one key, revoked twice',
    before: shop.commands,
    first: [revokes(shop.keyId, 1)],
    second: [revokes(shop.keyId, 2)],
    outcomes: one,
    async facts(store) {
      const [key] = await store.find<ApiKeyRow>(apiKeys, 'key', [WORKSPACE, shop.keyId]);
      assert.notEqual(key?.revoked_at, null);
      assert.equal(key?.version, 2);
    },
  },
  {
    name: 'one key, bound to two accounts',
    before: shop.commands,
    first: [binds(shop.keyId, 'acme')],
    second: [binds(shop.keyId, 'other')],
    outcomes: ['recorded', 'refused'],
    async facts(store) {
      const [key] = await store.find<ApiKeyRow>(apiKeys, 'key', [WORKSPACE, shop.keyId]);
      assert.ok(key?.account === 'acme' || key?.account === 'other');
      assert.equal(key?.version, 2);
    },
  },
  ...[[], [setsTag('before')]].map(
    (before): Pair => ({
      name: `two settings of one tag, which was set up ${before.length} times`,
      before,
      first: [setsTag('lead')],
      second: [setsTag('demo')],
      outcomes: both,
      async facts(store) {
        const [row] = await store.find<TagSettingRow>(tagSettings, 'key', [WORKSPACE]);
        assert.equal(row?.sequence, before.length + 2, 'each has a number of its own');
      },
    }),
  ),
];
