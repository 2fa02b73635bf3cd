import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Api, createApi, type Problem, type Reply } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { conforming } from '../openapi/conforming.ts';
import { type PortalStory, tellPortalStory } from '../portal-story.ts';

/** What an affiliate sees with a token, and who sees nothing. */

interface Money {
  amount: number;
  amount_minor: number;
}

interface Item {
  id: string;
  referral: string;
  status: string;
  reason: string | null;
  amount: number;
  due: Money;
  code: string | null;
  sub_ids: Record<string, string> | null;
  hold_until: string | null;
  explanation: string;
}

interface Page {
  data: Item[];
  next_cursor: string | null;
}

const LISTS = ['links', 'clicks', 'leads', 'sales', 'earnings', 'payouts'];

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: Api;
  let story: PortalStory;
  let amy: Api;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createApi(collector, collector.keys.secret_key);
    story = await tellPortalStory(collector, api);
    amy = createApi(collector, await tokenOf('amy-1'));
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  async function tokenOf(id: string, body: object = {}): Promise<string> {
    const made = await api.post<{ data: { token: string } }>(`/v1/affiliates/${id}/portal-token`, body);
    assert.equal(made.status, 201);
    return made.body.data.token;
  }

  async function list(name: string, as = amy): Promise<Item[]> {
    const { status, body } = await as.get<Page>(`/v1/portal/${name}`);
    assert.equal(status, 200, JSON.stringify(body));
    conforming({ method: 'GET', path: `/v1/portal/${name}`, status, body });
    return body.data;
  }

  test('the summary counts what is theirs, without bots', async () => {
    const { body } = await amy.get<{ data: Record<string, unknown> }>('/v1/portal/summary');
    conforming({ method: 'GET', path: '/v1/portal/summary', status: 200, body });
    const { clicks, leads, sales, revenue, balances, affiliate, coupons, next_hold_end } = body.data;
    assert.deepEqual(clicks, { today: 3, last_30_days: 3, all: 3 });
    assert.deepEqual([leads, sales, revenue], [1, 5, [{ currency: 'EUR', amount: 507, amount_minor: 50_700 }]]);
    const money = (amount_minor: number): Money => ({ amount: amount_minor / 100, amount_minor });
    assert.deepEqual(balances, [
      {
        ...{ currency: 'EUR', earned: money(9_740), pending: money(2_960), awaiting_review: money(1_280) },
        ...{ ready: money(1_900), processing: money(0), paid: money(3_600), carried: money(0) },
      },
    ]);
    assert.deepEqual((affiliate as { paid_to: unknown }).paid_to, { method: 'bank', account: '…3000' });
    assert.deepEqual(coupons, [{ code: 'AMY10', description: '10 % off a first order' }]);
    const days = (Date.parse(String(next_hold_end)) - Date.now()) / 86_400_000;
    assert.ok(days > 26 && days < 31, String(next_hold_end));
  });

  test('lists show their own, newest first, and say why an earning is what it is', async () => {
    assert.deepEqual(
      (await list('links')).map(({ code }) => code),
      ['amy-bowls', 'amy'],
    );
    assert.deepEqual(
      (await list('clicks')).map(({ code, sub_ids }) => [code, sub_ids?.['sub1']]),
      [
        ['amy-bowls', undefined],
        ['amy', 'newsletter'],
        ['amy', undefined],
      ],
    );
    assert.deepEqual(
      (await list('sales')).map(({ amount }) => amount),
      [64, 120, 48, 95, 180],
    );
    assert.equal((await list('leads')).length, 1);
    const earned = await list('earnings');
    assert.deepEqual(
      earned.map(({ status, due }) => [status, due.amount]),
      [
        ['pending', 2],
        ['awaiting_review', 12.8],
        ['pending', 18],
        ['pending', 9.6],
        ['ready', 19],
        ['paid', 36],
      ],
    );
    const part = earned[2];
    assert.match(part?.explanation ?? '', /20 % of 120\.00 EUR is 24\.00 EUR\. 6\.00 EUR of it were taken back/);
    assert.ok(part?.hold_until);
    assert.equal(earned[1]?.reason, null);
    const [payout] = await list('payouts');
    assert.deepEqual([payout?.status, payout?.amount], ['paid', 36]);
  });

  test('pages of one follow each other to the end', async () => {
    for (const name of LISTS) {
      const all = await list(name);
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path: string = `/v1/portal/${name}?limit=1${cursor && `&cursor=${cursor}`}`;
        const { body }: Reply<Page> = await amy.get<Page>(path);
        assert.ok(body.data.length <= 1);
        seen.push(...body.data.map(({ id }) => id));
        cursor = body.next_cursor;
      }
      assert.deepEqual(
        seen,
        all.map(({ id }) => id),
        name,
      );
    }
    assert.equal((await amy.get('/v1/portal/clicks?cursor=x')).status, 400);
  });

  test('nobody else is told of: no buyer, no order, no other affiliate, no evidence', async () => {
    for (const name of ['summary', ...LISTS]) {
      const text = JSON.stringify((await amy.get(`/v1/portal/${name}`)).body);
      for (const secret of story.secrets) assert.ok(!text.includes(secret), `${name} tells ${secret}: ${text}`);
    }
    const referrals = (await list('sales')).map(({ referral }) => referral);
    assert.equal(new Set(referrals).size, 5);
    assert.ok(referrals.every((referral) => /^r_[0-9a-f]{12}$/.test(referral)));
    const own = createApi(collector, await tokenOf(story.bob));
    assert.deepEqual(
      (await list('sales', own)).map(({ amount }) => amount),
      [300],
    );
  });

  test('without a good token there is nothing', async () => {
    const token = await tokenOf(story.amy);
    const foreign = token.replace(story.amy, story.bob);
    const [workspace = ''] = token.split('.');
    const elsewhere = token.replace(workspace, '01900000-0000-7000-8000-000000000000');
    for (const [what, key] of Object.entries({
      foreign,
      elsewhere,
      short: token.slice(0, -1),
      none: '',
      key: collector.keys.secret_key,
    })) {
      for (const name of ['summary', ...LISTS]) {
        const { status, body } = await createApi(collector, key).get<Problem>(`/v1/portal/${name}`);
        assert.deepEqual([status, body.code], [401, 'unauthorized'], `${what} ${name}`);
      }
    }
    for (const path of ['/v1/affiliates', '/v1/conversions']) assert.equal((await amy.get(path)).status, 401);
    const made = await amy.post(`/v1/affiliates/${story.amy}/portal-token`, {});
    assert.equal(made.status, 401);
    for (const expires_in of [0, 59, 2_592_001, 'long']) {
      const refused = await api.post<Problem>(`/v1/affiliates/${story.amy}/portal-token`, { expires_in });
      assert.deepEqual([refused.status, refused.body.field], [400, 'expires_in']);
    }
    assert.equal((await api.post('/v1/affiliates/nobody/portal-token', {})).status, 404);
  });

  test('pages of any origin may ask, also when they are refused', async () => {
    const ask = await fetch(`${collector.url}/v1/portal/sales`, {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.test', 'access-control-request-headers': 'authorization' },
    });
    assert.equal(ask.status, 204);
    assert.equal(ask.headers.get('access-control-allow-headers'), 'Authorization');
    assert.equal(ask.headers.get('access-control-allow-methods'), 'GET');
    const refused = await amy.get('/v1/portal/nothing');
    const good = await amy.get('/v1/portal/sales');
    for (const { headers } of [refused, good]) assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal((await amy.get('/v1/affiliates')).headers.get('access-control-allow-origin'), null);
  });

  test('who is suspended may read on; who was deleted may not', async () => {
    const token = await tokenOf(story.bob);
    const bob = createApi(collector, token);
    assert.equal((await api.post(`/v1/affiliates/${story.bob}/suspend`, {})).status, 200);
    const { body } = await bob.get<{ data: { affiliate: { status: string } } }>('/v1/portal/summary');
    assert.equal(body.data.affiliate.status, 'suspended');
    assert.equal((await api.delete(`/v1/affiliates/${story.bob}`)).status, 200);
    const gone = await bob.get<Problem>('/v1/portal/summary');
    assert.deepEqual([gone.status, gone.body.code], [401, 'unauthorized']);
    assert.equal((await api.post(`/v1/affiliates/${story.bob}/portal-token`, {})).status, 404);
  });
});
