import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';
import { namesOnce, sentOnce } from './witness.ts';

const stage = setStage();

/** The element of the smallest script. */
const core = (attributes?: string) => stage.script(attributes).replace('tag.js', 'tag.core.js');

/** Whatever any page asks for from now on, as `host/path`. */
function watchRequests(): string[] {
  const asked: string[] = [];
  stage.context.on('request', (request) => {
    const { hostname, pathname } = new URL(request.url());
    asked.push(hostname + pathname);
  });
  return asked;
}

describe('the smallest script', () => {
  it('records arrivals, the first view, events, people and sign-outs, and asks for nothing but that', async () => {
    const asked = watchRequests();
    stage.put('/', `<script>track('early')</script>`, stage.stub + core('async'));
    const page = await stage.open('www.shop.example', '/?gclid=AbC&utm_source=news&via=anna&fbclid=XyZ');
    await stage.recorder.waitForEvents(2);
    await page.evaluate(`
      clickstitch.identify('user_1', { email: 'a@b.example' });
      track('purchase', { order_id: 7, value: '9.90', currency: 'EUR', coupon: 'X' });
      clickstitch.reset();
      clickstitch.page({ template: 'by hand' });
    `);
    await stage.recorder.waitForEvents(6);
    await page.waitForTimeout(400);
    const names = ['early', 'identify', 'page_view', 'page_view', 'purchase', 'reset'];
    assert.deepEqual(namesOnce(stage.recorder), names);
    const sent = sentOnce(stage.recorder);
    const [view, ...others] = sent.filter(({ name }) => name === 'page_view');
    assert.deepEqual(Object.keys(view?.touch?.click_ids ?? {}).toSorted(), ['fbclid', 'gclid']);
    assert.deepEqual([view?.touch?.utm, view?.touch?.referral_code], [{ source: 'news' }, 'anna']);
    assert.deepEqual(
      others.map(({ props, touch, user }) => [props, touch, user]),
      [[{ template: 'by hand' }, null, undefined]],
    );
    const purchase = sent.find(({ name }) => name === 'purchase');
    assert.deepEqual(
      [purchase?.id, purchase?.value, purchase?.currency, purchase?.props, purchase?.user],
      ['purchase.7', '9.90', 'EUR', { coupon: 'X' }, { user_id: 'user_1', email: 'a@b.example' }],
    );
    assert.equal(purchase?.touch?.id, view?.touch?.id);
    assert.deepEqual(
      [purchase?.consent, purchase?.vendor_ids, purchase?.bot_signals],
      [undefined, undefined, undefined],
    );
    const [cookie, ...rest] = await stage.context.cookies();
    assert.deepEqual([cookie?.name, cookie?.domain, rest], ['_cst', '.shop.example', []]);
    assert.equal(await page.evaluate('localStorage.length + sessionStorage.length'), 0);
    const without = asked.filter((path) => !/favicon/.test(path));
    assert.deepEqual(new Set(without), new Set(['www.shop.example/', '127.0.0.1/tag.core.js', '127.0.0.1/e']));
  });

  it('knows its visitor on the next page', async () => {
    stage.put('/', '', core());
    const page = await stage.open('shop.example', '/?via=anna');
    await page.evaluate(`clickstitch.identify('user_1')`);
    await page.goto(stage.url('app.shop.example', '/?next'));
    await page.evaluate(`track('later')`);
    const events = await stage.recorder.waitForEvents(4);
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
    const later = events.find(({ name }) => name === 'later');
    assert.deepEqual([later?.touch?.referral_code, later?.user], ['anna', { user_id: 'user_1' }]);
  });

  it('leaves the views of a single-page app to the app, and the history as it is', async () => {
    stage.put('/', '', `<script>Object.defineProperty(window, 'navigation', { value: undefined })</script>${core()}`);
    const page = await stage.open('shop.example');
    await page.evaluate(`history.pushState(null, '', '/one')`);
    await page.waitForTimeout(400);
    assert.deepEqual(namesOnce(stage.recorder), ['page_view']);
    assert.equal(await page.evaluate(`Object.hasOwn(history, 'pushState')`), false);
    await page.evaluate(`clickstitch.page()`);
    const [, view] = await stage.recorder.waitForEvents(2);
    assert.equal(view?.url, stage.url('shop.example', '/one'));
  });

  it('knows three attributes', async () => {
    const endpoint = stage.recorder.origin.replace('127.0.0.1', 'collect.example');
    const goals = `data-goals='[{"event":"lead","url":"/"}]' data-hash-identity="true" data-debug="true"`;
    stage.put('/', '', core(`data-endpoint="${endpoint}/" data-cookie-domain="" ${goals} data-consent="denied"`));
    const asked = watchRequests();
    await stage.open('www.shop.example', '/?fbclid=AbC');
    const [, ...others] = await stage.recorder.waitForEvents(1);
    assert.deepEqual(others, []);
    const [{ batch, headers } = assert.fail()] = stage.recorder.recordings;
    assert.equal(batch.key, 'pk_test_1');
    assert.match(headers.host ?? '', /^collect\.example:/);
    assert.deepEqual(
      (await stage.context.cookies()).map(({ domain }) => domain),
      ['www.shop.example'],
    );
    assert.ok(!asked.some((path) => /extra/.test(path)), `${asked}`);
  });

  it('waits until the page is shown, and for init where it has no key', async () => {
    stage.put('/', `<script>track('early')</script>`, stage.stub + core().replace('data-key="pk_test_1"', ''));
    const page = await stage.open('shop.example', '/?via=anna');
    await page.waitForTimeout(300);
    assert.deepEqual([stage.recorder.events(), await stage.context.cookies()], [[], []]);
    await page.evaluate(`clickstitch.init({ key: 'pk_late', endpoint: '${stage.recorder.origin}' })`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(namesOnce(stage.recorder), ['early', 'page_view']);
    assert.equal(stage.recorder.recordings[0]?.batch.key, 'pk_late');
  });

  it('hurts no page that calls what only the whole tag has', async () => {
    stage.put('/', `<script>clickstitch.consent('denied'); clickstitch.debug()</script>`, stage.stub + core('async'));
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    await page.evaluate(`clickstitch.consent?.('denied'); clickstitch.debug?.(() => {}); track('later')`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(namesOnce(stage.recorder), ['later', 'page_view']);
  });

  it('sends again what failed', async () => {
    stage.recorder.answers.push((response) => response.writeHead(503).end());
    stage.put('/', '', core());
    await stage.open('shop.example');
    const [first, second] = await stage.recorder.waitForRecordings(2);
    assert.deepEqual(second?.batch.events, first?.batch.events);
  });
});
