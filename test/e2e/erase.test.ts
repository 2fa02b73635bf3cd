import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { createApi, type Problem, type Reply } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { everyRow } from '../every-row.ts';
import { createPeopleApi, type Entry, namesOf, only, type PeopleApi } from '../people-api.ts';
import { createTargets, replayed, type Targets } from './replaying.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Erased {
  id: string;
  pseudonym: string;
  erased: { identifiers: number; events: number; conversions: number };
}

let targets: Targets;

before(async () => {
  targets = await createTargets();
});
after(() => targets?.remove());

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: PeopleApi;
  const now = Date.now();
  const erase = (id: string): Promise<Reply<{ data: Erased } & Problem>> => api.delete(`/v1/people/${id}`);

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createPeopleApi(collector);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  describe('an erased person', () => {
    const secrets = [
      'jane',
      'Jane',
      'cus_j_7',
      '1151234567.1747323152',
      '4915112345678',
      sha256('jane@example.com'),
      sha256('+4915112345678'),
    ];
    let shop: { sale: string; amount: number | null };
    let id: string;

    /** A visit by a newsletter before anybody is known, a sign-in, another page, a sale, and what a server adds to it. */
    before(async () => {
      const click = await api.post<{ data: { id: string } }>('/v1/clicks', {
        url: 'https://shop.example/?for=jane',
        visitor_id: 'laptop',
        occurred_at: now - 4 * HOUR,
      });
      await api.sends('laptop', [
        {
          occurred_at: now - 3 * HOUR,
          url: `https://shop.example/new/?utm_source=news&utm_medium=email&to=jane%40example.com#jane`,
          referrer: 'https://jane@mail.example/inbox?user=jane',
          title: 'Welcome back, Jane',
          touch: undefined,
          props: { greeting: 'Hello Jane' },
        },
        {
          occurred_at: now - 3 * HOUR + MINUTE,
          name: 'identify',
          user: { user_id: 'jane-1', email: 'Jane@Example.com', traits: { name: 'Jane' } },
        },
        {
          occurred_at: now - 2 * HOUR,
          name: 'purchase',
          order_id: 'order-1',
          value: 40,
          url: 'https://shop.example/paid?name=jane',
          props: { gift_for: 'Jane’s mother' },
          items: [{ item_id: 'ring', engraving: 'for Jane' }],
          vendor_ids: { _ga: 'GA1.1.1151234567.1747323152', _ttp: 'browser-of-jane' },
        },
      ]);
      await api.identify({
        user_id: 'jane-1',
        phone: '+49 151 12345678',
        customer_id: 'cus_j_7',
        traits: { a: 'Jane' },
      });
      await api.post('/v1/alias', { user_id: 'jane-1', previous_id: 'jane-0', occurred_at: now - HOUR });
      const sold = await api.sell({
        order_id: 'order-1',
        external_user_id: 'jane-1',
        email: 'jane@example.com',
        amount: 40,
        occurred_at: now - 2 * HOUR,
        click_id: click.body.data.id,
        url: 'https://shop.example/paid?name=jane',
        metadata: { name: 'Jane' },
        unknown_key: 'Jane',
        notes: 'Jane called',
        context: { wrote: 'jane' },
        user: { first_name: 'Jane' },
      });
      const contact = { kind: 'customer', external_id: 'cus_j_7', email: 'jane@example.com', first_name: 'Jane' };
      const entered = await api.post<{ data: { id: string } }>('/v1/contacts', { ...contact, metadata: { a: 'Jane' } });
      assert.equal(entered.status, 201);
      await api.patch(`/v1/contacts/${entered.body.data.id}`, { last_name: 'Jane-Doe', email: 'jane@example.org' });
      await api.patch(`/v1/conversions/${sold.body.data.id}`, {
        notes: 'Jane called twice',
        url: 'https://shop.example/?jane',
      });
      await api.post(`/v1/conversions/${sold.body.data.id}/refund`, { amount: 1, reason: 'Jane changed her mind' });
      shop = { sale: sold.body.data.id, amount: sold.body.data.amount };
      assert.equal(sold.body.data.attributed_to?.source, 'news');
      const other = await api.identify({ user_id: 'otto', email: 'otto@example.com', visitor_id: 'ottos' });
      await api.sends('ottos', [{ url: 'https://shop.example/?for=otto', title: 'Welcome, Otto' }]);
      await api.sell({ order_id: 'order-2', external_user_id: 'otto', amount: 5, metadata: { name: 'Otto' } });
      assert.equal(other.status, 201);
      id = only(await api.people('email=jane@example.com')).id;
    });

    test('is erased by a secret key alone', async () => {
      const publishable = createApi(collector, collector.keys.publishable_key);
      assert.ok([401, 403].includes((await publishable.delete(`/v1/people/${id}`)).status));
      const twin = createApi(collector, collector.keys.test_secret_key);
      assert.equal((await twin.delete(`/v1/people/${id}`)).status, 404);
      assert.ok(only(await api.people('email=jane@example.com')));
      const written = JSON.stringify(await everyRow(database));
      for (const secret of secrets) assert.ok(written.includes(secret), `${secret} is there to be erased`);
    });

    test('is known under a pseudonym, and by no table', async () => {
      const { status, body } = await erase(id);
      assert.equal(status, 200, JSON.stringify(body));
      const { pseudonym, erased } = body.data;
      assert.equal(body.data.id, id);
      assert.match(pseudonym, /^erased_[0-9a-f]{32}$/);
      assert.deepEqual(erased, { identifiers: 6, events: 3, conversions: 1 });

      for (const row of await everyRow(database)) {
        const text = JSON.stringify(row);
        for (const secret of [...secrets, id]) assert.ok(!text.includes(secret), `${secret} is in ${text}`);
      }
      assert.deepEqual(await api.people('email=jane@example.com'), []);
      assert.deepEqual(await api.people('q=jane'), []);
      const known = only(await api.people(`user_id=${pseudonym}`));
      assert.deepEqual(namesOf(known), [
        `user ${pseudonym}`,
        `user ${pseudonym}.2`,
        `customer ${pseudonym}`,
        `email ${pseudonym}`,
        `email ${pseudonym}.2`,
        `phone ${pseudonym}`,
      ]);
      assert.deepEqual(
        known.devices.map(({ visitor_id }) => visitor_id),
        ['laptop'],
      );
      const entries = await api.paged<Entry & { url?: string; title?: string | null }>(
        `/v1/people/${known.id}/timeline`,
        5,
      );
      assert.ok(entries.some(({ url }) => url === 'https://shop.example/new/'));
      assert.ok(!JSON.stringify(entries).toLowerCase().includes('jane'));
    });

    test('is not found by the id that they had', async () => {
      for (const path of ['', '/edges', '/timeline', '/sessions']) {
        assert.equal((await api.get(`/v1/people/${id}${path}`)).status, 404, path);
      }
      const again = await erase(id);
      assert.deepEqual([again.status, again.body.code], [404, 'not_found']);
      assert.equal((await erase('none')).status, 404);
    });

    test('leaves the amount of the sale, and what it was credited to', async () => {
      const sale = (await api.conversions()).find((one) => one.id === shop.sale);
      assert.deepEqual([sale?.amount, sale?.order_id, sale?.attributed_to?.source], [shop.amount, 'order-1', 'news']);
      const again = await api.sell({ order_id: 'order-1', external_user_id: 'jane-1', amount: 40 });
      assert.deepEqual([again.status, again.body.data.id], [200, shop.sale], 'the same order is the same sale');
      const written = JSON.stringify(await everyRow(database));
      assert.ok(written.includes('Welcome, Otto') && written.includes('otto@example.com'), 'others stay');
    });

    test('is derived from the log again as a pseudonym', async () => {
      const { equal, missing } = await replayed(database.url, await targets.empty('sqlite'));
      assert.deepEqual([equal, missing], [true, 0]);
    });

    test('is somebody else when they come back', async () => {
      const { body } = await api.identify({ user_id: 'jane-1', email: 'jane@example.com' });
      assert.deepEqual(namesOf(body.data), ['user jane-1', 'email jane@example.com']);
      assert.deepEqual(body.data.devices, []);
    });
  });

  test('a browser that nobody is known to use cannot be erased', async () => {
    await api.sends('kiosk', [{ name: 'identify', user: { user_id: 'kai' } }]);
    const kai = only(await api.people('user_id=kai'));
    const device = only(kai.devices).id;
    const edge = only(await api.edges(kai.id));
    await api.delete(`/v1/people/${kai.id}/edges/${edge.id}`);
    const refused = await erase(device);
    assert.deepEqual([refused.status, refused.body.code], [404, 'not_found']);
  });
});
