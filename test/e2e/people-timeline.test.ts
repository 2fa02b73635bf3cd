import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { createPeopleApi, type Entry, only, type PeopleApi, type Session } from '../people-api.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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

  describe('a shared device', () => {
    const visitor = 'family-tablet';
    const view = (minute: number, user_id?: string) => ({
      occurred_at: now - 10 * HOUR + minute * MINUTE,
      ...(user_id ? { user: { user_id } } : {}),
    });

    test('tells each of its users what was theirs, and in words where it went to another', async () => {
      await api.sends(visitor, [
        view(1),
        view(2, 'fay'),
        view(3, 'fay'),
        view(4, 'gus'),
        view(5, 'gus'),
        { ...view(6, 'gus'), name: 'reset' },
        view(7),
        view(8, 'fay'),
      ]);
      const timeline = async (user: string) => {
        const { id } = only(await api.people(`user_id=${user}`));
        const entries = await api.paged<Entry>(`/v1/people/${id}/timeline`, 2);
        assert.deepEqual(
          (await api.get<{ data: Entry[] }>(`/v1/people/${id}/timeline?limit=100`)).body.data,
          entries,
          'however it is paged',
        );
        return entries.map(({ kind, occurred_at, explanation }) =>
          kind === 'handover' ? explanation : `${kind} ${(Date.parse(occurred_at) - now + 10 * HOUR) / MINUTE}`,
        );
      };
      assert.deepEqual(await timeline('fay'), [
        'event 8',
        'event 7',
        'Here user gus left this device by reset. Then user fay was there.',
        'Until here user fay was at this device; no reset was seen. Then user gus was there.',
        'event 3',
        'event 2',
        'event 1',
      ]);
      assert.deepEqual(await timeline('gus'), [
        'Here user gus left this device by reset. Then user fay was there.',
        'reset 6',
        'event 5',
        'event 4',
        'Until here user fay was at this device; no reset was seen. Then user gus was there.',
      ]);
      assert.deepEqual((await api.people(`visitor_id=${visitor}`)).map(({ root }) => root.value).toSorted(), [
        'fay',
        'gus',
      ]);
    });

    test('that claims four users is believed none of them', async () => {
      const till = 'shop-till';
      for (const user of ['h1', 'h2', 'h3', 'h4'])
        await api.sends(till, [{ name: 'identify', user: { user_id: user } }]);
      const found = only(await api.people('user_id=h1'));
      assert.equal(only(found.devices).is_quarantined, true);
      assert.equal(only(found.flags).kind, 'quarantined_device');
      assert.equal(
        only(await api.edges(found.id).then((all) => all.filter(({ to }) => to.value === 'h1'))).state,
        'quarantined',
      );
      const timeline = await api.paged<Entry>(`/v1/people/${found.id}/timeline`, 10);
      assert.deepEqual(timeline, [], 'nothing that happened there is theirs');
    });
  });

  describe('sessions and the timeline', () => {
    test('are the same in whatever order events arrive', async () => {
      const at = (hour: number, minute: number) => now - 20 * HOUR + hour * HOUR + minute * MINUTE;
      const shopper = (name: string, order: readonly number[]) => {
        const events = [
          { occurred_at: at(0, 0), url: 'https://shop.example/?utm_source=bing&utm_medium=cpc', touch: undefined },
          { occurred_at: at(0, 20) },
          { occurred_at: at(0, 50), name: 'identify', user: { user_id: name } },
          { occurred_at: at(1, 21) },
          { occurred_at: at(1, 22), url: 'https://shop.example/?utm_source=news&utm_medium=email', touch: undefined },
          { occurred_at: at(1, 30), name: 'purchase', order_id: `order-${name}`, value: 3 },
        ];
        return order.map((place) => events[place] as object);
      };
      await api.sends('in-order', shopper('ida', [0, 1, 2, 3, 4, 5]));
      for (const event of shopper('joe', [5, 2, 4, 0, 3, 1])) await api.sends('out-of-order', [event]);
      const told = async (user: string) => {
        const { id } = only(await api.people(`user_id=${user}`));
        const sessions = await api.paged<Session>(`/v1/people/${id}/sessions`, 2);
        const entries = await api.paged<Entry>(`/v1/people/${id}/timeline`, 3);
        const numbered = new Map(sessions.map((session, place) => [session.id, place]));
        return {
          sessions: sessions.map(({ started_at, ended_at, events, source }) => [
            (Date.parse(started_at) - at(0, 0)) / MINUTE,
            (Date.parse(ended_at) - at(0, 0)) / MINUTE,
            events,
            source,
          ]),
          entries: entries.map(({ kind, occurred_at, session_id }) => [
            kind,
            (Date.parse(occurred_at) - at(0, 0)) / MINUTE,
            numbered.get(session_id ?? ''),
          ]),
        };
      };
      const ida = await told('ida');
      assert.deepEqual(ida.sessions, [
        [82, 90, 2, 'news'],
        [81, 81, 1, null],
        [0, 50, 3, 'bing'],
      ]);
      assert.deepEqual(ida.entries, [
        ['claim', 90, 0],
        ['event', 82, 0],
        ['arrival', 82, 0],
        ['event', 81, 1],
        ['identification', 50, 2],
        ['event', 20, 2],
        ['event', 0, 2],
        ['arrival', 0, 2],
      ]);
      assert.deepEqual(await told('joe'), ida);
    });

    test('of thousands of events are answered by page', async () => {
      const events = Array.from({ length: 3_000 }, (_, at) => ({
        occurred_at: now - 9 * HOUR + at * 10_000,
        user: { user_id: 'kim' },
      }));
      for (let at = 0; at < events.length; at += 500) await api.sends('busy', events.slice(at, at + 500));
      const { id } = only(await api.people('user_id=kim'));
      const entries = await api.paged<Entry>(`/v1/people/${id}/timeline`, 100);
      assert.equal(entries.length, 3_000);
      assert.equal(new Set(entries.map((entry) => entry.id)).size, 3_000);
      assert.equal(new Set(entries.map(({ session_id }) => session_id)).size, 1);
      const session = only(await api.paged<Session>(`/v1/people/${id}/sessions`, 10));
      assert.equal(session.id, entries[0]?.session_id);
    });

    test('tell a sale once, whoever named it', async () => {
      await api.sends('sale-device', [
        { name: 'identify', occurred_at: now - HOUR, user: { user_id: 'lea', email: 'lea@example.com' } },
      ]);
      await api.sell({
        order_id: 'lea-1',
        external_user_id: 'lea',
        email: 'lea@example.com',
        visitor_id: 'sale-device',
        amount: 2,
      });
      await api.sell({ order_id: 'lea-2', visitor_id: 'sale-device', amount: 2, occurred_at: now - 30 * MINUTE });
      await api.sell({ order_id: 'mia-1', visitor_id: 'sale-device', external_user_id: 'mia', amount: 2 });
      const orders = async (user: string) => {
        const { id } = only(await api.people(`user_id=${user}`));
        const entries = await api.paged<Entry & { order_id?: string }>(`/v1/people/${id}/timeline`, 1);
        return entries
          .filter(({ kind }) => kind === 'sale')
          .map(({ order_id }) => order_id)
          .toSorted();
      };
      assert.deepEqual(await orders('lea'), ['lea-1', 'lea-2']);
      assert.deepEqual(await orders('mia'), ['mia-1']);
    });
  });
});
