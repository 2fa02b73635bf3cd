import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';
import { storageUse, watchStorage } from './watch-storage.ts';

const stage = setStage();
const cookieless = 'data-consent="denied" data-cookieless="true"';
const visitorIds = () => stage.recorder.recordings.map(({ batch }) => batch.visitor_id);

describe('a cookieless page without consent', () => {
  it('counts views and purchases at once, and stores or reads nothing', async () => {
    await watchStorage(stage.context);
    stage.put('/', '', stage.script(cookieless));
    const page = await stage.open('www.acme.example', '/?gclid=1');
    await page.evaluate(`
      history.pushState(0, '', '/two');
      track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR', items: [{ item_id: 'X' }], coupon: 'HI' });
    `);
    const events = await stage.recorder.waitForEvents(3);
    assert.deepEqual(events.map(({ name }) => name).sort(), ['page_view', 'page_view', 'purchase']);
    assert.ok(events.every(({ consent }) => consent?.analytics === 'denied' && consent.ads === 'denied'));
    const { id, order_id, value, currency, items, props } =
      events.find(({ name }) => name === 'purchase') ?? assert.fail();
    assert.deepEqual(
      { id, order_id, value, currency, items, props },
      {
        id: 'purchase.A-1',
        order_id: 'A-1',
        value: 49.9,
        currency: 'EUR',
        items: [{ item_id: 'X' }],
        props: { coupon: 'HI' },
      },
    );
    await page.waitForTimeout(300);
    assert.deepEqual(await storageUse(page), []);
    assert.deepEqual(await stage.context.cookies(), []);
  });

  it('tells the campaign, and nothing by which anybody is known again', async () => {
    const cookie = { path: '/', domain: '.acme.example' };
    await stage.context.addCookies([
      { ...cookie, name: '_fbp', value: 'fb.1.1.Xv1' },
      { ...cookie, name: '_cst', value: encodeURIComponent(JSON.stringify({ visitor_id: 'X'.repeat(36), ts: 1 })) },
    ]);
    stage.put('/', '', stage.script(cookieless));
    const page = await stage.newPage();
    const query = '?utm_source=news&via=anna&gclid=Xg1&cs_click=clk_X1&token=Xt1#Xh1';
    await page.goto(stage.url('www.acme.example', `/${query}`), { referer: 'https://ads.example/page?user=Xr1' });
    await page.evaluate(
      `clickstitch.identify('Xu1', { email: 'X@b.example', phone: '+4915112345678', traits: { a: 'Xa' } })`,
    );
    await page.evaluate(`track('lead', { size: 2 }); clickstitch.reset()`);
    const events = await stage.recorder.waitForEvents(4);
    assert.doesNotMatch(JSON.stringify(stage.recorder.recordings.map(({ batch }) => batch)), /X|4915112345678/);
    assert.ok(events.every(({ user, vendor_ids }) => user === undefined && vendor_ids === undefined));
    const landing = events.find(({ name }) => name === 'page_view') ?? assert.fail();
    assert.equal(landing.url, stage.url('www.acme.example'));
    assert.deepEqual([landing.touch?.utm, landing.touch?.referral_code], [{ source: 'news' }, 'anna']);
    assert.equal(landing.touch?.url, stage.url('www.acme.example'));
    assert.match(landing.touch?.referrer ?? '', /^https:\/\/ads\.example\/[^?]*$/);
    assert.deepEqual(events.find(({ name }) => name === 'lead')?.props, { size: 2 });
  });

  it('is another visitor each time', async () => {
    stage.put('/', '', stage.script(cookieless));
    const page = await stage.open('shop.example');
    await page.evaluate(`track('lead')`);
    await stage.recorder.waitForEvents(2);
    assert.equal(new Set(visitorIds()).size, 1, 'as long as it is open it is one');
    await page.reload();
    await stage.recorder.waitForEvents(3);
    assert.equal(new Set(visitorIds()).size, 2);
  });

  it('remembers from consent on, with the click that brought the visitor', async () => {
    stage.put('/', '', stage.script(cookieless));
    const page = await stage.open('www.acme.example', '/?gclid=1');
    await stage.recorder.waitForEvents(1);
    await page.evaluate(`clickstitch.consent('granted'); track('lead')`);
    const [view, lead] = await stage.recorder.waitForEvents(2);
    const [, after, ...others] = new Set(visitorIds());
    assert.ok(after && others.length === 0, 'what was counted without consent is not linked to it later');
    assert.equal(view?.touch?.click_ids, undefined);
    assert.equal(lead?.touch?.click_ids?.['gclid']?.value, '1');
    assert.deepEqual(lead?.consent, { analytics: 'granted', ads: 'granted' });
    const [cookie] = await stage.context.cookies();
    assert.equal(JSON.parse(decodeURIComponent(cookie?.value ?? '')).visitor_id, after);
  });

  it('counts on after a revocation, as somebody else', async () => {
    stage.put('/', '', stage.script('data-cookieless="true"'));
    const page = await stage.open('shop.example', '/?gclid=1');
    await page.evaluate(`clickstitch.identify('user_1')`);
    await stage.recorder.waitForEvents(2);
    const [before] = visitorIds();
    await page.evaluate(`clickstitch.consent('denied'); track('lead', { order_id: 'L-1' })`);
    const lead = (await stage.recorder.waitForEvents(3)).find(({ name }) => name === 'lead');
    assert.deepEqual(
      [lead?.user, lead?.touch?.click_ids, lead?.url],
      [undefined, undefined, stage.url('shop.example')],
    );
    assert.notEqual(visitorIds().at(-1), before);
    assert.deepEqual([await stage.context.cookies(), await page.evaluate('Object.keys(localStorage)')], [[], []]);
  });

  it('waits for consent if it is not cookieless', async () => {
    stage.put('/', '', stage.script('data-consent="denied" data-cookieless="false"'));
    const page = await stage.open('shop.example');
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.recordings, []);
  });
});
