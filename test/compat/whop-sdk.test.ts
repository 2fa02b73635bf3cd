import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import Whop from '@whop/sdk';
import { type Api, createApi } from '../api.ts';
import { openStand, type Stand } from './stand.ts';
import { type Mishap, startUnrulyProxy, type UnrulyProxy } from './unruly-proxy.ts';

/** Whop's own client, as it is published, against the collector: only its base URL and its key are ours. */

const COMPANY = 'biz_sdk';
const lead = { company_id: COMPANY, event_name: 'lead' } as const;

describe('whop/sdk', () => {
  let stand: Stand;
  let proxy: UnrulyProxy;
  let native: Api;
  let apiKey: string;
  let client: Whop;

  before(async () => {
    stand = await openStand();
    proxy = await startUnrulyProxy(stand.collector.url);
    native = createApi(stand.collector, stand.collector.keys.secret_key);
    apiKey = await stand.createKey('whop', { account: COMPANY });
    client = new Whop({ apiKey, baseURL: `${stand.collector.url}/api/v1` });
  });
  after(async () => {
    await proxy?.close();
    await stand?.close();
  });

  async function read(id: string): Promise<Record<string, unknown>> {
    const { status, body } = await native.get<{ data: Record<string, unknown> }>(`/v1/conversions/${id}`);
    assert.equal(status, 200);
    return body.data;
  }

  /** What it does, and how many conversions are stored by it. */
  async function storedBy<Result>(act: () => Promise<Result>): Promise<{ result: Result; stored: number }> {
    const position = stand.log.position();
    const { conversion: count = 0 } = stand.log.facts();
    const result = await act();
    const { conversion: now = 0 } = stand.log.facts();
    assert.equal(stand.log.since(position).length, now - count, 'each conversion is accepted once');
    return { result, stored: now - count };
  }

  describe('creates', () => {
    test('whop/sdk/minimal: a conversion of a company and a name', async () => {
      const { id } = await client.conversions.create(lead);
      const { name, status, amount, currency } = await read(id);
      assert.deepEqual(
        { name, status, amount, currency },
        { name: 'lead', status: 'verified', amount: null, currency: null },
      );
    });

    test('whop/sdk/everything: all that it can say is read back and listed natively', async () => {
      const context = {
        ...{ ad_campaign_id: 'c', ad_id: 'a', ad_set_id: 's', fbclid: 'f', fbp: 'fb.1.1.2', ga: 'GA1.1.2', gclid: 'g' },
        ...{ ig_sid: 'i', ip_address: '203.0.113.9', ttclid: 't', ttp: 'tp', user_agent: 'UA', utm_campaign: 'uc' },
        ...{ utm_content: 'uo', utm_id: 'ui', utm_medium: 'um', utm_source: 'us', utm_term: 'ut' },
      };
      const profile = {
        ...{ birthdate: '1990-01-15', city: 'Lisbon', country: 'PT', first_name: 'Jane', gender: 'female' as const },
        ...{ last_name: 'Doe', membership_id: 'mem_1', name: 'Jane Doe', postal_code: '1000-001', state: 'Lisbon' },
        username: 'jane',
      };
      const { id } = await client.conversions.create({
        company_id: COMPANY,
        event_name: 'custom',
        custom_name: 'enrolled',
        action_source: 'app',
        context,
        currency: 'usd',
        event_id: 'evnt_everything',
        event_time: '2025-12-01T05:00:00.401Z',
        plan_id: 'plan_1',
        product_id: 'prod_1',
        referrer_url: 'https://a.example/',
        url: 'https://b.example/',
        user: {
          ...profile,
          anonymous_id: 'wuid_1',
          email: 'Jane@Example.com',
          external_id: 'crm-1',
          member_id: 'mber_1',
          phone: '+15551234567',
          user_id: 'user_1',
        },
        value: 6.9,
      });
      const stored = await read(id);
      const expected = {
        name: 'enrolled',
        action_source: 'app',
        context,
        amount: 6.9,
        currency: 'USD',
        event_id: 'evnt_everything',
        occurred_at: '2025-12-01T05:00:00.401Z',
        plan_id: 'plan_1',
        product_ids: ['prod_1'],
        referrer_url: 'https://a.example/',
        url: 'https://b.example/',
        visitor_id: 'wuid_1',
        identifiers: {
          user: 'user_1',
          member: 'mber_1',
          external: 'crm-1',
          email: 'jane@example.com',
          phone: '+15551234567',
          visitor: 'wuid_1',
        },
      };
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, stored[key]])), expected);
      assert.deepEqual(stored['user'], profile);
      const listed = await native.get<{ data: { id: string }[] }>('/v1/conversions?name=enrolled');
      assert.deepEqual(
        listed.body.data.map((each) => each.id),
        [id],
      );
    });

    test('whop/sdk/null: null says nothing', async () => {
      const { id } = await client.conversions.create({
        ...lead,
        action_source: null,
        context: null,
        currency: null,
        custom_name: null,
        event_id: null,
        event_time: null,
        plan_id: null,
        product_id: null,
        referrer_url: null,
        url: null,
        user: null,
        value: null,
      });
      const { name, event_id, amount, plan_id } = await read(id);
      assert.deepEqual(
        { name, event_id, amount, plan_id },
        { name: 'lead', event_id: null, amount: null, plan_id: null },
      );
    });

    test('whop/sdk/once: a name and an event id are counted once', async () => {
      const event = { ...lead, event_id: 'evnt_once' };
      const { result, stored } = await storedBy(() =>
        Promise.all([event, event, { ...event, value: 3 }].map((each) => client.conversions.create(each))),
      );
      assert.equal(stored, 1);
      assert.equal(new Set(result.map(({ id }) => id)).size, 1);
      const other = await client.conversions.create({ ...event, event_name: 'schedule' });
      assert.notEqual(other.id, result[0]?.id);
    });

    test('whop/sdk/twice: two reports without an event id are two', async () => {
      const { stored } = await storedBy(async () => {
        await client.conversions.create({ ...lead, value: 4 });
        await client.conversions.create({ ...lead, value: 4 });
      });
      assert.equal(stored, 2);
    });
  });

  describe('is refused', () => {
    const refusals: [string, () => Promise<unknown>, new (...args: never[]) => Error, number, RegExp][] = [
      [
        'a wrong key',
        () => new Whop({ apiKey: 'apik_0123456789', baseURL: `${proxy.url}/api/v1` }).conversions.create(lead),
        Whop.AuthenticationError,
        401,
        /^401 The key is unknown or revoked\. .*apik_live_/,
      ],
      [
        'a JWT',
        () =>
          new Whop({ apiKey: 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln', baseURL: `${proxy.url}/api/v1` }).conversions.create(
            lead,
          ),
        Whop.AuthenticationError,
        401,
        /^401 .*JWTs and OAuth tokens that Whop issued are not known here/,
      ],
      [
        'an event that it does not know',
        () => behind().conversions.create({ ...lead, event_name: 'purchase' as 'lead' }),
        Whop.BadRequestError,
        400,
        /^400 event_name: expected one of lead, .* received "purchase"/,
      ],
      [
        'a time to come',
        () => behind().conversions.create({ ...lead, event_time: '2199-01-01T00:00:00Z' }),
        Whop.BadRequestError,
        400,
        /^400 event_time: lies more than 5 minutes in the future/,
      ],
      [
        'too much context',
        () => behind().conversions.create({ ...lead, context: { utm_term: 'x'.repeat(40_000) } }),
        Whop.BadRequestError,
        400,
        /^400 context: is larger than 32768 bytes/,
      ],
      [
        'too much about the user',
        () => behind().conversions.create({ ...lead, user: { name: 'x'.repeat(40_000) } }),
        Whop.BadRequestError,
        400,
        /^400 user: is larger than 32768 bytes/,
      ],
      [
        'a URL that is too long',
        () => behind().conversions.create({ ...lead, url: `https://a.example/${'x'.repeat(8_192)}` }),
        Whop.BadRequestError,
        400,
        /^400 url: .*8192/,
      ],
      [
        'more than a request may hold',
        () => behind().conversions.create({ ...lead, context: { utm_term: 'x'.repeat(2_000_000) } }),
        Whop.APIError,
        413,
        /^413 .*larg/,
      ],
      [
        'another company',
        () => behind().conversions.create({ ...lead, company_id: 'biz_other' }),
        Whop.PermissionDeniedError,
        403,
        /^403 company_id: is not the company of this key/,
      ],
      [
        'an Idempotency-Key with another body',
        async () => {
          const headers = { 'Idempotency-Key': 'sdk-1' };
          await client.conversions.create({ ...lead, value: 5 }, { headers });
          await behind().conversions.create({ ...lead, value: 6 }, { headers });
        },
        Whop.UnprocessableEntityError,
        422,
        /^422 .*Idempotency-Key/i,
      ],
    ];
    const behind = () => new Whop({ apiKey, baseURL: `${proxy.url}/api/v1` });

    for (const [what, act, kind, status, message] of refusals) {
      test(`whop/sdk/refused: ${what} is a ${kind.name}, and is not sent again`, async () => {
        proxy.plan([]);
        await assert.rejects(act, (error) => {
          assert.ok(error instanceof kind, String(error));
          assert.equal((error as { status?: number }).status, status);
          assert.match(error.message, message);
          return true;
        });
        assert.equal(proxy.seen.length, 1);
      });
    }
  });

  describe('repeats', () => {
    const mishaps: [string, Mishap[]][] = [
      ['a failure before the collector', ['fails_before']],
      ['a failure after it has stored', ['fails_after']],
      ['a connection that breaks after it has stored', ['drops_after']],
      ['two connections that break', ['drops_after', 'drops_after']],
      ['a limit', ['limits']],
      ['a limit and then a failure after it has stored', ['limits', 'fails_after']],
    ];
    for (const [what, planned] of mishaps) {
      for (const withId of [true, false]) {
        test(`whop/sdk/repeated: ${what}, ${withId ? 'with' : 'without'} an event id, counts once`, async () => {
          const through = new Whop({ apiKey, baseURL: `${proxy.url}/api/v1` });
          const sale = { ...lead, value: 7, url: `https://shop.example/${encodeURIComponent(what)}/${withId}` };
          proxy.plan(planned);
          const { result, stored } = await storedBy(() =>
            through.conversions.create(withId ? { ...sale, event_id: `evnt ${what}` } : sale),
          );
          assert.equal(stored, 1);
          assert.equal((await read(result.id))['amount'], 7);
          const counts = proxy.seen.map((headers) => headers['x-stainless-retry-count']);
          assert.deepEqual(counts, ['0', ...planned.map((_, index) => String(index + 1))]);
          assert.ok(
            proxy.seen.every((headers) => headers['idempotency-key'] === undefined),
            'it names no request',
          );
        });
      }
    }

    test('whop/sdk/gives-up: what never comes back is stored once all the same', async () => {
      const through = new Whop({ apiKey, baseURL: `${proxy.url}/api/v1`, maxRetries: 1 });
      proxy.plan(['drops_after', 'drops_after']);
      const { stored } = await storedBy(() =>
        assert.rejects(through.conversions.create({ ...lead, value: 8 }), Whop.APIConnectionError),
      );
      assert.equal(stored, 1);
    });
  });
});
