import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();

describe('a landing', () => {
  it('with a click id is one page view with its touch, sent without a preflight', async () => {
    stage.put('/', '', stage.script());
    await stage.open('shop.example', '/?GcLiD=CjwKCAiA-AbC_dEf&utm_source=Google&mc_eid=7');
    const [event, ...others] = await stage.recorder.waitForEvents(1);
    assert.deepEqual(others, []);
    const url = stage.url('shop.example', '/?GcLiD=CjwKCAiA-AbC_dEf&utm_source=Google&');
    assert.equal(event?.name, 'page_view');
    assert.equal(event?.url, url);
    assert.equal(event?.title, '/');
    assert.equal(event?.referrer, undefined);
    const { touch } = event ?? assert.fail();
    assert.equal(touch?.url, url);
    assert.equal(touch?.occurred_at, event?.occurred_at);
    assert.deepEqual(touch?.utm, { source: 'Google' });
    assert.deepEqual(touch?.click_ids, { gclid: { value: 'CjwKCAiA-AbC_dEf', first_seen_at: touch?.occurred_at } });

    const [recording, ...rest] = stage.recorder.recordings;
    assert.deepEqual(rest, []);
    assert.equal(recording?.method, 'POST');
    assert.equal(recording?.headers['content-type'], 'text/plain;charset=UTF-8');
    assert.equal(recording?.headers.cookie, undefined);
    const { v, key, sent_at, visitor_id } = recording?.batch ?? assert.fail();
    assert.deepEqual([v, key], [1, 'pk_test_1']);
    assert.match(visitor_id, /^[\da-f-]{14}-?7[\da-f]{3}-[\da-f-]+$/);
    assert.ok(Math.abs(Number(sent_at) - Date.now()) < 10_000);
  });

  it('is what the browser came to, not what a router made of it before the script had loaded', async () => {
    stage.recorder.scriptDelay = 300;
    stage.put(
      '/',
      '',
      `${stage.stub}<script>history.replaceState(null, '', '/clean')</script>${stage.script('async')}`,
    );
    const page = await stage.open('shop.example', '/?fbclid=IwAR0x_Y-z');
    const [event] = await stage.recorder.waitForEvents(1);
    assert.equal(event?.url, stage.url('shop.example', '/?fbclid=IwAR0x_Y-z'));
    assert.equal(event?.touch?.click_ids?.['fbclid']?.value, 'IwAR0x_Y-z');
    assert.equal(page.url(), stage.url('shop.example', '/clean'));
  });

  it('is read when the script runs, where there is no stub', async () => {
    stage.put('/', '', `${stage.script()}<script>history.replaceState(null, '', '/clean')</script>`);
    await stage.open('shop.example', '/?via=anna');
    assert.equal((await stage.recorder.waitForEvents(1))[0]?.touch?.referral_code, 'anna');
  });

  it('that is loaded again makes no second touch', async () => {
    stage.put('/', '', stage.script());
    stage.put('/next', '', stage.script());
    const page = await stage.open('shop.example', '/?utm_source=news');
    await stage.recorder.waitForEvents(1);
    await page.reload();
    await stage.recorder.waitForEvents(2);
    await page.goto(stage.url('shop.example', '/next'));
    await stage.recorder.waitForEvents(3);
    await page.goBack();
    await page.evaluate(`track('still_there')`);
    const events = await stage.recorder.waitForEvents(4);
    const touches = events.map(({ touch }) => touch?.id ?? null);
    assert.ok(touches[0]);
    assert.deepEqual(touches.slice(1, 3), [null, null]);
    assert.deepEqual(new Set(touches), new Set([touches[0], null]));
    const tracked = (await stage.recorder.waitForEvents(5)).find(({ name }) => name === 'still_there');
    assert.equal(tracked?.touch?.id, touches[0]);
  });

  it('that is rendered ahead is nothing until it is shown', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.newPage();
    await page.addInitScript({
      content: `Object.defineProperty(document, 'prerendering', { value: true, configurable: true })`,
    });
    await page.goto(stage.url('shop.example', '/?gclid=1'));
    await page.waitForTimeout(400);
    assert.deepEqual(stage.recorder.events(), []);
    assert.deepEqual(await stage.context.cookies(), []);
    await page.evaluate(`
      Object.defineProperty(document, 'prerendering', { value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    `);
    assert.equal((await stage.recorder.waitForEvents(1))[0]?.touch?.click_ids?.['gclid']?.value, '1');
  });
});

describe('a referrer', () => {
  it('on another site makes a touch', async () => {
    stage.put('/', '', stage.script());
    stage.put('/from', `<a href="${stage.url('shop.example')}">go</a>`);
    const page = await stage.open('news.example', '/from');
    await page.click('a');
    const [event] = await stage.recorder.waitForEvents(1);
    assert.equal(event?.referrer, stage.url('news.example'));
    assert.equal(event?.touch?.referrer, stage.url('news.example'));
  });

  for (const host of ['shop.example', 'www.shop.example']) {
    it(`on ${host} makes none`, async () => {
      stage.put('/', '', stage.script());
      stage.put('/from', `<a href="${stage.url('shop.example')}">go</a>`);
      const page = await stage.open(host, '/from');
      await page.click('a');
      const [event] = await stage.recorder.waitForEvents(1);
      assert.equal(event?.referrer, stage.url(host, host === 'shop.example' ? '/from' : '/'));
      assert.equal(event?.touch, null);
    });
  }

  /** These hosts are known to the browser as https only, so they are not visited, but named. */
  async function comeBackFrom(referer: string, path: string) {
    stage.put('/', '', stage.script());
    const page = await stage.newPage();
    await page.goto(stage.url('shop.example', path), { referer });
    const [event] = await stage.recorder.waitForEvents(1);
    assert.equal(event?.referrer, referer);
    return event?.touch;
  }

  for (const host of ['checkout.stripe.com', 'www.paypal.com', 'accounts.google.com', 'appleid.apple.com']) {
    it(`on ${host} makes none`, async () => {
      assert.equal(await comeBackFrom(`https://${host}/`, '/'), null);
    });
  }

  it('on a page to pay on is no obstacle to a campaign', async () => {
    assert.equal((await comeBackFrom('https://checkout.stripe.com/', '/?via=anna'))?.referral_code, 'anna');
  });
});
