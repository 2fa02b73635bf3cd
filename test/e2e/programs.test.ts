import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

type Shown = { id: string; valid_from: string; [field: string]: unknown };
type WithVersions = Shown & { versions: (Shown & { version: number })[] };

const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  async function make(path: string, facts: object): Promise<Shown> {
    const { status, body } = await call<Shown>('POST', path, facts);
    assert.equal(status, 201, JSON.stringify(body));
    return body.data;
  }

  const read = async (path: string) => (await call<WithVersions>('GET', path)).body.data;

  async function listed(path: string): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof pageAt>> = await pageAt(`${path}limit=2${cursor && `&cursor=${cursor}`}`);
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor ?? null;
    }
    return ids;
  }

  const pageAt = async (path: string) => (await call<Shown[]>('GET', path)).body;

  describe('/v1/programs', () => {
    test('is created once by the caller’s id, with terms where none were said, and read by either id', async () => {
      const facts = { external_id: 'main', name: 'Partners', currency: 'eur', minimum_payout: '50.00' };
      const data = await make('/v1/programs', facts);
      assert.deepEqual(
        [data['currency'], data['minimum_payout'], data['cookie_days'], data['hold_days'], data['click_rule']],
        ['EUR', 50, 30, 30, 'last'],
      );
      assert.deepEqual(data['fraud'], {
        ...{ self_referral: 'detect', duplicate_payout: 'detect', cookie_stuffing: 'detect' },
        ...{ banned_referrer: 'off', paid_traffic: 'off', disposable_email: 'off', velocity: 'off' },
        blocked_country: 'off',
      });
      const again = await call<Shown>('POST', '/v1/programs', facts);
      assert.deepEqual([again.status, again.body.data], [200, data]);
      for (const id of ['main', data.id]) {
        const { versions, ...row } = await read(`/v1/programs/${id}`);
        assert.deepEqual(row, data);
        assert.deepEqual(
          versions.map(({ version, valid_from }) => [version, valid_from]),
          [[1, data.valid_from]],
        );
      }
    });

    test('is in the workspace’s currency where none is named', async () => {
      assert.equal((await make('/v1/programs', { name: 'Plain' }))['currency'], 'USD');
    });

    test('with an Idempotency-Key is created once', async () => {
      const headers = { 'Idempotency-Key': 'once' };
      const first = await call<Shown>('POST', '/v1/programs', { name: 'Once' }, headers);
      const again = await call<Shown>('POST', '/v1/programs', { name: 'Once' }, headers);
      assert.deepEqual([again.status, again.body], [201, first.body]);
      assert.equal(again.headers.get('Idempotency-Replayed'), 'true');
    });

    test('is refused by the field that is wrong', async () => {
      assertRefused(await call('POST', '/v1/programs', { name: 'x', currency: 'XQX' }), 400, 'currency');
      assertRefused(await call('POST', '/v1/programs', { name: 'x', hold_day: 60 }), 400, 'hold_day');
      assertRefused(await call('POST', '/v1/programs', { name: 'x', minimum_payout: -1 }), 400, 'minimum_payout');
      assertRefused(await call('POST', '/v1/programs', { name: 'x', allowed_hosts: ['a/b'] }), 400, 'allowed_hosts.0');
      assertRefused(await call('POST', '/v1/programs'), 400);
    });

    test('keeps every version of its terms', async () => {
      const program = await make('/v1/programs', { name: 'Changing' });
      const path = `/v1/programs/${program.id}`;
      const changed = await call<Shown>('PATCH', path, { hold_days: 60, name: 'Changed' });
      assert.equal(changed.status, 200, JSON.stringify(changed.body));
      assert.deepEqual([changed.body.data['hold_days'], changed.body.data['name']], [60, 'Changed']);
      assert.ok(changed.body.data.valid_from > program.valid_from);

      const window = await call<Shown>('PATCH', path, { cookie_days: 90 });
      const ahead = Date.parse(window.body.data.valid_from) - Date.now();
      assert.ok(ahead > 9 * MINUTE && ahead <= 10 * MINUTE, String(ahead));
      assertRefused(await call('PATCH', path, { cookie_days: 80, valid_from: inMinutes(9) }), 400, 'valid_from');
      assertRefused(await call('PATCH', path, { hold_days: 7 }), 409, 'valid_from');
      assertRefused(await call('PATCH', path, { hold_days: 7, valid_from: '2026-01-01T00:00:00Z' }), 400, 'valid_from');
      const instead = await call<Shown>('PATCH', path, {
        hold_days: 7,
        valid_from: inMinutes(1),
        replaces_later: true,
      });
      assert.deepEqual(
        [instead.status, instead.body.code],
        [400, 'invalid'],
        'the window changes back, so ten minutes',
      );
      const given = await call<Shown>('PATCH', path, { hold_days: 7, replaces_later: true });
      assert.deepEqual([given.status, given.body.data['cookie_days']], [200, 30]);

      const { versions } = await read(path);
      assert.deepEqual(
        versions.map((terms) => [terms.version, terms['hold_days'], terms['cookie_days']]),
        [
          [1, 30, 30],
          [2, 60, 30],
          [3, 60, 90],
          [4, 7, 30],
        ],
      );
    });

    test('takes no other currency, and no change that says nothing', async () => {
      assertRefused(await call('PATCH', '/v1/programs/main', { currency: 'USD' }), 400, 'currency');
      assertRefused(await call('PATCH', '/v1/programs/main', { external_id: 'x' }), 400, 'external_id');
      const before = await read('/v1/programs/main');
      const { versions: _, ...row } = before;
      assert.deepEqual((await call('PATCH', '/v1/programs/main', {})).body.data, row);
      assert.deepEqual((await call('PATCH', '/v1/programs/main', { hold_days: 30 })).body.data, row);
    });

    test('of two changes that know nothing of each other one is made', async () => {
      const { id } = await make('/v1/programs', { name: 'Raced' });
      const replies = await Promise.all(
        [10, 20, 40].map((hold_days) => call<Shown>('PATCH', `/v1/programs/${id}`, { hold_days })),
      );
      for (const { status, body } of replies) assert.ok(status === 200 || (status === 409 && body.field === 'version'));
      const made = replies.filter(({ status }) => status === 200).length;
      assert.equal((await read(`/v1/programs/${id}`)).versions.length, 1 + made);
    });

    test('is listed in pages, newest first, and is in no list when deleted', async () => {
      const { id } = await make('/v1/programs', { name: 'Last' });
      const ids = await listed('/v1/programs?');
      assert.equal(ids[0], id);
      assert.equal((await call('DELETE', `/v1/programs/${id}`)).status, 200);
      assert.deepEqual(await listed('/v1/programs?'), ids.slice(1));
      for (const gone of [id, 'nope', '%00']) {
        assertRefused(await call('GET', `/v1/programs/${gone}`), 404);
        assertRefused(await call('PATCH', `/v1/programs/${gone}`, { name: 'x' }), 404);
        assertRefused(await call('DELETE', `/v1/programs/${gone}`), 404);
      }
    });
  });

  describe('/v1/incentives', () => {
    const base = { program_id: 'incentives', name: 'Base', type: 'percentage', rate: 20 };

    before(async () => {
      await make('/v1/programs', { external_id: 'incentives', name: 'Incentives', currency: 'USD' });
      await make('/v1/programs', { external_id: 'others', name: 'Others', currency: 'JPY' });
    });

    test('is created once by the caller’s id, in its program’s currency, and read by either id', async () => {
      const facts = { ...base, external_id: 'base', caps: { per_sale: '99.50' } };
      const data = await make('/v1/incentives', facts);
      assert.deepEqual(
        [data['rate'], data['amount'], data['currency'], data['on'], data['caps'], data['duration']],
        [20, null, 'USD', 'sale', { per_sale: 99.5, per_month: null, total: null }, { unit: 'lifetime', length: null }],
      );
      const again = await call<Shown>('POST', '/v1/incentives', facts);
      assert.deepEqual([again.status, again.body.data], [200, data]);
      for (const id of ['base', data.id]) {
        const { versions, ...row } = await read(`/v1/incentives/${id}`);
        assert.deepEqual([row, versions.length], [data, 1]);
      }
      assert.equal((await make('/v1/incentives', { ...base, program_id: 'others' }))['currency'], 'JPY');
    });

    test('is refused by the field that is wrong', async () => {
      assertRefused(await call('POST', '/v1/incentives', { ...base, program_id: 'nope' }), 404, 'program_id');
      assertRefused(await call('POST', '/v1/incentives', { ...base, affiliate_id: 'nope' }), 404, 'affiliate_id');
      assertRefused(await call('POST', '/v1/incentives', { ...base, rate: null }), 400, 'rate');
      assertRefused(await call('POST', '/v1/incentives', { ...base, amount: 5 }), 400, 'amount');
      assertRefused(await call('POST', '/v1/incentives', { ...base, on: 'lead' }), 400, 'type');
      const months = { ...base, duration: { unit: 'months' } };
      assertRefused(await call('POST', '/v1/incentives', months), 400, 'duration.length');
    });

    test('for the same sales as another is refused, and one that is more specific is not', async () => {
      assertRefused(await call('POST', '/v1/incentives', { ...base, name: 'Again' }), 409);
      const clay = await make('/v1/incentives', { ...base, name: 'Clay', rate: 25, product_ids: ['clay', 'glaze'] });
      const glaze = { ...base, name: 'Glaze', product_ids: ['glaze'] };
      const refused = await call('POST', '/v1/incentives', glaze);
      assertRefused(refused, 409, 'product_ids');
      assert.match(refused.body.detail, new RegExp(clay.id));
      await make('/v1/incentives', { ...glaze, group: 'gold' });
      await make('/v1/incentives', { ...base, on: 'lead', type: 'fixed', rate: null, amount: 2 });
    });

    test('is for an affiliate of its program', async () => {
      const affiliate = { name: 'Ada', external_id: 'ada', program_id: 'incentives' };
      const { id } = await make('/v1/affiliates', affiliate);
      const incentive = await make('/v1/incentives', { ...base, name: 'Ada', affiliate_id: 'ada' });
      assert.equal(incentive['affiliate_id'], id);
      const abroad = { ...base, program_id: 'others', affiliate_id: 'ada' };
      assertRefused(await call('POST', '/v1/incentives', abroad), 400, 'affiliate_id');
      assertRefused(await call('POST', '/v1/incentives', { ...base, affiliate_id: 'ada', group: 'g' }), 400, 'group');
    });

    test('keeps every version of its terms, and counts from its beginning or never', async () => {
      const path = '/v1/incentives/base';
      const changed = await call<Shown>('PATCH', path, { rate: '25.5', caps: { per_sale: null } });
      assert.equal(changed.status, 200, JSON.stringify(changed.body));
      assert.deepEqual([changed.body.data['rate'], changed.body.data['currency']], [25.5, 'USD']);
      assertRefused(await call('PATCH', path, { tiers: [{ from: 5, rate: 30 }] }), 400, 'tiers');
      assertRefused(await call('PATCH', path, { caps: { total: 1000 } }), 400, 'caps');
      assertRefused(await call('PATCH', path, { type: 'fixed' }), 400, 'amount');
      assertRefused(await call('PATCH', path, { rate: 5, valid_from: '2026-01-01T00:00:00Z' }), 400, 'valid_from');
      assertRefused(await call('PATCH', path, { program_id: 'others' }), 400, 'program_id');
      const { versions } = await read(path);
      assert.deepEqual(
        versions.map(({ version, ...terms }) => [version, terms['rate']]),
        [
          [1, 20],
          [2, 25.5],
        ],
      );
    });

    test('that ends makes room for another', async () => {
      const ends = inMinutes(60);
      assert.equal((await call('PATCH', '/v1/incentives/base', { valid_until: ends })).status, 200);
      const next = { ...base, name: 'Next', rate: 30, valid_from: ends };
      assertRefused(await call('POST', '/v1/incentives', { ...next, valid_from: inMinutes(30) }), 409);
      await make('/v1/incentives', next);
      assertRefused(await call('PATCH', '/v1/incentives/base', { valid_until: null }), 409);
    });

    test('is listed in pages, newest first, of one program or of all', async () => {
      const all = await listed('/v1/incentives?');
      const others = await listed('/v1/incentives?program_id=others&');
      const own = await listed('/v1/incentives?program_id=incentives&');
      assert.equal(others.length, 1);
      assert.deepEqual(
        own,
        all.filter((id) => !others.includes(id)),
      );
      assertRefused(await call('GET', '/v1/incentives?program_id=nope'), 404, 'program_id');
      assert.equal((await call('DELETE', `/v1/incentives/${all[0]}`)).status, 200);
      assert.deepEqual(await listed('/v1/incentives?'), all.slice(1));
      assertRefused(await call('GET', `/v1/incentives/${all[0]}`), 404);
    });
  });
});
