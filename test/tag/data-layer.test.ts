import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BatchEvent } from '../../packages/tag/src/wire.ts';
import { allStubs, pixelIds, stubs } from './pixel-stubs.ts';
import { setStage } from './stage.ts';
import { storageUse, watchStorage } from './watch-storage.ts';

const stage = setStage();
const on = 'data-data-layer';
const order = (id: string) =>
  `{ transaction_id: '${id}', value: 30.03, currency: 'USD', items: [{ item_id: 'SKU-1' }] }`;
const pushOrder = (id: string) => `dataLayer.push({ event: 'purchase', ecommerce: ${order(id)} });`;

/** What Tag Manager does when it loads: it puts a method of its own around `push`, and works off what is there. */
const tagManager = `<script>{
  window.worked = [];
  const layer = window.dataLayer = window.dataLayer || [];
  const work = (entries) => worked.push(...entries);
  const { push } = layer;
  layer.push = function () {
    const added = [].slice.call(arguments);
    const result = push.apply(layer, added);
    while (layer.length > 300) layer.shift();
    work(added);
    return result;
  };
  work(layer);
}</script>`;

/** Opens a page that runs that before the tag, and waits for its view. */
async function openWith(before: string, attributes = on, after = '') {
  stage.put('/', '', `${before}${stage.script(attributes)}${after}`);
  const page = await stage.open('shop.example');
  await stage.recorder.waitForEvents(1);
  return page;
}
/** What came besides the view, by its time, as often as it came. */
async function eventsOnce(count: number): Promise<BatchEvent[]> {
  await stage.recorder.waitForEvents(count + 1);
  // What would be one too many.
  await new Promise((resolve) => setTimeout(resolve, 400));
  return stage.recorder.recordings
    .flatMap(({ batch }) => batch.events)
    .filter(({ name }) => name !== 'page_view')
    .toSorted((a, b) => Number(a.occurred_at) - Number(b.occurred_at));
}
const idsOnce = async (count: number) => (await eventsOnce(count)).map(({ id }) => id).toSorted();
const namesOnce = async (count: number) => (await eventsOnce(count)).map(({ name }) => name).toSorted();

describe('the dataLayer', () => {
  it('tells of a purchase, with all that GA4 has of it', async () => {
    const page = await openWith(stubs.gtag);
    const before = Date.now();
    await page.evaluate(`
      dataLayer.push({ ecommerce: null });
      dataLayer.push({ event: 'purchase', user_data: { email: 'jane@acme.example' }, ecommerce: {
        transaction_id: 'T-1', value: 30.03, tax: 4.9, shipping: 5.99, currency: 'USD', coupon: 'SUMMER', affiliation: 'Store',
        items: [{ item_id: 'SKU-1', item_name: 'Shirt', item_category2: 'Adult', discount: 2.22, index: 0, price: 10.01, quantity: 3 }],
      } });
    `);
    const [event] = await eventsOnce(1);
    assert.ok(event && Number(event.occurred_at) >= before);
    const { id, name, order_id, value, currency, items, props, url } = event;
    assert.deepEqual(
      { id, name, order_id, value, currency, items, props, url },
      {
        ...{ id: 'purchase.T-1', name: 'purchase', order_id: 'T-1', value: 30.03, currency: 'USD', url: page.url() },
        props: { tax: 4.9, shipping: 5.99, coupon: 'SUMMER', affiliation: 'Store' },
        items: [
          {
            ...{ item_id: 'SKU-1', item_name: 'Shirt', item_category2: 'Adult', discount: 2.22 },
            ...{ index: 0, price: 10.01, quantity: 3 },
          },
        ],
      },
    );
  });

  it('is read whether it was pushed before the tag or after it, in each of the ways that GA4 has, once each', async () => {
    const before = `${stubs.gtag}<script>${pushOrder('before')} gtag('event', 'refund', ${order('gtag-before')})</script>`;
    const after = `<script>${pushOrder('after')} gtag('event', 'purchase', ${order('gtag-after')})</script>`;
    const page = await openWith(before, on, after);
    await page.evaluate(`
      ${pushOrder('late')} dataLayer.push({ event: 'generate_lead', ecommerce: null }, ['event', 'sign_up', { method: 'Google' }]);
      dataLayer.push({ event: 'search', search_term: 'shoes', 'gtm.uniqueEventId': 7 }); track('own');
    `);
    const events = await eventsOnce(9);
    assert.deepEqual(
      events
        .filter(({ order_id }) => order_id)
        .map(({ id }) => id)
        .toSorted(),
      ['purchase.after', 'purchase.before', 'purchase.gtag-after', 'purchase.late', 'refund.gtag-before'],
    );
    const others = events.filter(({ order_id }) => !order_id).map(({ name, props }) => [name, props]);
    assert.deepEqual(Object.fromEntries(others as [string, unknown][]), {
      ...{ lead: {}, sign_up: { method: 'Google' }, search: { search_term: 'shoes' }, own: {} },
    });
    assert.equal(others.length, 4);
    assert.equal(await page.evaluate('dataLayer.length'), 8);
  });

  it('is made by the tag where the page has none yet', async () => {
    const page = await openWith('');
    await page.evaluate(`window.dataLayer = window.dataLayer || []; ${pushOrder('T-1')}`);
    assert.deepEqual(await idsOnce(1), ['purchase.T-1']);
  });

  it('tells nothing unless it is asked for, and nothing of what it does not know', async () => {
    for (const attributes of ['', 'data-data-layer="false"', 'data-forward="gtag"']) {
      stage.recorder.clear();
      const page = await openWith(`${stubs.gtag}<script>${pushOrder('T-1')}</script>`, attributes);
      await page.evaluate(`${pushOrder('T-2')} track('own')`);
      assert.deepEqual(await namesOnce(1), ['own'], attributes);
    }
    stage.recorder.clear();
    const page = await openWith(stubs.gtag);
    await page.evaluate(`
      gtag('js', new Date()); gtag('config', 'G-1'); gtag('event', 'page_view'); gtag('event', 'exception', { fatal: true });
      dataLayer.push({ event: 'gtm.js' }, { event: 'addToCart' }, { ecommerce: ${order('T-1')} }); track('own');
    `);
    assert.deepEqual(await namesOnce(1), ['own']);
  });

  it('tells of an order of which the page tells the tag, too, under the same id', async () => {
    const page = await openWith(stubs.gtag);
    await page.evaluate(`track('purchase', { order_id: 'T-1', value: 30.03, currency: 'USD' }); ${pushOrder('T-1')}`);
    assert.deepEqual(await idsOnce(1), ['purchase.T-1', 'purchase.T-1']);
  });

  it('tells of nothing that would count with each reload: a sale without its id', async () => {
    const page = await openWith(stubs.gtag, `${on} data-debug="true"`);
    await page.evaluate(`
      var notes = []; clickstitch.debug((...note) => notes.push(note));
      dataLayer.push({ event: 'purchase', ecommerce: { purchase: { actionField: { id: 'T-1' } } } }); track('own');
    `);
    assert.deepEqual(await namesOnce(1), ['own']);
    const errors = await page.evaluate(
      `notes.filter(([, verdict]) => verdict === 'error').map(([, , error]) => error.message)`,
    );
    assert.deepEqual(errors, ['purchase on the dataLayer has no transaction_id']);
  });
});

describe('whatever a page does with its dataLayer', () => {
  it('may be there twice: what was pushed twice has happened twice', async () => {
    const page = await openWith(stubs.gtag);
    await page.evaluate(`const entry = { event: 'add_to_cart' }; dataLayer.push(entry); dataLayer.push(entry, entry)`);
    assert.deepEqual(await namesOnce(3), ['add_to_cart', 'add_to_cart', 'add_to_cart']);
  });

  for (const place of ['before', 'after'] as const)
    it(`is wrapped by Tag Manager ${place} the tag`, async () => {
      const denied = `<script>gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'denied' }); ${pushOrder('T-1')}</script>`;
      stage.put('/', '', `${stubs.gtag}${denied}${place === 'before' ? tagManager : ''}${stage.script(on)}`);
      const page = await stage.open('shop.example');
      await page.waitForFunction(
        `performance.getEntriesByType('resource').some(({ name }) => name.includes('tag.interop'))`,
      );
      if (place === 'after') await page.addScriptTag({ content: tagManager.replace(/<.?script>/g, '') });
      await page.evaluate(pushOrder('T-2'));
      await page.waitForTimeout(300);
      assert.deepEqual(stage.recorder.recordings, []);
      const length = await page.evaluate(`
        ${pushOrder('T-3')}
        dataLayer.push(['consent', 'update', { analytics_storage: 'granted', ad_storage: 'granted' }])`);
      await page.evaluate(pushOrder('T-4'));
      assert.deepEqual(await idsOnce(4), ['purchase.T-1', 'purchase.T-2', 'purchase.T-3', 'purchase.T-4']);
      assert.equal(length, 5);
      assert.equal(await page.evaluate('worked.length'), 6, 'Tag Manager has each once');
    });

  it('is put into the place of another: what is in it is found by and by, once', async () => {
    const page = await openWith(stubs.gtag);
    await page.evaluate(
      `${pushOrder('T-1')} window.kept = dataLayer; dataLayer = [...kept]; ${pushOrder('T-2')} track('own')`,
    );
    assert.deepEqual(await namesOnce(3), ['own', 'purchase', 'purchase']);
    await page.evaluate(
      `${pushOrder('T-3')} kept.push({ event: 'view_cart' }); dataLayer = [...dataLayer]; dataLayer.push = kept.push; track('more')`,
    );
    await page.evaluate(pushOrder('T-4'));
    assert.deepEqual(
      (await idsOnce(7)).filter((id) => id.includes('.')),
      ['purchase.T-1', 'purchase.T-2', 'purchase.T-3', 'purchase.T-4'],
    );
  });

  it('has a push that calls no other: what it lets in is found by and by, and when the page is left', async () => {
    const page = await openWith(stubs.gtag);
    await page.evaluate(
      `dataLayer.push = (entry) => { dataLayer[dataLayer.length] = entry }; ${pushOrder('T-1')} track('own')`,
    );
    assert.deepEqual(await namesOnce(2), ['own', 'purchase']);
    await page.evaluate(pushOrder('T-2'));
    await page.goto('about:blank');
    assert.deepEqual(await namesOnce(3), ['own', 'purchase', 'purchase']);
  });

  it('is no array, or may not be changed', async () => {
    for (const odd of [`'text'`, '7', 'null', '{}', '{ push: 1 }', '{ push() { throw new Error() } }']) {
      stage.recorder.clear();
      const page = await openWith(`<script>window.dataLayer = ${odd}</script>`);
      await page.evaluate(`track('own')`);
      assert.deepEqual(await namesOnce(1), ['own'], odd);
    }
    stage.recorder.clear();
    const page = await openWith(`<script>window.dataLayer = []; ${pushOrder('T-1')} Object.freeze(dataLayer)</script>`);
    await page.evaluate(`track('own')`);
    assert.deepEqual(await namesOnce(2), ['own', 'purchase']);
    await page.evaluate(`dataLayer = []; track('own')`);
    await stage.recorder.waitForEvents(4);
    await page.evaluate(pushOrder('T-2'));
    assert.deepEqual(await namesOnce(4), ['own', 'own', 'purchase', 'purchase']);
  });

  it('holds anything, and the page goes on', async () => {
    const odd = `{
      const cycle = { event: 'view_item' }; cycle.ecommerce = cycle; cycle.items = [cycle];
      const thrower = { get event() { throw new Error('odd') } };
      const inner = { event: 'view_item', get ecommerce() { throw new Error('odd') } };
      const { proxy, revoke } = Proxy.revocable({}, {}); revoke();
      for (const entry of [null, undefined, 0, 7, 'purchase', true, Symbol('x'), 1n, NaN, () => {}, [], [[]], {}, cycle, thrower, inner, proxy,
        { event: {} }, { event: null }, { event: Symbol('x') }, { event: ['purchase'] }, { event: 'purchase', ecommerce: 7 },
        { event: 'purchase', ecommerce: { transaction_id: { toString() { throw new Error('odd') } } } }, ['event'], ['event', {}],
        Object.freeze(['event', 'view_cart', Object.freeze({ value: NaN, currency: '', items: Object.freeze([Object.freeze({ item_id: 'A' })]) })]),
        { event: 'view_cart', ecommerce: { value: {}, currency: 5, items: { 0: 'a' }, coupon: 'x'.repeat(100000) } },
        { event: 'view_cart', ecommerce: { items: Array.from({ length: 100000 }, (_, index) => ({ item_id: 'SKU-' + index })) } },
        window, document, document.createElement('div')]) dataLayer.push(entry);
    }`;
    const page = await openWith(`${stubs.gtag}<script>${odd}</script>`);
    await page.evaluate(`${odd}; ${pushOrder('T-1')}`);
    const events = await eventsOnce(9);
    assert.deepEqual(events.map(({ name }) => name).toSorted(), [
      ...[
        'purchase',
        'view_cart',
        'view_cart',
        'view_cart',
        'view_cart',
        'view_cart',
        'view_cart',
        'view_item',
        'view_item',
      ],
    ]);
    const frozen = events.filter(({ items }) => items?.length === 1 && items[0]?.['item_id'] === 'A');
    assert.equal(frozen.length, 2);
    for (const { value, currency, items, props } of events.filter(({ name }) => name === 'view_cart')) {
      assert.deepEqual([value, currency, props], [undefined, undefined, {}]);
      assert.ok((items?.length ?? 0) <= 200);
    }
    assert.equal(await page.evaluate('dataLayer.length'), 2 * 31 + 1);
  });
});

describe('with consent and pixels', () => {
  it('waits for Consent Mode on the same dataLayer, and stores nothing meanwhile', async () => {
    await watchStorage(stage.context);
    const denied = `gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'denied' });`;
    stage.put(
      '/',
      '',
      `${allStubs}<script>${denied} ${pushOrder('T-1')}</script>${stage.script(`${on} data-forward="fbq"`)}`,
    );
    const page = await stage.open('shop.example');
    await page.waitForFunction(
      `performance.getEntriesByType('resource').some(({ name }) => name.includes('tag.interop'))`,
    );
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.recordings, []);
    assert.deepEqual(await storageUse(page), []);
    await page.evaluate(`gtag('consent', 'update', { analytics_storage: 'granted' }); ${pushOrder('T-2')}`);
    assert.deepEqual(await idsOnce(2), ['purchase.T-1', 'purchase.T-2']);
    assert.deepEqual((await pixelIds(page)).fbq, []);
    await page.evaluate(`gtag('consent', 'update', { ad_storage: 'granted' }); ${pushOrder('T-3')}`);
    assert.deepEqual(await idsOnce(3), ['purchase.T-1', 'purchase.T-2', 'purchase.T-3']);
    assert.deepEqual((await pixelIds(page)).fbq, ['purchase.T-3']);
  });

  it('tells pixels of what is on it, but not Google again', async () => {
    const page = await openWith(allStubs, `${on} data-forward="fbq,ttq,gtag"`);
    await page.evaluate(`${pushOrder('T-1')} gtag('event', 'purchase', ${order('T-2')})`);
    assert.deepEqual(await idsOnce(2), ['purchase.T-1', 'purchase.T-2']);
    const { fbq, ttq, gtag } = await pixelIds(page);
    assert.deepEqual(
      [fbq, ttq],
      [
        ['purchase.T-1', 'purchase.T-2'],
        ['purchase.T-1', 'purchase.T-2'],
      ],
    );
    assert.deepEqual(gtag, [undefined], 'the page’s own call');
    await page.evaluate(`track('purchase', { order_id: 'T-1', value: 30.03, currency: 'USD' })`);
    assert.deepEqual((await pixelIds(page)).gtag, [undefined], 'of what Google has from the page');
  });

  it('does not hear what it has told Google itself', async () => {
    const page = await openWith(allStubs, `${on} data-forward="gtag"`);
    await page.evaluate(
      `track('purchase', { order_id: 'T-1', value: 30.03, currency: 'USD' }); track('lead'); track('view_item')`,
    );
    assert.deepEqual(await namesOnce(3), ['lead', 'purchase', 'view_item']);
    assert.equal((await pixelIds(page)).gtag.length, 3);
    await page.evaluate(`
      dataLayer = dataLayer.map((entry) => ({ event: entry[1], ...entry[2] }));
      window.gtag = (command, event, said) => { dataLayer.push({ event, ecommerce: { ...said } }) }; track('sign_up'); track('own');
    `);
    assert.deepEqual(await namesOnce(5), ['lead', 'own', 'purchase', 'sign_up', 'view_item']);
  });
});
