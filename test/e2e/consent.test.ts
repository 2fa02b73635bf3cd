import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sendEvents } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { everyRow } from '../every-row.ts';
import { createPeopleApi, type Entry, only, type PeopleApi } from '../people-api.ts';

type Told = Entry & { consent?: object | null; bot_signals?: string[]; vendor_ids?: string[]; url?: string };
type Listed = { id: string; metadata: Record<string, unknown> | null };

const DENIED = { analytics: 'denied', ads: 'denied' };

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: PeopleApi;
  const now = Date.now();
  const timelineOf = async (user: string) => {
    const { id } = only(await api.people(`user_id=${user}`));
    return api.paged<Told>(`/v1/people/${id}/timeline`, 20);
  };

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createPeopleApi(collector);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  describe('a visitor who does not agree to be recognised', () => {
    const traces = ['ghost', 'gclid', 'G-CLICK', '1098115397', '4915155555555', 'secret-query'];

    before(async () => {
      await api.sends('wanda-laptop', [
        { name: 'identify', user: { user_id: 'wanda' }, occurred_at: now - 60_000, consent: undefined },
        {
          name: 'purchase',
          order_id: 'anonymous-1',
          value: 20,
          currency: 'EUR',
          occurred_at: now - 30_000,
          url: 'https://shop.test/thanks?q=secret-query#ghost',
          referrer: 'https://shop.test/cart?gclid=G-CLICK',
          touch: {
            id: 't1',
            occurred_at: now - 40_000,
            url: 'https://shop.test/?utm_source=letter&utm_medium=email&gclid=G-CLICK',
            utm: { source: 'letter', medium: 'email' },
            click_ids: { gclid: { value: 'G-CLICK', first_seen_at: now - 40_000 } },
          },
          user: { user_id: 'ghost', email: 'ghost@x.org', phone: '+4915155555555', traits: { name: 'ghost' } },
          items: [{ item_id: 'shirt', quantity: 2 }],
          vendor_ids: { _fbp: `fb.1.${now}.1098115397` },
          consent: DENIED,
        },
        { name: 'identify', user: { user_id: 'ghost' }, consent: DENIED, occurred_at: now - 20_000 },
        { name: 'reset', user: { user_id: 'ghost' }, consent: DENIED, occurred_at: now - 20_000 },
        { name: 'page_view', url: 'https://shop.test/later', occurred_at: now - 10_000 },
      ]);
    });

    test('is nobody, whatever the page sent, and none of it is in any table', async () => {
      assert.deepEqual(await api.people('user_id=ghost'), []);
      assert.deepEqual(await api.people('email=ghost%40x.org'), []);
      const written = JSON.stringify(await everyRow(database));
      for (const trace of traces) assert.ok(!written.includes(trace), `${trace} is kept`);
      assert.ok(written.includes('consent_enforced'));
    });

    test('touches nobody who was at the browser before, and ends nothing for them', async () => {
      const wanda = await timelineOf('wanda');
      assert.deepEqual(
        wanda.map(({ kind, name, url }) => [kind, name ?? null, url ?? null]),
        [
          ['event', 'page_view', 'https://shop.test/later'],
          ['identification', 'identify', null],
        ],
      );
    });

    test('has bought all the same: the sale counts, by its campaign, with what was in the cart', async () => {
      const claim = only((await api.conversions()).filter(({ order_id }) => order_id === 'anonymous-1'));
      assert.deepEqual([claim.status, claim.amount, claim.currency], ['unverified', 20, 'EUR']);
      assert.equal(claim.attributed_to?.source, 'letter');
      assert.notEqual(claim.visitor_id, 'wanda-laptop');
      const { status, body } = await api.post<{ data: Listed }>('/v1/conversions/confirm', { order_id: 'anonymous-1' });
      assert.equal(status, 201, JSON.stringify(body));
      assert.deepEqual(body.data.metadata, { items: [{ item_id: 'shirt', quantity: 2 }] });
    });

    test('is counted once, however often the page sends it', async () => {
      const event = { id: 'again', name: 'lead', order_id: 'l1', occurred_at: now - 5_000, consent: DENIED };
      assert.equal((await sendEvents(collector, 'x', [event])).body.accepted, 1);
      const { accepted, duplicates } = (await sendEvents(collector, 'x', [event])).body;
      assert.deepEqual([accepted, duplicates], [0, 1]);
    });
  });

  test('what a page tells of consent, bots and vendors’ cookies is shown with the event, and of the cookies the names', async () => {
    const consent = { analytics: 'granted', ads: 'granted' };
    const told = { user: { user_id: 'vera' }, bot_signals: ['webdriver'], vendor_ids: { _ttp: 'T-1', _ga: 'odd' } };
    await api.sends('vera-phone', [
      { ...told, consent, occurred_at: now - 3_000 },
      { ...told, consent: { ...consent, ads: 'denied' }, occurred_at: now - 2_000 },
      { user: { user_id: 'vera' }, occurred_at: now - 1_000 },
    ]);
    const shown = (await timelineOf('vera')).map(({ consent: given, bot_signals, vendor_ids }) => [
      given,
      bot_signals,
      vendor_ids,
    ]);
    assert.deepEqual(shown, [
      [null, [], []],
      [{ analytics: 'granted', ads: 'denied' }, ['webdriver'], []],
      [consent, ['webdriver'], ['_ttp']],
    ]);
  });

  test('a server’s own metadata stays where a browser told of items', async () => {
    const items = [{ item_id: 'hat' }];
    await api.sends('ines', [
      { name: 'purchase', order_id: 'items-1', value: 7, currency: 'EUR', items, consent: DENIED },
    ]);
    const sold = await api.sell({
      order_id: 'items-1',
      amount: 7,
      currency: 'EUR',
      metadata: { items: 'by the server' },
    });
    const { body } = await api.get<{ data: Listed }>(`/v1/conversions/${sold.body.data.id}`);
    assert.deepEqual(body.data.metadata, { items: 'by the server' });
  });

  test('consent that cannot be read refuses its event by the field, and no other', async () => {
    const { status, body } = await sendEvents(collector, 'x', [
      { id: 'c1', name: 'page_view', consent: { analytics: 'maybe', ads: 'denied' } },
      { id: 'c2', name: 'page_view', consent: DENIED, vendor_ids: { _fbc: 'odd' }, bot_signals: [] },
    ]);
    assert.equal(status, 202);
    assert.deepEqual(
      [body.accepted, body.rejected.map(({ id, field }) => [id, field])],
      [1, [['c1', 'consent.analytics']]],
    );
  });
});
