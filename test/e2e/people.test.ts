import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type Conversion, createApi, type Problem, type Receipt } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { createPeopleApi, type Edge, type Entry, namesOf, only, type PeopleApi, type Person } from '../people-api.ts';

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, '..', '..', 'packages', 'collector', 'dist', 'main.js');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: PeopleApi;
  const now = Date.now();

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createPeopleApi(collector);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  describe('a person', () => {
    test('is found by each identifier, and by the hash of an email or a phone', async () => {
      const facts = {
        user_id: 'ann',
        customer_id: 'cus_ann',
        lead_id: 'lead_ann',
        member_id: 'member_ann',
        external_id: 'ext_ann',
        email: ' Ann+Shop@Example.com ',
        phone: '0049 (151) 123-456',
        visitor_id: 'ann-laptop',
        traits: { plan: 'pro' },
      };
      const made = await api.identify(facts);
      assert.equal(made.status, 201);
      const { id, root, devices, flags } = made.body.data;
      assert.deepEqual(root, { kind: 'user', value: 'ann' });
      assert.deepEqual(namesOf(made.body.data), [
        'user ann',
        'customer cus_ann',
        'lead lead_ann',
        'member member_ann',
        'external ext_ann',
        'email ann+shop@example.com',
        'phone +49151123456',
      ]);
      assert.deepEqual(
        devices.map(({ visitor_id, is_quarantined }) => [visitor_id, is_quarantined]),
        [['ann-laptop', false]],
      );
      assert.deepEqual(flags, []);
      const again = await api.identify({ ...facts, traits: undefined });
      assert.deepEqual([again.status, again.body.data], [201, made.body.data]);
      for (const query of [
        ...Object.entries(facts).filter(([field]) => field !== 'traits'),
        ['email', sha256('ann+shop@example.com')],
        ['email', sha256('ann+shop@example.com').toUpperCase()],
        ['phone', sha256('+49151123456')],
        ['phone', '+49 151 123456'],
        ['q', 'ann+s'],
        ['q', 'Ann+S'],
        ['q', '+49 151'],
        ['q', 'cus_a'],
        ['q', 'ann-lap'],
      ] as [string, string][]) {
        assert.equal(only(await api.people(new URLSearchParams([query]).toString())).id, id, query.join(' '));
      }
      for (const query of ['email=nobody@example.com', 'visitor_id=nobodys', 'q=zzz']) {
        assert.deepEqual(await api.people(query), []);
      }
      for (const one of made.body.data.identifiers) assert.equal((await api.person(one.id)).id, id);
      assert.equal((await api.person(devices[0]?.id ?? '')).id, id);
    });

    test('who is known by a hash alone is told by what was said later', async () => {
      const hashed = (await api.identify({ user_id: 'hashed', email: sha256('late@example.com') })).body.data;
      assert.deepEqual(namesOf(hashed), ['user hashed', `email ${sha256('late@example.com')}`]);
      await api.identify({ email: 'late@example.com' });
      assert.deepEqual(namesOf(await api.person(hashed.id)), ['user hashed', 'email late@example.com']);
    });

    test('is merged of a device, an email and a user, and every id that was handed out leads to it', async () => {
      await api.sends('merge-phone', [{ name: 'identify', user: { email: 'bea@example.com' } }]);
      const byEmail = only(await api.people('email=bea@example.com'));
      assert.deepEqual(byEmail.root, { kind: 'email', value: 'bea@example.com' });
      assert.deepEqual(
        byEmail.devices.map(({ visitor_id }) => visitor_id),
        ['merge-phone'],
      );
      const sold = await api.sell({
        order_id: 'merge-1',
        external_user_id: 'bea',
        email: 'bea@example.com',
        amount: 1,
      });
      assert.equal(sold.status, 201);
      const byUser = only(await api.people('user_id=bea'));
      assert.notEqual(byUser.id, byEmail.id);
      assert.deepEqual(await api.person(byEmail.id), byUser);
      assert.deepEqual(namesOf(byUser), ['user bea', 'email bea@example.com']);
      assert.equal(only(await api.people('visitor_id=merge-phone')).id, byUser.id);
    });

    test('is joined by an alias, from either side', async () => {
      const [a, b] = [
        await api.identify({ user_id: 'old-id', email: 'cat@example.com' }),
        await api.identify({ user_id: 'new-id' }),
      ];
      const joined = await api.post<{ data: Person }>('/v1/alias', { user_id: 'new-id', previous_id: 'old-id' });
      assert.equal(joined.status, 201);
      assert.deepEqual(namesOf(joined.body.data).toSorted(), ['email cat@example.com', 'user new-id', 'user old-id']);
      const again = await api.post<{ data: Person }>('/v1/alias', { user_id: 'new-id', previous_id: 'old-id' });
      assert.deepEqual(again.body.data, joined.body.data);
      assert.deepEqual(await api.person(a.body.data.id), joined.body.data);
      assert.deepEqual(await api.person(b.body.data.id), joined.body.data);
      assert.equal(only(await api.people('email=cat@example.com')).id, joined.body.data.id);

      const edge = (await api.edges(a.body.data.id)).find(({ from, to }) => from.kind === to.kind);
      assert.equal(edge?.state, 'links');
      assert.match(edge?.explanation ?? '', /^User old-id and user new-id are one person/);
      assert.equal((await api.delete(`/v1/people/${a.body.data.id}/edges/${edge?.id}`)).status, 200);
      assert.deepEqual(namesOf(await api.person(a.body.data.id)), ['user old-id', 'email cat@example.com']);
      assert.deepEqual(namesOf(await api.person(b.body.data.id)), ['user new-id']);
    });

    test('of the test twin is not a live one', async () => {
      const twin = createApi(collector, collector.keys.test_secret_key);
      const { body } = await twin.post<{ data: Person }>('/v1/identify', { user_id: 'twin' });
      assert.equal((await api.get(`/v1/people/${body.data.id}`)).status, 404);
      assert.deepEqual(await api.people('user_id=twin'), []);
    });

    test('is listed once, newest first, however the list is paged', async () => {
      const all = await api.paged<Person>('/v1/people', 3);
      const ids = all.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(
        ids,
        (await api.people('limit=100')).map(({ id }) => id),
      );
      assert.ok(
        all.every(({ id, root, identifiers }) => identifiers.some((one) => one.id === id && one.kind === root.kind)),
      );
      for (const root of ['user ann', 'user bea', 'user old-id', 'user new-id']) {
        assert.equal(all.filter((one) => `${one.root.kind} ${one.root.value}` === root).length, 1, root);
      }
      const times = all.map(({ id, identifiers }) => identifiers.find((one) => one.id === id)?.first_at ?? '');
      assert.deepEqual(times, times.toSorted().reverse());
    });
  });

  describe('an edge', () => {
    test('that is removed parts people again and credits their sales anew', async () => {
      const visitor = 'edge-visitor';
      await api.sends(visitor, [
        {
          occurred_at: now - 2 * HOUR,
          url: 'https://shop.example/?utm_source=news&utm_medium=email',
          touch: undefined,
        },
        { occurred_at: now - 2 * HOUR + MINUTE, name: 'identify', user: { email: 'wrong@example.com' } },
      ]);
      await api.identify({ user_id: 'dan', email: 'wrong@example.com', occurred_at: now - HOUR });
      const sale = (await api.sell({ order_id: 'edge-1', external_user_id: 'dan', amount: 5 })).body.data;
      assert.equal(sale.attributed_to?.source, 'news');

      const dan = only(await api.people('user_id=dan'));
      const edge = (await api.edges(dan.id)).find(({ from, to }) => from.kind === 'email' && to.kind === 'user');
      assert.equal(edge?.state, 'links');
      assert.equal(
        edge?.explanation,
        'Email wrong@example.com belongs to user dan: your server said so, or a browser proved it.',
      );
      const path = `/v1/people/${dan.id}/edges/${edge?.id}`;
      const removed = await api.delete<{ data: Edge }>(path);
      assert.deepEqual([removed.status, removed.body.data.state], [200, 'removed']);
      const again = await api.delete<{ data: Edge }>(path);
      assert.deepEqual([again.status, again.body], [200, removed.body]);

      assert.deepEqual(namesOf(await api.person(dan.id)), ['user dan']);
      assert.deepEqual(only(await api.people('email=wrong@example.com')).root.kind, 'email');
      assert.equal((await api.edges(dan.id)).find(({ id }) => id === edge?.id)?.state, 'removed');
      const { body } = await api.get<{ data: Conversion }>(`/v1/conversions/${sale.id}`);
      assert.equal(body.data.attributed_to, null);
      const receipt = (await api.receipts(sale.id)).find(({ kind }: Receipt) => kind === 'recredited');
      assert.deepEqual(
        [receipt?.cause, receipt?.before?.attributed_to?.source, receipt?.attributed_to],
        ['remove_edge', 'news', null],
      );

      await api.identify({ user_id: 'dan', email: 'wrong@example.com' });
      assert.deepEqual(namesOf(await api.person(dan.id)), ['user dan'], 'it links nobody, whoever says it again');
    });

    test('that loses is told with what won', async () => {
      await api.sends('loser', [{ name: 'identify', user: { user_id: 'eve-claimed', email: 'eve@example.com' } }]);
      const { id } = (await api.identify({ user_id: 'eve', email: 'eve@example.com' })).body.data;
      const losing = (await api.edges(id)).find(({ from, to }) => from.kind === 'email' && to.value === 'eve-claimed');
      assert.deepEqual([losing?.state, losing?.trusted], ['outranked', false]);
      assert.equal(
        losing?.explanation,
        'Not followed: email eve@example.com belongs to user eve, for your server said so, and this a browser claims.',
      );
    });

    test('to what too many share is told so', async () => {
      for (let at = 0; at <= 50; at += 1) await api.identify({ lead_id: `lead-${at}`, customer_id: 'cus-shared' });
      const shared = only(await api.people('customer_id=cus-shared'));
      assert.deepEqual(namesOf(shared), ['customer cus-shared']);
      assert.match(only(shared.flags).explanation, /^So many others point to 1 identifier/);
      assert.ok((await api.edges(shared.id)).every(({ state }) => state === 'shared'));
      const lead = only(await api.people('lead_id=lead-7'));
      assert.deepEqual(lead.root, { kind: 'lead', value: 'lead-7' });
      assert.equal(only(lead.flags).kind, 'shared_identifier');
    });

    test('that is not there is 404', async () => {
      const { id } = (await api.identify({ user_id: 'edgeless' })).body.data;
      const missing = await api.delete<Problem>(`/v1/people/${id}/edges/none`);
      assert.deepEqual([missing.status, missing.body.code], [404, 'not_found']);
      assert.ok(missing.body.hint);
      for (const path of ['', '/edges', '/timeline', '/sessions']) {
        assert.equal((await api.get(`/v1/people/none${path}`)).status, 404, path);
      }
      assert.equal((await api.delete('/v1/people/none/edges/none')).status, 404);
    });
  });

  describe('a proof of the user', () => {
    test('makes the browser’s link a trusted one, and a wrong one leaves it a claim', async () => {
      const { stdout } = await run(process.execPath, [MAIN, 'keys', 'identity-secret', '--json'], {
        env: { PATH: process.env['PATH'], CLICKSTITCH_DATABASE_URL: database.url },
      });
      const { identity_secret } = JSON.parse(stdout) as { identity_secret: string };
      const hashOf = (userId: string) => createHmac('sha256', identity_secret).update(userId).digest('hex');
      const identifies = (user_id: string, user_hash: string) =>
        api.sends(`of-${user_id}`, [{ name: 'identify', user: { user_id, user_hash } }]);
      await identifies('proven', hashOf('proven'));
      await identifies('forged', hashOf('proven'));
      await identifies('garbled', '\u00fc');
      const trusted = async (user: string) =>
        only(only(only(await api.people(`user_id=${user}`)).devices).links).trusted;
      assert.deepEqual(
        [await trusted('proven'), await trusted('forged'), await trusted('garbled')],
        [true, false, false],
      );
      const entry = only(
        await api
          .paged<Entry & { said_by: string }>(`/v1/people/${only(await api.people('user_id=proven')).id}/timeline`, 5)
          .then((all) => all.filter(({ name }) => name === 'identify')),
      );
      assert.equal(entry.said_by, 'proven_browser');
    });
  });

  describe('POST /v1/conversions', () => {
    test('takes members and external ids, and records a sale whose phone has no country', async () => {
      const { status, body } = await api.sell({
        order_id: 'local-phone',
        member_id: 'member-9',
        user: { external_id: 'ext-9' },
        phone: '0151 123456',
      });
      assert.equal(status, 201);
      const { identifiers } = body.data as Conversion & { identifiers: Record<string, string> };
      assert.deepEqual(identifiers, { member: 'member-9', external: 'ext-9' });
      assert.equal(only(await api.people('external_id=ext-9')).root.value, 'member-9');
    });
  });
});
