import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { look } from '../../commit/look.ts';
import type { EdgeRow, Identifier, MarkRow } from '../../domain/identity.ts';
import { edges, marks } from '../../domain/schema.ts';
import { deviceOf } from '../../rules/device.ts';
import { createSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import type { Bounds, Store } from '../../store/store.ts';
import { readOwnRows, type Start } from './own-rows.ts';
import { presenceOf } from './presence.ts';

/** What happened on a device, and who did it: `null` is nobody who says so, `x` is not believed, `A` is `a` as a key said. */
interface Happened {
  occurred_at: number;
  who: string | null;
}

const USERS = ['a', 'b', 'x'];

const pause = fc.integer({ min: 0, max: 2 });
const few = fc.integer({ min: 1, max: 6 });
const many = fc.oneof({ weight: 4, arbitrary: few }, fc.integer({ min: 30, max: 300 }));

/** Stretches of one user each: short ones of all kinds, or some that are longer than what is read at once. */
const history = fc
  .oneof(
    fc.array(fc.record({ who: fc.constantFrom('a', 'a', 'b', 'b', 'x', 'A', 'B', null, 'reset'), times: few, pause }), {
      maxLength: 5,
    }),
    fc.array(fc.record({ who: fc.constantFrom('a', 'b', 'b', 'x', null, 'reset'), times: many, pause }), {
      maxLength: 12,
    }),
  )
  .map((stretches) => {
    const happened: Happened[] = [];
    let at = 1_000;
    for (const { who, times, pause: between } of stretches) {
      for (let time = 0; time < (who === 'reset' ? 1 : times); time += 1) {
        at += between;
        happened.push({ occurred_at: at, who });
      }
    }
    return happened;
  });

describe('rows at which a person was there', () => {
  let store: Store;
  let visitors = 0;

  before(() => {
    store = createSqliteStore({ path: ':memory:', mode: 'write' });
  });

  after(() => store.close());

  async function keep(visitor: string, happened: readonly Happened[]): Promise<void> {
    const rows = new Map<string, MarkRow>();
    for (const { who, occurred_at } of happened) {
      if (who === null) continue;
      const kind: MarkRow['kind'] = who === 'reset' ? 'reset' : 'user';
      const value = who === 'reset' ? '' : who.toLowerCase();
      const trusted = value !== '' && value !== who;
      const row: MarkRow = { workspace_id: 'w', visitor_id: visitor, trusted, kind, value, occurred_at };
      rows.set(`${who} ${occurred_at}`, row);
    }
    const linked = USERS.flatMap((value) =>
      [true, false].map((trusted): EdgeRow => {
        const to: Identifier = { kind: 'user', value };
        return {
          ...{ workspace_id: 'w', from_kind: 'visitor', from_value: visitor, to_kind: to.kind, to_value: to.value },
          ...{ trusted, occurred_at: 0, is_removed: value === 'x', version: 1 },
        };
      }),
    );
    await store.transaction((transaction) =>
      transaction.save([
        { table: marks, changes: [...rows.values()].map((row) => ({ kind: 'insert', row })) },
        { table: edges, changes: linked.map((row) => ({ kind: 'insert', row })) },
      ]),
    );
  }

  test('are found page by page, as asking for each row finds them', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 7 }), async (happened, limit) => {
        visitors += 1;
        const visitor = `v${visitors}`;
        await keep(visitor, happened);
        const rows = happened.map(({ occurred_at }, id) => ({ occurred_at, id }));
        const roots = await look(store, (draft) => {
          const device = deviceOf(draft, 'w', visitor, { from: 0, to: 1_000_000 });
          return rows.map(({ occurred_at }) => device.standingAt(occurred_at, false).roots);
        });
        const expected = rows.filter((_, at) => roots[at]?.some(({ value }) => value === 'a')).reverse();

        const person = { workspace_id: 'w', root: { kind: 'user', value: 'a' }, members: [], visitors: [] } as const;
        const presence = presenceOf(store, { ...person, members: [], visitors: [] }, visitor);
        const read = async ({ to, after, limit: size }: Bounds) =>
          rows
            .filter(({ occurred_at, id }) => {
              if (to) return occurred_at <= Number(to[0]);
              return !after || occurred_at < Number(after[0]) || (occurred_at === after[0] && id < Number(after[1]));
            })
            .reverse()
            .slice(0, size);
        const found: typeof rows = [];
        for (let start: Start = {}; ; ) {
          const cells = (row: (typeof rows)[number]) => [row.occurred_at, row.id];
          const { seen, stopped_at } = await readOwnRows(presence, read, cells, start, limit);
          const page = seen.filter(({ moment }) => moment.is_theirs).map(({ row }) => row);
          found.push(...page.slice(0, limit));
          const last = page.length > limit ? page[limit - 1] : stopped_at;
          if (!last) break;
          start = { after: cells(last) };
        }
        assert.deepEqual(found, expected);
      }),
      { numRuns: 60 },
    );
  });
});
