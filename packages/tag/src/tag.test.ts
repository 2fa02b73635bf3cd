import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { createFakePage, type FakePageOptions } from '../test/fake-page.ts';
import type { InitOptions, Note } from './api.ts';
import { createTag } from './tag.ts';
import type { BatchEvent } from './wire.ts';

/** For what is tested on the events that a page calls for. */
const byHand: InitOptions = { key: 'pk_1', autoPage: false };
const granted = { analytics: 'granted', ads: 'granted' } as const;

const start = 1_700_000_000_000;

function createSetup(options: FakePageOptions = {}) {
  const page = createFakePage(options);
  const { window, requests } = page;
  const [carryOut, api] = createTag(window, [Date.now(), window.location.href], 'https://c.example', []);
  const events = (): BatchEvent[] => {
    mock.timers.tick(200);
    return requests.flatMap(({ batch }) => batch.events);
  };
  return { ...page, carryOut, events, api };
}
/** The next page that this browser loads. */
function next(before: ReturnType<typeof createSetup>, options: FakePageOptions = {}) {
  return createSetup({ ...options, jar: before.document.jar });
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: start });
});

describe('a batch', () => {
  it('says who sends it', () => {
    const { api, requests, events } = createSetup();
    api.init({ ...byHand, endpoint: 'https://collect.example/' });
    api.page();
    api.track('signup');
    assert.equal(events().length, 2);
    const { url, batch } = requests[0] ?? assert.fail();
    assert.equal(url, 'https://collect.example/e');
    assert.deepEqual(
      { ...batch, events: [] },
      { v: 1, key: 'pk_1', visitor_id: batch.visitor_id, sent_at: start + 200, events: [] },
    );
    assert.match(batch.visitor_id, /^[\da-f-]{36}$/);
  });

  it('goes to where the script came from, unless told otherwise', () => {
    const { api, requests, events } = createSetup();
    api.init(byHand);
    api.page();
    events();
    assert.equal(requests[0]?.url, 'https://c.example/e');
  });
});

describe('init', () => {
  it('counts once, and only with a key', () => {
    const { api, requests, events } = createSetup();
    api.init(undefined as never);
    api.init({} as never);
    api.init(byHand);
    api.init({ ...byHand, key: 'pk_2' });
    api.page();
    events();
    assert.deepEqual(
      requests.map(({ batch }) => batch.key),
      ['pk_1'],
    );
  });

  it('lets calls that came before it follow, with their own time', () => {
    const { api, window, events, document } = createSetup();
    api.track('early');
    mock.timers.tick(1000);
    window.location.href = 'https://shop.example/later';
    api.page();
    assert.deepEqual(events(), []);
    assert.equal(document.cookie, '');
    api.init(byHand);
    assert.deepEqual(
      events().map(({ name, occurred_at, url }) => [name, occurred_at, url]),
      [
        ['early', start, 'https://shop.example/'],
        ['page_view', start + 1000, 'https://shop.example/later'],
      ],
    );
  });

  it('names further click ids, and parameters for referral codes', () => {
    const { api, events } = createSetup({ url: 'https://shop.example/?Partner_Click=X&promo=anna&via=bob' });
    api.init({ key: 'pk_1', clickIds: ['partner_click'], referralParams: ['promo'] });
    const { touch } = events()[0] ?? assert.fail();
    assert.deepEqual(touch?.click_ids, { partner_click: { value: 'X', first_seen_at: start } });
    assert.equal(touch?.referral_code, 'anna');
  });

  it('does nothing while the page is only rendered ahead', () => {
    const { api, document, events } = createSetup({ prerendering: true });
    api.init(byHand);
    api.page();
    assert.deepEqual(events(), []);
    assert.equal(document.cookie, '');
    document.prerendering = false;
    document.dispatchEvent(new Event('prerenderingchange'));
    assert.equal(events().length, 1);
    assert.notEqual(document.cookie, '');
  });
});

describe('the first page view', () => {
  it('is recorded by itself, of the page as it began, before all that the page says', () => {
    const { api, events, window } = createSetup({ url: 'https://shop.example/?gclid=AbC', title: 'Home' });
    api.track('early');
    mock.timers.tick(1000);
    window.location.hash = 'later';
    api.init({ key: 'pk_1' });
    const [view, early, ...others] = events();
    assert.deepEqual(others, []);
    const { name, url, occurred_at, title, touch } = view ?? assert.fail();
    assert.deepEqual([name, url, title], ['page_view', 'https://shop.example/?gclid=AbC', 'Home']);
    assert.deepEqual([occurred_at, touch?.occurred_at], [start, start]);
    assert.equal(early?.name, 'early');
    assert.equal(early?.touch?.id, touch?.id);
  });

  it('is left to the page where the site says so', () => {
    const { api, events } = createSetup();
    api.init(byHand);
    assert.deepEqual(events(), []);
  });
});

describe('a single-page app', () => {
  it('is read again at each of its pages, which are each of their own touch', () => {
    const { api, events, go } = createSetup({ referrer: 'https://news.example/' });
    api.init({ key: 'pk_1' });
    go('/offer?utm_source=banner');
    go('/cart');
    const views = events();
    assert.deepEqual(
      views.map(({ url, referrer, touch }) => [url, referrer, touch?.utm?.['source'] ?? touch?.referrer]),
      [
        ['https://shop.example/', 'https://news.example/', 'https://news.example/'],
        ['https://shop.example/offer?utm_source=banner', 'https://shop.example/', 'banner'],
        ['https://shop.example/cart', 'https://shop.example/offer?utm_source=banner', undefined],
      ],
    );
    assert.equal(views[2]?.touch, null, 'the referrer brought the visitor once');
    api.track('signup');
    assert.equal(events()[3]?.touch?.utm?.['source'], 'banner');
  });

  it('is left alone where the site says so', () => {
    const { api, events, go } = createSetup();
    api.init({ key: 'pk_1', spa: false });
    go('/cart');
    assert.equal(events().length, 1);
  });

  it('that comes back from the browser is viewed, and has not arrived again', () => {
    const { api, events, tell } = createSetup({ url: 'https://shop.example/?utm_source=news' });
    api.init({ key: 'pk_1' });
    mock.timers.tick(3_600_000);
    tell(Object.assign(new Event('pageshow'), { persisted: true }));
    const [, again, ...others] = events();
    assert.deepEqual(others, []);
    assert.deepEqual([again?.name, again?.touch], ['page_view', null]);
  });
});

describe('page', () => {
  it('sends what there is to say about a view', () => {
    const { api, events } = createSetup({
      url: 'https://shop.example/p?mc_eid=1&a=2',
      referrer: 'https://www.shop.example/?_kx=1',
      title: 'A product',
    });
    api.init(byHand);
    api.page({ template: 'product' });
    const [event] = events();
    assert.deepEqual(event, {
      id: event?.id,
      name: 'page_view',
      occurred_at: start,
      url: 'https://shop.example/p?a=2',
      referrer: 'https://www.shop.example/?',
      title: 'A product',
      touch: null,
      props: { template: 'product' },
      consent: granted,
    });
    assert.match(`${event?.id}`, /^[\da-f-]{36}$/);
  });

  it('carries the touch once, with the first view', () => {
    const { api, events } = createSetup({ url: 'https://shop.example/?gclid=AbC' });
    api.init(byHand);
    api.page();
    api.page();
    const [first, second] = events();
    assert.equal(first?.touch?.click_ids?.['gclid']?.value, 'AbC');
    assert.equal(first?.touch?.occurred_at, start);
    assert.equal(second?.touch, null);
    assert.notEqual(first?.id, second?.id);
  });

  it('takes whatever the page hands in', () => {
    const { api, events } = createSetup();
    api.init(byHand);
    for (const props of ['Pricing', 5, null, [], () => {}, { n: 1n }]) api.page(props as never);
    assert.equal(events().length, 6);
    for (const { props } of events()) assert.ok(props === undefined || typeof props === 'object');
  });
});

describe('track', () => {
  function track(name: unknown, props?: unknown) {
    const setup = createSetup({ url: 'https://shop.example/?via=anna' });
    setup.api.init(byHand);
    setup.api.track(name as string, props as never);
    return { ...setup, sentAtOnce: setup.requests.length, event: setup.events()[0] };
  }

  it('lifts the order, the value and the currency, and leaves the rest', () => {
    const { event, sentAtOnce } = track('purchase', { order_id: 1001, value: 49.9, currency: 'EUR', sku: 'X' });
    const { touch, ...rest } = event ?? assert.fail();
    assert.deepEqual(rest, {
      id: 'purchase.1001',
      name: 'purchase',
      occurred_at: start,
      url: 'https://shop.example/?via=anna',
      order_id: '1001',
      value: 49.9,
      currency: 'EUR',
      props: { sku: 'X' },
      consent: granted,
    });
    assert.equal(touch?.referral_code, 'anna');
    assert.equal(sentAtOnce, 1);
  });

  it('sends at once what has a value, nought too, and lets other things wait', () => {
    assert.equal(track('purchase', { value: '0.00' }).sentAtOnce, 1);
    assert.equal(track('lead', { value: 0 }).event?.value, 0);
    assert.equal(track('lead', { value: 0 }).sentAtOnce, 1);
    assert.equal(track('scrolled', { depth: 50 }).sentAtOnce, 0);
  });

  it('gives an order the same id whenever it is sent, and other events one each', () => {
    assert.equal(track('refund', { order_id: 'A-1' }).event?.id, 'refund.A-1');
    for (const order_id of ['', null, undefined, Number.NaN, {}, true]) {
      const { event } = track('purchase', { order_id });
      assert.match(`${event?.id}`, /^[\da-f-]{36}$/);
      assert.equal(event?.order_id, undefined);
    }
  });

  it('sends items where they are a list', () => {
    const items = [{ item_id: 'X', price: '9.90', quantity: 2 }];
    assert.deepEqual(track('view_item', { items }).event?.items, items);
    assert.deepEqual(track('view_item', { items }).event?.props, {});
    for (const items of ['X', { item_id: 'X' }, null, 7])
      assert.equal(track('view_item', { items }).event?.items, undefined);
  });

  it('says that there is no touch where there is none', () => {
    const { api, events } = createSetup();
    api.init(byHand);
    api.track('signup');
    assert.equal(events()[0]?.touch, null);
  });

  it('never loses an event to its properties', () => {
    const cycle: Record<string, unknown> = { order_id: 'A-1', value: 1 };
    cycle['self'] = cycle;
    const { event } = track('purchase', cycle);
    assert.deepEqual([event?.id, event?.value, event?.props], ['purchase.A-1', 1, undefined]);
    for (const props of [{ n: 1n }, 'text', 7, null, JSON.parse('{"__proto__":{"a":1}}'), Object.create(null)]) {
      assert.equal(track('test', props).event?.name, 'test');
    }
  });

  it('takes its properties as they are now', () => {
    const { api, events } = createSetup();
    api.init(byHand);
    const props = { step: 1 };
    api.track('checkout', props);
    props.step = 2;
    assert.deepEqual(events()[0]?.props, { step: 1 });
  });
});

describe('identify', () => {
  function identify(...args: unknown[]) {
    const setup = createSetup();
    setup.api.init(byHand);
    (setup.api.identify as (...args: unknown[]) => void)(...args);
    return { ...setup, event: setup.events()[0] };
  }

  it('takes both forms', () => {
    const user = { user_id: 'user_1', email: 'a@b.example', phone: '+49 1', traits: { plan: 'pro' } };
    for (const args of [[user], ['user_1', { email: 'a@b.example', phone: '+49 1', traits: { plan: 'pro' } }]]) {
      const { event } = identify(...args);
      assert.deepEqual([event?.name, event?.user, event?.touch], ['identify', user, null]);
    }
    assert.deepEqual(identify(42).event?.user, { user_id: '42' });
    assert.deepEqual(identify('user_1', { user_hash: 'ab12' }).event?.user, { user_id: 'user_1', user_hash: 'ab12' });
    assert.deepEqual(identify(null, { email: 'a@b.example' }).event?.user, { email: 'a@b.example' });
  });

  it('does nothing when nobody is named', () => {
    for (const args of [[], [undefined], [null], ['']]) assert.equal(identify(...args).event, undefined);
  });

  it('goes with later events of the page, and with those of later pages as far as the id', () => {
    const before = identify('user_1', { email: 'a@b.example', traits: { plan: 'pro' } });
    before.api.track('signup');
    assert.deepEqual(before.events()[1]?.user, { user_id: 'user_1', email: 'a@b.example' });
    const after = next(before);
    after.api.init(byHand);
    after.api.page();
    assert.deepEqual(after.events()[0]?.user, { user_id: 'user_1' });
    assert.ok(!decodeURIComponent(after.document.cookie).includes('a@b.example'));
  });

  it('lets nothing of one user stick to the next', () => {
    const { api, events } = identify('user_1', { email: 'a@b.example', phone: '1', user_hash: 'ab12' });
    api.identify('user_2');
    api.identify({ phone: '2' });
    assert.deepEqual(
      events().map(({ user }) => user),
      [
        { user_id: 'user_1', email: 'a@b.example', phone: '1', user_hash: 'ab12' },
        { user_id: 'user_2' },
        { user_id: 'user_2', phone: '2' },
      ],
    );
  });

  it('goes without traits that cannot be JSON', () => {
    assert.deepEqual(identify({ user_id: 'user_1', traits: { n: 1n } }).event?.user, { user_id: 'user_1' });
  });
});

describe('from page to page', () => {
  it('a visitor keeps the id and the first touch, and the last one changes', () => {
    const visit = (options: FakePageOptions, before?: ReturnType<typeof createSetup>) => {
      mock.timers.tick(3_600_000);
      const page = before ? next(before, options) : createSetup(options);
      page.api.init(byHand);
      page.api.page();
      page.api.track('signup');
      const [view, signup] = page.events();
      return { ...page, visitor: page.requests[0]?.batch.visitor_id, view: view?.touch, last: signup?.touch };
    };
    const landing = visit({ url: 'https://shop.example/?gclid=1' });
    const inside = visit({ url: 'https://shop.example/cart', referrer: 'https://shop.example/' }, landing);
    const news = visit({ url: 'https://shop.example/?utm_source=news' }, inside);
    const paid = visit({ url: 'https://shop.example/thanks', referrer: 'https://checkout.stripe.com/' }, news);
    const direct = visit({}, paid);

    assert.equal(new Set([landing, inside, news, paid, direct].map(({ visitor }) => visitor)).size, 1);
    assert.deepEqual(
      [landing, inside, news, paid, direct].map(({ view }) => view?.id ?? null),
      [landing.last?.id, null, news.last?.id, null, null],
    );
    assert.equal(inside.last?.id, landing.last?.id);
    assert.notEqual(news.last?.id, landing.last?.id);
    assert.equal(paid.last?.id, news.last?.id);
    assert.equal(direct.last?.id, news.last?.id);
    const { first, last } = JSON.parse(decodeURIComponent(direct.document.cookie.slice(5)));
    assert.equal(first.id, landing.last?.id);
    assert.equal(last.id, news.last?.id);
  });

  it('two tabs share the latest touch, and each stays one visitor for as long as it lives', () => {
    const old = createSetup({ url: 'https://shop.example/?via=anna' });
    old.api.init(byHand);
    mock.timers.tick(60_000);
    const other = next(old, { url: 'https://shop.example/?via=bob' });
    other.api.init(byHand);
    old.api.track('signup');
    assert.equal(old.events()[0]?.touch?.referral_code, 'bob');
    assert.equal(
      old.requests[0]?.batch.visitor_id,
      JSON.parse(decodeURIComponent(other.document.cookie.slice(5))).visitor_id,
    );
  });
});

describe('consent', () => {
  it('that is denied at first holds all calls, and stores nothing, until it is given', () => {
    const { api, events, document } = createSetup({ url: 'https://shop.example/?gclid=AbC' });
    api.init({ key: 'pk_1', consent: 'denied' });
    api.track('signup');
    assert.deepEqual(events(), []);
    assert.equal(document.cookie, '');
    mock.timers.tick(60_000);
    api.consent('granted');
    assert.deepEqual(
      events().map(({ name, occurred_at, touch, consent }) => [
        name,
        occurred_at,
        touch?.click_ids?.['gclid']?.value,
        consent,
      ]),
      [
        ['page_view', start, 'AbC', granted],
        ['signup', start, 'AbC', granted],
      ],
    );
    assert.match(document.cookie, /^_cst=/);
  });

  it('that is withdrawn deletes the cookie, and a later visitor is another', () => {
    const page = createSetup({ url: 'https://shop.example/?gclid=AbC' });
    page.api.init({ key: 'pk_1' });
    page.events();
    page.api.consent('denied');
    assert.equal(page.document.cookie, '');
    page.api.track('signup');
    assert.equal(page.events().length, 1);
    page.api.consent('granted');
    assert.equal(page.events().length, 2);
    const [before, after] = page.requests.map(({ batch }) => batch.visitor_id);
    assert.notEqual(before, after);
  });

  it('without which a cookieless tag counts by an id of this page only', () => {
    const page = createSetup({ url: 'https://shop.example/' });
    page.api.init({ key: 'pk_1', consent: 'denied', cookieless: true });
    page.api.track('signup');
    assert.deepEqual(
      page.events().map(({ name, consent }) => [name, consent]),
      [
        ['page_view', { analytics: 'denied', ads: 'denied' }],
        ['signup', { analytics: 'denied', ads: 'denied' }],
      ],
    );
    assert.equal(page.document.cookie, '');
    const after = next(page);
    after.api.init({ key: 'pk_1', consent: 'denied', cookieless: true });
    after.events();
    assert.notEqual(after.requests[0]?.batch.visitor_id, page.requests[0]?.batch.visitor_id);
  });

  it('that is said before the start holds from the start', () => {
    const { api, events, written } = createSetup();
    api.consent('denied');
    api.init({ key: 'pk_1' });
    assert.deepEqual(events(), []);
    assert.deepEqual(
      written.filter((cookie) => !cookie.includes('max-age=-1')),
      [],
    );
  });
});

describe('reset', () => {
  it('is told, and then the user is nobody, on later pages too', () => {
    const page = createSetup();
    page.api.init(byHand);
    page.api.identify('user_1', { email: 'a@b.example' });
    page.api.reset();
    page.api.track('signup');
    assert.deepEqual(
      page.events().map(({ name, user }) => [name, user]),
      [
        // At once, and so first; each has its own time.
        ['reset', undefined],
        ['identify', { user_id: 'user_1', email: 'a@b.example' }],
        ['signup', undefined],
      ],
    );
    const after = next(page);
    after.api.init({ key: 'pk_1' });
    assert.equal(after.events()[0]?.user, undefined);
    assert.equal(after.requests[0]?.batch.visitor_id, page.requests[0]?.batch.visitor_id);
  });
});

describe('debug', () => {
  it('tells what becomes of each call', async () => {
    const { api, events } = createSetup({ accepts: () => false });
    const notes: Note[] = [];
    api.debug((...note) => notes.push(note));
    api.track('early');
    api.init(byHand);
    events();
    await new Promise(setImmediate);
    assert.deepEqual(
      notes.map((note) => note[1]),
      ['held', 'not_stored', 'taken'],
    );
  });
});

describe('a browser without cookies', () => {
  it('has one visitor and the touch for as long as the page lives', () => {
    for (const options of [{ sandboxed: true }, { accepts: () => false }]) {
      const { api, events, requests } = createSetup({ ...options, url: 'https://shop.example/?via=anna' });
      api.init({ key: 'pk_1' });
      api.identify('user_1');
      events();
      api.track('signup');
      assert.deepEqual(
        events().map(({ touch, user }) => [touch?.referral_code, user?.user_id]),
        [
          ['anna', undefined],
          ['anna', 'user_1'],
          ['anna', 'user_1'],
        ],
      );
      assert.equal(new Set(requests.map(({ batch }) => batch.visitor_id)).size, 1);
    }
  });
});

describe('nothing ever reaches the page', () => {
  it('from hostile calls', () => {
    const { api, carryOut } = createSetup();
    const hostile = new Proxy({}, { get: () => assert.fail(), ownKeys: () => assert.fail() });
    const round = () => {
      const { init, page, track, identify, consent, reset, debug } = api;
      for (const verb of [init, page, track, identify, consent, reset, debug] as ((...args: unknown[]) => void)[]) {
        for (const args of [
          [],
          [undefined],
          [null],
          [hostile],
          [hostile, hostile],
          [Symbol('x')],
          ['x', hostile],
          [{}, 1n],
        ]) {
          verb(...args);
        }
      }
      for (const call of [undefined, null, 1, [], [1], ['', '', 'constructor', []], [1, '/', 'nonsense', [1]]]) {
        carryOut(call as never);
      }
    };
    round();
    api.init(byHand);
    round();
  });

  it('from a browser that lacks everything', () => {
    const { api, window, leave, events } = createSetup({ answer: null, beacon: null, sandboxed: true });
    api.init(byHand);
    api.page();
    api.track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' });
    leave();
    assert.deepEqual(events(), []);
    Object.assign(window, { document: undefined });
    api.page();
    api.track('x');
  });
});
