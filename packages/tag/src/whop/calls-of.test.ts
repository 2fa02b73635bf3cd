import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callsOf, eventId } from './calls-of.ts';

const url = 'https://shop.example/thanks';

/** What entries of the pixel's queue become. */
function translated(...entries: unknown[]) {
  Object.assign(globalThis, { location: { href: url } });
  return entries.flatMap<readonly unknown[]>(callsOf);
}

/** The name and the properties under which one entry is recorded. */
function recorded(name: string, ...more: unknown[]) {
  const [args] = translated([5, name, ...more]).flatMap(([, , verb, args]) => (verb === 'track' ? [args] : []));
  const [said, props] = args as [string, { order_id?: string; currency?: string; props: object }];
  return { name: said, ...props };
}

describe('an entry of the pixel', () => {
  it('becomes an event at the time when it was made', () => {
    const props = {
      order_id: undefined,
      value: 50,
      currency: 'USD',
      items: undefined,
      props: { plan: 'a', [eventId]: undefined },
    };
    assert.deepEqual(translated([1764547200000, 'schedule', { value: 50, currency: 'USD', plan: 'a' }]), [
      [1764547200000, url, 'track', ['schedule', props]],
    ]);
    const [[time] = []] = translated([undefined, 'lead']);
    assert.ok(Math.abs(Number(time) - Date.now()) < 1000);
  });

  it('is none of accounts or pages', () => {
    assert.deepEqual(translated([1, 'setScope', 'biz_1', 'biz_2'], [1, 'page'], [1, 'page', { a: 1 }], [1], []), []);
  });

  it('says whom it names, before the event', () => {
    const lead = { email: 'jane@x.example', phone: '+15551234567', external_id: 7, name: 'Jane Doe', city: 'Lisbon' };
    const user = { user_id: 7, email: lead.email, phone: lead.phone, traits: { name: 'Jane Doe', city: 'Lisbon' } };
    const [[at, , verb, [told] = []] = [], [, , next] = []] = translated([5, 'lead', lead]) as [
      number,
      string,
      string,
      unknown[],
    ][];
    assert.deepEqual([at, verb, told, next], [5, 'identify', user, 'track']);
    assert.deepEqual(recorded('lead', lead).props, { [eventId]: undefined });
    for (const nobody of [{}, { email: null, name: '' }]) assert.equal(translated([5, 'lead', nobody]).length, 1);
  });

  it('is an order where it has an id, unless it is only a step on the way', () => {
    const withId = (name: string) => {
      const { name: said, order_id, props } = recorded(name, { event_id: 'e1' });
      return [said, order_id, Reflect.get(props, eventId)];
    };
    assert.deepEqual(
      ['lead', 'quiz_completed', 'complete_registration', 'view_content', 'add_to_cart', 'initiate_checkout'].map(
        withId,
      ),
      [
        ['lead', 'e1', 'e1'],
        ['quiz_completed', 'e1', 'e1'],
        ['complete_registration', 'e1', 'e1'],
        ['view_item', undefined, 'e1'],
        ['add_to_cart', undefined, 'e1'],
        ['begin_checkout', undefined, 'e1'],
      ],
    );
    assert.equal(recorded('complete_registration').name, 'sign_up');
    assert.equal(recorded('lead', { event_id: 12 }).order_id, '12');
    for (const event_id of ['', null, {}, 'x'.repeat(256)])
      assert.equal(recorded('lead', { event_id }).order_id, undefined);
  });

  it('has a name that the tag and the collector take for no other', () => {
    assert.deepEqual(
      ['identify', 'reset', 'page_view', 'constructor', 'x'.repeat(101)].map((name) => recorded(name).name),
      ['custom:identify', 'custom:reset', 'custom:page_view', 'constructor', 'x'.repeat(100)],
    );
  });

  it('is in US dollars where a sale does not say', () => {
    assert.equal(recorded('purchase', { value: 5 }).currency, 'USD');
    assert.equal(recorded('purchase', { value: 5, currency: 'eur' }).currency, 'eur');
    assert.equal(recorded('lead', { value: 5 }).currency, undefined);
  });

  it('tells for which accounts alone it is', () => {
    const scoped = { __scope: ['biz_1', 'biz_2'] };
    for (const more of [[scoped], [{}, scoped], [undefined, scoped], [null, scoped]])
      assert.deepEqual(recorded('lead', ...more).props, { whop_scope: 'biz_1,biz_2', [eventId]: undefined });
  });

  it('may hold anything: what cannot be told of a person costs nobody the event', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    assert.equal(recorded('lead', { name: cycle, a: 1n }).name, 'lead');
    assert.equal(recorded('lead', 'text', 5).name, 'lead');
  });
});
