import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

interface Link {
  id: string;
  affiliate_id: string;
  code: string;
  name: string | null;
  link_url: string | null;
  destination_url: string | null;
}

interface Affiliate {
  id: string;
  external_id: string | null;
  program_id: string | null;
  name: string;
  email: string | null;
  status: string;
  group: string | null;
  payout_details: Record<string, string | null> | null;
  code: string | null;
  link_url: string | null;
  destination_url: string | null;
  links: Link[];
}

interface Coupon {
  id: string;
  external_id: string | null;
  affiliate_id: string;
  code: string;
  description: string | null;
}

const IBAN = 'DE89370400440532013000';

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let inTest: Call;
  let program: string;
  let ada: Affiliate;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    inTest = createCall(collector, collector.keys.test_secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const make = async (given: object) => (await call<Affiliate>('POST', '/v1/affiliates', given)).body.data;
  const newProgram = async (given: object) => {
    const { status, body } = await call<{ id: string }>('POST', '/v1/programs', given);
    assert.equal(status, 201, JSON.stringify(body));
    return body.data.id;
  };

  describe('an affiliate', () => {
    test('without a program is approved, with a link', async () => {
      const early = await make({ name: 'Early Bird', destination_url: 'https://elsewhere.test/' });
      assert.deepEqual([early.status, early.program_id, early.links.length], ['approved', null, 1]);
      assert.match(early.code ?? '', /^early-/);
      assert.equal(early.links[0]?.link_url, early.link_url);
    });

    test('is in the only program there is, unless another is named', async () => {
      program = await newProgram({ name: 'Kiln', currency: 'EUR', allowed_hosts: ['kiln.test'], external_id: 'kiln' });
      ada = await make({
        ...{ name: 'Ada', email: 'Ada@Example.com', code: 'Ada', destination_url: 'https://www.kiln.test/' },
        ...{ external_id: 'aff_1', group: 'gold', payout_details: { method: 'bank', holder: 'Ada', iban: IBAN } },
      });
      assert.deepEqual(
        [ada.program_id, ada.status, ada.email, ada.external_id, ada.group, ada.code],
        [program, 'approved', 'ada@example.com', 'aff_1', 'gold', 'ada'],
      );
      assert.deepEqual(ada.payout_details, { method: 'bank', holder: 'Ada', iban: IBAN, bic: null });
      assert.equal((await call<Affiliate>('GET', `/v1/affiliates/${ada.id}`)).body.data.name, 'Ada');
      assert.deepEqual((await call<Affiliate>('GET', '/v1/affiliates/aff_1')).body.data, ada);
      await newProgram({ name: 'Second', currency: 'USD', external_id: 'second' });
      assert.equal((await make({ name: 'Of none' })).program_id, null);
      assert.equal((await make({ name: 'Of one', program_id: 'kiln' })).program_id, program);
    });

    test('is refused for what is wrong with it, and nothing is made', async () => {
      const count = async () => (await call<Affiliate[]>('GET', '/v1/affiliates?limit=100')).body.data.length;
      const there = await count();
      const refused = async (given: object, status: number, field: string) =>
        assertRefused(await call('POST', '/v1/affiliates', { name: 'Bad', ...given }), status, field);
      await refused({ program_id: 'nothing' }, 404, 'program_id');
      await refused({ code: 'ADA' }, 409, 'code');
      await refused({ code: 'a b' }, 400, 'code');
      await refused({ external_id: 'aff_1' }, 409, 'external_id');
      await refused({ email: 'ada' }, 400, 'email');
      await refused({ payout_details: { method: 'bank', holder: 'A', iban: `${IBAN}1` } }, 400, 'payout_details.iban');
      await refused({ payout_details: { method: 'cheque' } }, 400, 'payout_details.method');
      const foreign = { program_id: program, destination_url: 'https://evilkiln.test/' };
      await refused(foreign, 400, 'destination_url');
      const { body } = await call('POST', '/v1/affiliates', { name: 'Bad', ...foreign });
      assert.match(`${body.detail} ${body.hint}`, /evilkiln\.test.*kiln\.test.*allowed_hosts/s);
      assert.equal(await count(), there);
    });

    test('is changed in what is sent, and does not change programs', async () => {
      const patch = (given: object) => call<Affiliate>('PATCH', `/v1/affiliates/${ada.id}`, given);
      const given = { name: 'Ada K.', group: null, payout_details: { method: 'paypal', email: 'ada@kiln.test' } };
      const { name, group, payout_details, email } = (await patch(given)).body.data;
      assert.deepEqual({ name, group, payout_details, email }, { ...given, email: 'ada@example.com' });
      assert.equal((await patch({})).status, 200);
      assert.equal((await patch({ program_id: program })).status, 200);
      assertRefused(await patch({ program_id: 'second' }), 409, 'program_id');
      assertRefused(await patch({ program_id: null }), 409, 'program_id');
      assertRefused(await patch({ status: 'approved' }), 400, 'status');
      assertRefused(await patch({ payout_details: { method: 'paypal', email: '' } }), 400, 'payout_details.email');
      assertRefused(await call('PATCH', '/v1/affiliates/nobody', {}), 404, 'id');
      assertRefused(await inTest('PATCH', `/v1/affiliates/${ada.id}`, { name: 'Eve' }), 404, 'id');
    });

    test('joins a program once, where its links may lead', async () => {
      const late = await make({ name: 'Late', destination_url: 'https://elsewhere.test/' });
      assertRefused(await call('PATCH', `/v1/affiliates/${late.id}`, { program_id: 'kiln' }), 409, 'program_id');
      await call('PATCH', `/v1/links/${late.links[0]?.id}`, { destination_url: 'https://kiln.test/' });
      const joined = await call<Affiliate>('PATCH', `/v1/affiliates/${late.id}`, { program_id: 'kiln' });
      assert.equal(joined.body.data.program_id, program);
    });

    test('is suspended and approved again; what is out of turn is refused', async () => {
      const step = (name: string) => call<Affiliate>('POST', `/v1/affiliates/${ada.id}/${name}`);
      assert.equal((await step('suspend')).body.data.status, 'suspended');
      assert.equal((await step('suspend')).status, 200);
      assertRefused(await step('reject'), 409, 'status');
      const suspended = await call<Affiliate[]>('GET', '/v1/affiliates?status=suspended');
      assert.deepEqual(
        suspended.body.data.map(({ id }) => id),
        [ada.id],
      );
      assert.equal((await step('approve')).body.data.status, 'approved');
      assertRefused(await call('GET', '/v1/affiliates?status=sleepy'), 400, 'status');
      assertRefused(await call('GET', '/v1/affiliates?program_id=nothing'), 404, 'program_id');
    });

    test('is listed newest first, by program and status, in pages', async () => {
      const all = async (query: string) => {
        const ids: string[] = [];
        for (let cursor: string | null | undefined = ''; cursor !== null; ) {
          const path: string = `/v1/affiliates?limit=2&${query}${cursor && `&cursor=${cursor}`}`;
          const page: Awaited<ReturnType<typeof call<Affiliate[]>>> = await call<Affiliate[]>('GET', path);
          ids.push(...page.body.data.map(({ name }) => name));
          cursor = page.body.next_cursor ?? null;
        }
        return ids;
      };
      const inKiln = ['Late', 'Of one', 'Ada K.'];
      assert.deepEqual(await all('program_id=kiln'), inKiln);
      assert.deepEqual(await all('program_id=kiln&status=approved'), inKiln);
      assert.deepEqual(await all('status=approved'), ['Late', 'Of one', 'Of none', 'Ada K.', 'Early Bird']);
      assert.deepEqual(await all('program_id=kiln&status=rejected'), []);
    });
  });

  describe('a link', () => {
    test('is made for an affiliate, shown with them, changed and deleted', async () => {
      const given = {
        affiliate_id: 'aff_1',
        code: 'ada-sale',
        name: 'Sale',
        destination_url: 'https://kiln.test/sale',
      };
      const { status, body } = await call<Link>('POST', '/v1/links', given);
      assert.equal(status, 201);
      assert.equal(body.data.affiliate_id, ada.id);
      assert.ok(body.data.link_url?.endsWith('/go/ada-sale'));
      const path = `/v1/links/${body.data.id}`;
      const codes = async () =>
        (await call<Affiliate>('GET', `/v1/affiliates/${ada.id}`)).body.data.links.map(({ code }) => code);
      assert.deepEqual(await codes(), ['ada', 'ada-sale']);
      const changed = await call<Link>('PATCH', path, { name: null, destination_url: null });
      assert.deepEqual([changed.body.data.name, changed.body.data.link_url], [null, null]);
      assert.equal((await call<Link>('GET', path)).body.data.destination_url, null);
      assert.equal((await call<Link>('DELETE', path)).status, 200);
      assertRefused(await call('GET', path), 404, 'id');
      assert.deepEqual(await codes(), ['ada']);
      assertRefused(await call('POST', '/v1/links', given), 409, 'code');
    });

    test('is refused to a foreign host, and for an affiliate who is not there', async () => {
      const refused = async (given: object, status: number, field: string) =>
        assertRefused(await call('POST', '/v1/links', { affiliate_id: ada.id, ...given }), status, field);
      await refused({ destination_url: 'https://kiln.test.evil.test/' }, 400, 'destination_url');
      await refused({ destination_url: 'javascript:alert(1)' }, 400, 'destination_url');
      await refused({ affiliate_id: 'nobody' }, 404, 'affiliate_id');
      await refused({ code: '../x' }, 400, 'code');
      const [own] = ada.links;
      const path = `/v1/links/${own?.id}`;
      assertRefused(await call('PATCH', path, { destination_url: 'https://evil.test/' }), 400, 'destination_url');
      assertRefused(await call('PATCH', path, { code: 'other' }), 400, 'code');
      assertRefused(await inTest('GET', path), 404, 'id');
      // A code is all that /go/CODE says, so it is one for everybody.
      const theirs = (await inTest<Affiliate>('POST', '/v1/affiliates', { name: 'Eve' })).body.data;
      assertRefused(await inTest('POST', '/v1/links', { affiliate_id: theirs.id, code: 'ada' }), 409, 'code');
    });

    test('is listed newest first, of one affiliate or of all', async () => {
      for (const code of ['ada-1', 'ada-2', 'ada-3']) await call('POST', '/v1/links', { affiliate_id: ada.id, code });
      const first = await call<Link[]>('GET', '/v1/links?affiliate_id=aff_1&limit=3');
      const rest = await call<Link[]>('GET', `/v1/links?affiliate_id=aff_1&limit=3&cursor=${first.body.next_cursor}`);
      const codes = [...first.body.data, ...rest.body.data].map(({ code }) => code);
      assert.deepEqual(codes, ['ada-3', 'ada-2', 'ada-1', 'ada']);
      assert.equal(rest.body.next_cursor, null);
      assert.ok((await call<Link[]>('GET', '/v1/links?limit=100')).body.data.length > codes.length);
      assertRefused(await call('GET', '/v1/links?affiliate_id=nobody'), 404, 'affiliate_id');
    });
  });

  describe('a coupon', () => {
    test('is made for an affiliate, changed and deleted; its code stays theirs', async () => {
      const given = { affiliate_id: 'aff_1', code: ' ada10 ', description: '10 % off', external_id: 'cp_1' };
      const { status, body } = await call<Coupon>('POST', '/v1/coupons', given);
      assert.equal(status, 201);
      assert.deepEqual([body.data.code, body.data.affiliate_id], ['ADA10', ada.id]);
      assertRefused(await call('POST', '/v1/coupons', { affiliate_id: ada.id, code: 'Ada10' }), 409, 'code');
      assertRefused(await call('POST', '/v1/coupons', { ...given, code: 'B' }), 409, 'external_id');
      assertRefused(await call('POST', '/v1/coupons', { affiliate_id: ada.id, code: ' ' }), 400, 'code');
      assertRefused(await call('POST', '/v1/coupons', { affiliate_id: 'nobody', code: 'B' }), 404, 'affiliate_id');
      const changed = await call<Coupon>('PATCH', '/v1/coupons/cp_1', { description: '15 % off' });
      assert.equal(changed.body.data.description, '15 % off');
      assertRefused(await call('PATCH', '/v1/coupons/cp_1', { code: 'OTHER' }), 400, 'code');
      const listed = await call<Coupon[]>('GET', `/v1/coupons?affiliate_id=${ada.id}`);
      assert.deepEqual(listed.body.data, [changed.body.data]);
      assert.equal((await call('DELETE', '/v1/coupons/cp_1')).status, 200);
      assertRefused(await call('GET', `/v1/coupons/${body.data.id}`), 404, 'id');
      assert.deepEqual((await call<Coupon[]>('GET', '/v1/coupons')).body.data, []);
      assertRefused(await call('POST', '/v1/coupons', { affiliate_id: ada.id, code: 'ADA10' }), 409, 'code');
    });
  });

  test('an affiliate who is deleted is shown nowhere', async () => {
    assert.equal((await call('DELETE', '/v1/affiliates/aff_1')).status, 200);
    assertRefused(await call('GET', `/v1/affiliates/${ada.id}`), 404, 'id');
    assertRefused(await call('POST', `/v1/affiliates/${ada.id}/approve`), 404, 'id');
    assertRefused(await call('POST', '/v1/links', { affiliate_id: ada.id }), 404, 'affiliate_id');
    const { data } = (await call<Affiliate[]>('GET', '/v1/affiliates')).body;
    assert.ok(data.every(({ id }) => id !== ada.id));
    assert.equal((await make({ name: 'Ada again', external_id: 'aff_1' })).external_id, 'aff_1');
  });
});
