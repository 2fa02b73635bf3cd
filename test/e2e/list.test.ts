import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Api, type Conversion, createApi, type Problem } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

interface List {
  data: Conversion[];
  next_cursor: string | null;
  total: number;
  total_is_exact: boolean;
  incomplete_facets: string[];
  facets: Record<string, { value: string; conversions: number; counted: number }[]>;
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: Api;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createApi(collector, collector.keys.secret_key);
    for (let at = 0; at < 9; at += 1) {
      const facts = {
        name: at < 6 ? 'purchase' : 'lead',
        order_id: `order-${at}`,
        email: `jane.${at % 2}@example.com`,
      };
      const { status } = await api.post('/v1/conversions', {
        ...{ ...facts, count: at + 1, origin: at % 3 === 0 ? 'web' : null },
        ...{ amount: at % 4 === 0 ? null : at * 10, occurred_at: Date.UTC(2026, 0, 1 + at) },
      });
      assert.equal(status, 201);
    }
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const list = async (query: string) => (await api.get<List>(`/v1/conversions?${query}`)).body;
  const ordersOf = ({ data }: List) => data.map(({ order_id }) => Number(order_id?.slice('order-'.length)));

  describe('GET /v1/conversions', () => {
    test('is narrowed by fields, people, words and times, and counts what there is', async () => {
      const cases: [query: string, orders: number[]][] = [
        ['name=lead', [8, 7, 6]],
        ['name=purchase&origin=web', [3, 0]],
        ['order_id=order-4', [4]],
        ['email=JANE.1@example.com&name=lead', [7]],
        ['search=ORDER-5', [5]],
        ['search=jane.0+lea', [8, 6]],
        ['occurred_from=2026-01-03T00:00:00Z&occurred_to=2026-01-04T00:00:00Z', [3, 2]],
        ['name=nothing', []],
        ['search=!!!', []],
        ['search=%00', []],
      ];
      for (const [query, orders] of cases) {
        const page = await list(query);
        assert.deepEqual(ordersOf(page), orders, query);
        assert.deepEqual([page.total, page.total_is_exact, page.next_cursor], [orders.length, true, null], query);
      }
      const { facets, incomplete_facets } = await list('');
      assert.deepEqual(incomplete_facets, []);
      assert.deepEqual(facets['name'], [
        { value: 'purchase', conversions: 6, counted: 21 },
        { value: 'lead', conversions: 3, counted: 24 },
      ]);
    });

    test('is sorted by a field, what has nothing there last, page by page', async () => {
      for (const [order, orders] of [
        ['asc', [1, 2, 3, 5, 6, 7, 0, 4, 8]],
        ['desc', [7, 6, 5, 3, 2, 1, 8, 4, 0]],
      ] as const) {
        const seen: number[] = [];
        for (let cursor = ''; ; ) {
          const page = await list(`sort=amount&order=${order}&limit=2${cursor && `&cursor=${cursor}`}`);
          seen.push(...ordersOf(page));
          if (page.next_cursor === null) break;
          cursor = page.next_cursor;
        }
        assert.deepEqual(seen, orders);
        assert.deepEqual(ordersOf(await list(`sort=amount&order=${order}&offset=5&status=verified`)), orders.slice(5));
      }
    });

    test('says which parameter is at fault', async () => {
      const { next_cursor } = await list('limit=1');
      const cases: [query: string, field: string][] = [
        [`sort=amount&cursor=${next_cursor}`, 'cursor'],
        [`order=asc&cursor=${next_cursor}`, 'cursor'],
        [`offset=1&cursor=${next_cursor}`, 'offset'],
        ['offset=5000', 'offset'],
        ['sort=colour', 'sort'],
        ['colour=red', 'colour'],
        ['constructor=x', 'constructor'],
        ['status=unverified&sort=amount', 'status'],
        ['status=unverified&search=jane', 'status'],
        ['sales_status=lost', 'sales_status'],
        ['occurred_from=yesterday', 'occurred_from'],
        ['phone=12345', 'phone'],
        ['limit=201', 'limit'],
      ];
      for (const [query, field] of cases) {
        const { status, body } = await api.get<Problem>(`/v1/conversions?${query}`);
        assert.deepEqual([status, body.field], [400, field], query);
      }
    });
  });

  describe('GET /v1/receipts', () => {
    interface Receipts {
      data: { id: string; kind: string; conversion_id: string; recorded_at: string }[];
      next_cursor: string | null;
    }

    test('goes through all that was decided, newest first', async () => {
      const seen: Receipts['data'] = [];
      for (let cursor = ''; ; ) {
        const { body } = await api.get<Receipts>(`/v1/receipts?limit=2${cursor && `&cursor=${cursor}`}`);
        seen.push(...body.data);
        if (body.next_cursor === null) break;
        cursor = body.next_cursor;
      }
      assert.equal(seen.length, 9);
      assert.equal(new Set(seen.map(({ id }) => id)).size, 9);
      const times = seen.map(({ recorded_at }) => recorded_at);
      assert.deepEqual(times, times.toSorted().reverse());
    });

    test('tells of one conversion', async () => {
      const [sale] = (await list('order_id=order-3')).data;
      const { body } = await api.get<Receipts>(`/v1/receipts?conversion_id=${sale?.id}`);
      assert.deepEqual(
        body.data.map(({ kind, conversion_id }) => [kind, conversion_id]),
        [['recorded', sale?.id]],
      );
      assert.equal((await api.get<Problem>('/v1/receipts?cursor=nonsense')).body.field, 'cursor');
    });
  });
});
