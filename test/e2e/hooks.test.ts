import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall, type FullConversion } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { asked, created } from '../programs-api.ts';
import { deliver, deliverRaw, type HookReply, stripeEvent, stripeSignature } from '../stripe-events.ts';

const SECRET = 'whsec_hooks0fTests';
const NOW = Math.floor(Date.now() / 1_000);

interface Connection {
  id: string;
  url: string;
  name: string;
  account: string | null;
  settings: { commission_on: Record<string, boolean> };
  deliveries: { type: string; verdict: string; deliveries: number }[];
}

const sale = (of: string, fields: object = {}) =>
  stripeEvent(
    'checkout.session.completed',
    {
      ...{ id: `cs_${of}`, object: 'checkout.session', mode: 'payment', payment_status: 'paid', currency: 'eur' },
      ...{ amount_total: 1000, payment_intent: `pi_${of}`, created: NOW - 60, invoice: null },
      ...fields,
    },
    NOW - 30,
  );

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let callTest: Call;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    callTest = createCall(collector, collector.keys.test_secret_key);
  });

  after(async () => {
    assert.equal((await fetch(`${collector.url}/healthz`)).status, 200, 'it is still running');
    await collector?.stop();
    await database?.remove();
  });

  const connect = (facts: object = {}, by = call) =>
    created<Connection>(by, '/v1/connections', { provider: 'stripe', secret: SECRET, ...facts });
  const countsOf = async ({ id }: Connection) =>
    (await asked<Connection>(call, 'GET', `/v1/connections/${id}`)).deliveries.map(
      ({ type, verdict, deliveries }) => `${deliveries} ${type} ${verdict}`,
    );
  const ordersOf = async (by: Call) =>
    (await by<FullConversion[]>('GET', '/v1/conversions?limit=100&name=purchase')).body.data.map((row) => row.order_id);
  const says = ({ status, body }: HookReply) => [status, body.field, body.detail];

  describe('/v1/connections', () => {
    test('is created with what is left out of a commission, changed, listed and deleted, and never shows its secret', async () => {
      const made = await connect({ account: 'acct_1', settings: { commission_on: { tax: true } } });
      const on = { tax: true, shipping: false, discount: false, proration: true, trial: true };
      assert.deepEqual([made.settings.commission_on, made.name, made.account], [on, 'stripe', 'acct_1']);
      assert.match(made.url, /\/hooks\/[0-9a-f-]{36}$/);
      const patch = {
        name: 'Main',
        account: null,
        settings: { commission_on: { trial: false } },
        secret: 'whsec_another',
      };
      const changed = await asked<Connection>(call, 'PATCH', `/v1/connections/${made.id}`, patch);
      assert.deepEqual([changed.name, changed.account], ['Main', null]);
      assert.deepEqual(changed.settings.commission_on, { ...on, trial: false });
      assert.equal((await deliver(made.url, SECRET, sale('old_secret'))).status, 401);
      assert.equal((await deliver(made.url, 'whsec_another', sale('new_secret'))).status, 200);
      const listed = await call('GET', '/v1/connections');
      assert.doesNotMatch(JSON.stringify([made, changed, listed.body]), /whsec_/);
      assert.equal((await callTest('GET', `/v1/connections/${made.id}`)).status, 404);
      await asked(call, 'DELETE', `/v1/connections/${made.id}`);
      assert.equal((await call('GET', `/v1/connections/${made.id}`)).status, 404);
      assert.equal((await deliver(made.url, 'whsec_another', sale('late'))).status, 404);
    });

    test('refuses what cannot be one, and names the field', async () => {
      const post = (body: unknown) => call<Connection>('POST', '/v1/connections', body);
      assertRefused(await post({ provider: 'stripe', secret: 'sk_live_0123456789' }), 400, 'secret');
      assertRefused(await post({ provider: 'stripe' }), 400, 'secret');
      assertRefused(await post({ provider: 'nobody', secret: SECRET }), 400, 'provider');
      assertRefused(
        await post({ provider: 'stripe', secret: SECRET, settings: { commission_on: { air: true } } }),
        400,
      );
      const { id } = await connect();
      assertRefused(await call('PATCH', `/v1/connections/${id}`, { secret: 'sk_live_0123456789' }), 400, 'secret');
      assertRefused(await call('PATCH', `/v1/connections/${id}`, { provider: 'paddle' }), 400, 'provider');
      assertRefused(await call('PATCH', '/v1/connections/nothing', { name: 'x' }), 404, 'id');
    });
  });

  describe('POST /hooks/:connection_id', () => {
    const refused: [string, (url: string) => Promise<HookReply>, number, RegExp][] = [
      ['no signature', (url) => deliverRaw(url, JSON.stringify(sale('x1'))), 401, /is missing/],
      ['another secret', (url) => deliver(url, 'whsec_wrong', sale('x2')), 401, /does not fit/],
      ['a signature of nonsense', (url) => deliverRaw(url, '{}', { 'stripe-signature': 'abc' }), 401, /of the form/],
      ['no v1', (url) => deliverRaw(url, '{}', { 'stripe-signature': `t=${NOW},v0=00` }), 401, /of the form/],
      ['an empty body', (url) => deliverRaw(url, '', { 'stripe-signature': `t=${NOW},v1=00` }), 401, /does not fit/],
      ['one that is old', (url) => signed(url, JSON.stringify(sale('x3')), NOW - 1_000), 401, /was made \d+ s ago/],
      ['one of the future', (url) => signed(url, JSON.stringify(sale('x4')), NOW + 3_600), 401, /in the future/],
      ['signed text that is no JSON', (url) => signed(url, '{"id":'), 400, /not JSON/],
      ['signed JSON that is no event', (url) => signed(url, '[]'), 400, /type/],
      ['an event without its object', (url) => signed(url, JSON.stringify({ ...sale('x5'), data: {} })), 400, /data/],
      ['a body that is compressed', (url) => deliverRaw(url, '{}', { 'content-encoding': 'gzip' }), 400, /encoding/],
      ['a thin event', (url) => signed(url, JSON.stringify({ object: 'v2.core.event', id: 'e' })), 400, /not an event/],
      [
        'an amount that is none',
        (url) => deliver(url, SECRET, sale('x6', { amount_total: '10' })),
        400,
        /amount_total/,
      ],
    ];

    function signed(url: string, payload: string, at = NOW): Promise<HookReply> {
      return deliverRaw(url, payload, { 'stripe-signature': stripeSignature(payload, SECRET, at) });
    }

    for (const [what, send, status, detail] of refused) {
      test(`refuses ${what}, and stores nothing`, async () => {
        const reply = await send((await connect()).url);
        assert.equal(reply.status, status, JSON.stringify(reply.body));
        assert.match(reply.body.detail ?? '', detail);
        assert.ok(reply.body.hint, JSON.stringify(reply.body));
        assert.ok((await ordersOf(call)).every((order) => !order?.startsWith('pi_x')));
      });
    }

    test('refuses a body of which any byte is another', async () => {
      const { url } = await connect();
      const bytes = Buffer.from(JSON.stringify(sale('byte')));
      const header = { 'stripe-signature': stripeSignature(bytes.toString(), SECRET) };
      for (let at = 0; at < bytes.length; at += 17) {
        const other = new Uint8Array(bytes);
        other[at] = (other[at] ?? 0) ^ 1;
        assert.equal((await deliverRaw(url, other, header)).status, 401, `byte ${at}`);
      }
      assert.equal((await deliverRaw(url, new Uint8Array(bytes), header)).status, 200);
    });

    test('takes one of several signatures, as while a secret is rolled', async () => {
      const { url } = await connect();
      const payload = JSON.stringify(sale('rolled'));
      const header = stripeSignature(payload, SECRET).replace(',v1=', `,v1=${'0'.repeat(64)},v1=`);
      assert.equal((await deliverRaw(url, payload, { 'stripe-signature': header })).status, 200);
    });

    test('an unknown connection is 404, and a body beyond a mebibyte 413', async () => {
      assert.deepEqual(says(await deliver(`${collector.url}/hooks/none`, SECRET, sale('n')))[0], 404);
      const { url } = await connect();
      assert.equal((await deliver(url, SECRET, { ...sale('large'), pad: 'x'.repeat(1_048_576) })).status, 413);
      assert.equal((await deliver(url, SECRET, { ...sale('largest'), pad: 'x'.repeat(900_000) })).status, 200);
      assert.equal((await fetch(url)).status, 404);
    });

    test('an event of another account is refused; one that names none is taken', async () => {
      const connection = await connect({ account: 'acct_1' });
      const other = await deliver(connection.url, SECRET, { ...sale('of_other'), account: 'acct_2' });
      assert.deepEqual(says(other).slice(0, 2), [403, 'account']);
      assert.match(other.body.detail ?? '', /acct_2.*acct_1/);
      assert.equal((await deliver(connection.url, SECRET, { ...sale('of_own'), account: 'acct_1' })).status, 200);
      assert.equal((await deliver(connection.url, SECRET, sale('of_none'))).status, 200);
    });

    test('what Stripe’s test mode makes goes to the test twin, which takes nothing live', async () => {
      const { url } = await connect();
      assert.equal((await deliver(url, SECRET, { ...sale('trying'), livemode: false })).status, 200);
      assert.ok((await ordersOf(callTest)).includes('pi_trying'));
      assert.ok(!(await ordersOf(call)).includes('pi_trying'));
      const twin = await connect({}, callTest);
      assert.equal((await deliver(twin.url, SECRET, { ...sale('tried'), livemode: false })).status, 200);
      assert.ok((await ordersOf(callTest)).includes('pi_tried'));
      assert.deepEqual(says(await deliver(twin.url, SECRET, sale('live'))).slice(0, 2), [403, 'livemode']);
    });

    test('what came is counted by type and verdict: recorded, known, unknown, nothing, refused', async () => {
      const connection = await connect();
      for (const event of [sale('c1'), sale('c1'), stripeEvent('product.created', { id: 'prod_1' }, NOW)]) {
        assert.equal((await deliver(connection.url, SECRET, event)).status, 200);
      }
      const active = stripeEvent('customer.subscription.updated', { id: 'sub_1', status: 'active' }, NOW);
      assert.equal((await deliver(connection.url, SECRET, active)).body.data?.verdict, 'nothing_to_do');
      const unheard = await deliver(connection.url, SECRET, sale('c2', { currency: 'zzz' }));
      assert.deepEqual(says(unheard).slice(0, 2), [422, 'currency']);
      assert.match(unheard.body.detail ?? '', /zzz/i);
      await deliver(connection.url, 'whsec_wrong', sale('c3'));
      assert.deepEqual(await countsOf(connection), [
        '1 (not signed) refused',
        '1 checkout.session.completed duplicate',
        '1 checkout.session.completed recorded',
        '1 checkout.session.completed refused',
        '1 customer.subscription.updated nothing_to_do',
        '1 product.created unknown_type',
      ]);
      assert.ok(!(await ordersOf(call)).includes('pi_c2'));
    });

    test('where it cannot be stored it is 503, and taken when it comes again', async () => {
      const other = await createDatabase(engine);
      const small = await startCollector(other, { settings: { CLICKSTITCH_QUEUE_MAX_BYTES: '1' } });
      const own = createCall(small, small.keys.secret_key);
      const { url } = await created<Connection>(own, '/v1/connections', { provider: 'stripe', secret: SECRET });
      const send = (id: number) => deliver(url, SECRET, sale(`full_${id}`));
      const ids = Array.from({ length: 60 }, (_, id) => id);
      const replies = await Promise.all(ids.map(send));
      assert.ok(replies.every(({ status }) => status === 200 || status === 503));
      const late = ids.filter((id) => replies[id]?.status === 503);
      assert.ok(late.length > 0, 'some came while another was being stored');
      for (const id of late) assert.equal((await send(id)).body.data?.verdict, 'recorded');
      assert.equal((await ordersOf(own)).length, ids.length);
      await small.stop();
      await other.remove();
    });

    test('neither secrets nor signatures are logged', async () => {
      const { url } = await connect();
      await deliver(url, SECRET, sale('quiet'));
      await deliver(url, 'whsec_wrong', sale('loud'));
      assert.doesNotMatch(collector.log(), /whsec_|v1=/);
    });
  });

  describe('clickstitch connections', () => {
    const run = (words: string[], settings = {}) => runClickstitch(['connections', ...words], database.url, settings);

    test('creates, lists, changes and deletes beside a running collector; a secret comes by the environment', async () => {
      const words = ['create', '--provider', 'stripe', '--secret-env', 'HOOK_SECRET', '--test', '--json'];
      const made = JSON.parse((await run(words, { HOOK_SECRET: SECRET })).output) as Connection;
      const url = collector.url + new URL(made.url).pathname;
      assert.equal((await deliver(url, SECRET, { ...sale('cli'), livemode: false })).status, 200);
      const changed = await run(['update', made.id, '--commission-on', 'tax,discount', '--json']);
      const on = { tax: true, shipping: false, discount: true, proration: false, trial: false };
      assert.deepEqual(JSON.parse(changed.output).settings.commission_on, on);
      const listed = await run(['list']);
      assert.match(listed.output, new RegExp(`${made.id} {2}stripe {2}test`));
      assert.match(listed.output, /1 {2}recorded {7}checkout\.session\.completed/);
      assert.doesNotMatch(listed.said, /whsec_/);
      assert.equal((await run(['delete', made.id])).code, 0);
      assert.equal((await deliver(url, SECRET, { ...sale('cli2'), livemode: false })).status, 404);
    });

    test('says what is wrong', async () => {
      const both = await run(['create', '--provider', 'stripe', '--secret', SECRET, '--secret-env', 'X']);
      assert.match(both.said, /either --secret or --secret-env/);
      const none = await run(['create', '--provider', 'stripe', '--secret-env', 'NOT_THERE']);
      assert.match(none.said, /no environment variable NOT_THERE/);
      const part = await run(['create', '--provider', 'stripe', '--secret', SECRET, '--commission-on', 'air']);
      assert.match(part.said, /air is none of/);
      assert.ok([both, none, part, await run(['update', 'nothing', '--name', 'x'])].every(({ code }) => code === 1));
    });
  });
});
