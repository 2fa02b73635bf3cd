import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Api, createApi, type Problem } from '../api.ts';
import { type Collector, createDatabase, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

interface Key {
  id: string;
  key: string;
  account: string | null;
}

interface Refusal {
  message: string;
}

const SOURCE = { name: 'Pod', type: 'hdyhau', category: 'podcast' };

eachEngine((engine) => {
  /** A collector of its own, for a workspace is for one account of a dialect for good. */
  async function inAnOffice(work: (office: Office) => Promise<void>): Promise<void> {
    const database = await createDatabase(engine);
    const collector = await startCollector(database);
    try {
      await work(createOffice(collector));
    } finally {
      await collector.stop();
      await database.remove();
    }
  }

  describe('a workspace is one account to all its keys of a dialect', () => {
    test('the first that a report names, for good', () =>
      inAnOffice(async ({ api, testApi, make, whop, accountOf }) => {
        const [first, second] = [await make({ dialect: 'whop' }), await make({ dialect: 'whop' })];
        assert.equal((await whop(first, 'biz_1')).status, 200);
        for (const key of [first, second]) {
          const other = await whop(key, 'biz_2');
          assert.equal(other.status, 403);
          assert.match(other.body.message, /company_id/);
          assert.equal((await whop(key, 'biz_1')).status, 200);
        }
        assert.equal(await accountOf(first), 'biz_1');
        const refused = await api.post<Problem>('/v1/api-keys', { dialect: 'whop', account: 'biz_2' });
        assert.deepEqual([refused.status, refused.body.code, refused.body.field], [409, 'conflict', 'account']);
        assert.equal((await make({ dialect: 'whop', account: 'biz_1' })).account, 'biz_1');
        assert.equal((await make({ dialect: 'brandwave', account: 'org_2' })).account, 'org_2');
        assert.equal(
          (await whop(await make({ dialect: 'whop' }, testApi), 'biz_2')).status,
          200,
          'the twin is another',
        );
      }));

    test('or that a key is made for', () =>
      inAnOffice(async ({ make, whop }) => {
        const [bare, made] = [await make({ dialect: 'whop' }), await make({ dialect: 'whop', account: 'biz_made' })];
        for (const key of [bare, made]) {
          assert.equal((await whop(key, 'biz_other')).status, 403);
          assert.equal((await whop(key, 'biz_made')).status, 200);
        }
      }));

    test('of first reports at once that name two accounts those of one are recorded, and nothing of the other', () =>
      inAnOffice(async ({ api, testApi, make, whop }) => {
        for (const maker of [api, testApi]) {
          const keys = [await make({ dialect: 'whop' }, maker), await make({ dialect: 'whop' }, maker)];
          const answers = await Promise.all(
            ['biz_a', 'biz_b', 'biz_a', 'biz_b'].map((company, at) => whop(keys[at >> 1] as Key, company)),
          );
          const statuses = answers.map(({ status }) => status);
          assert.deepEqual(statuses.toSorted(), [200, 200, 403, 403]);
          assert.equal(statuses[0], statuses[2]);
          const { body } = await maker.get<{ data: { id: string }[] }>('/v1/conversions');
          assert.equal(body.data.length, 2);
        }
      }));

    test('a request that is refused binds nothing', () =>
      inAnOffice(async ({ make, whop, brandwave, accountOf }) => {
        const shop = await make({ dialect: 'whop' });
        assert.equal((await whop(shop, 'biz_bad', { event_name: 'nonsense' })).status, 400);
        assert.equal(
          (await whop(shop, 'biz_bad', { value: 1, currency: 'eur', event_time: '2099-01-01T00:00:00Z' })).status,
          400,
        );
        assert.equal(await accountOf(shop), null);
        const brand = await make({ dialect: 'brandwave' });
        const report = { organizationId: 'org_bad', sourceId: 'none', convertedAt: '2026-01-02T03:04:05Z' };
        assert.equal((await brandwave(brand).post('/v1/conversions', report)).status, 404);
        assert.equal(await accountOf(brand), null);
        const source = { organizationId: 'org_good', ...SOURCE };
        assert.equal((await brandwave(brand).post('/v1/conversion-sources', source)).status, 201);
        assert.equal(await accountOf(brand), 'org_good');
      }));

    test('a request that reads binds nothing, and reads nothing of another account', () =>
      inAnOffice(async ({ make, brandwave, accountOf }) => {
        const [first, second] = [await make({ dialect: 'brandwave' }), await make({ dialect: 'brandwave' })];
        const list = (key: Key, organization: string) =>
          brandwave(key).get<Refusal>(`/v1/conversions?pageIndex=0&pageSize=5&organizationId=${organization}`);
        assert.equal((await list(first, 'org_seen')).status, 200);
        assert.equal(await accountOf(first), null);
        const source = { organizationId: 'org_1', ...SOURCE };
        assert.equal((await brandwave(first).post('/v1/conversion-sources', source)).status, 201);
        for (const key of [first, second]) {
          assert.equal((await list(key, 'org_1')).status, 200);
          const other = await list(key, 'org_seen');
          assert.equal(other.status, 401);
          assert.match(other.body.message, /organizationId/);
        }
      }));
  });
});

interface Office {
  api: Api;
  testApi: Api;
  /** Makes a key, by a key of ours. */
  make(asked: object, by?: Api): Promise<Key>;
  /** Reports a conversion of a company. */
  whop(key: Key, company: string, more?: object): Promise<{ status: number; body: Refusal }>;
  brandwave(key: Key): Api;
  /** As keys are listed. */
  accountOf(key: Key): Promise<string | null | undefined>;
}

function createOffice(collector: Collector): Office {
  const api = createApi(collector, collector.keys.secret_key);
  return {
    api,
    testApi: createApi(collector, collector.keys.test_secret_key),
    async make(asked, by = api) {
      const { status, body } = await by.post<{ data: Key }>('/v1/api-keys', asked);
      assert.equal(status, 201, JSON.stringify(body));
      return body.data;
    },
    whop: ({ key }, company, more = {}) =>
      createApi(collector, key).post('/api/v1/conversions', { company_id: company, event_name: 'lead', ...more }),
    brandwave: ({ key }) => createApi(collector, key),
    async accountOf({ id }) {
      const { body } = await api.get<{ data: Key[] }>('/v1/api-keys?limit=100');
      return body.data.find((one) => one.id === id)?.account;
    },
  };
}
