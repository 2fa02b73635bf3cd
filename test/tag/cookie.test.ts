import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { tagScript } from './recorder.ts';
import { setStage } from './stage.ts';

const stage = setStage();
const day = 86_400;

/** The cookies of ours that the browser holds, in full. */
async function ourCookies() {
  return (await stage.context.cookies()).filter(({ name }) => name === '_cst');
}
/** What a server reads. */
function read(value: string | undefined) {
  return JSON.parse(decodeURIComponent(value ?? ''));
}

describe('the cookie', () => {
  it('holds the visitor and the touches, as they were sent', async () => {
    stage.put('/', '', stage.script());
    await stage.open('shop.example', '/?gclid=AbC&utm_campaign=%3B%2C%20%22x%22%20%E2%82%AC');
    const [event] = await stage.recorder.waitForEvents(1);
    const [cookie, ...others] = await ourCookies();
    assert.deepEqual(others, []);
    const { ts, ...visitor } = read(cookie?.value);
    assert.deepEqual(visitor, {
      visitor_id: stage.recorder.recordings[0]?.batch.visitor_id,
      first: event?.touch,
      last: event?.touch,
    });
    assert.equal(event?.touch?.utm?.['campaign'], ';, "x" €');
    assert.ok(Math.abs(ts - Date.now()) < 10_000);
  });

  it('has the attributes that it should have', async () => {
    stage.put('/', '', stage.script());
    await stage.open('shop.acme.co.uk');
    const [cookie] = await ourCookies();
    const { value, expires, ...attributes } = cookie ?? assert.fail();
    assert.ok(value);
    assert.ok(Math.abs(expires - Date.now() / 1000 - 390 * day) < 60);
    assert.deepEqual(attributes, {
      name: '_cst',
      domain: '.acme.co.uk',
      path: '/',
      httpOnly: false,
      secure: false,
      sameSite: 'Lax',
    });
  });

  it('is secure on https', async () => {
    await stage.context.route('https://shop.example/**', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/tag.js') return route.fulfill({ contentType: 'text/javascript', body: tagScript });
      const body = '<script src="/tag.js" data-key="pk_test_1"></script>';
      return pathname === '/' ? route.fulfill({ contentType: 'text/html', body }) : route.fulfill({ status: 404 });
    });
    const page = await stage.newPage();
    await page.goto('https://shop.example/?via=anna');
    const [cookie] = await ourCookies();
    assert.deepEqual([cookie?.secure, cookie?.domain], [true, '.shop.example']);
    assert.equal(read(cookie?.value).last.referral_code, 'anna');
  });

  it('is one for all hosts of a site, so that they see one visitor', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('www.acme.example', '/?via=anna');
    await page.goto(stage.url('checkout.shop.acme.example'));
    await page.goto(stage.url('acme.example'));
    await stage.recorder.waitForEvents(3);
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
    assert.deepEqual(
      (await ourCookies()).map(({ domain }) => domain),
      ['.acme.example'],
    );
  });

  it('stays on the host where there is no domain, or where the site wants that', async () => {
    stage.put('/', '', stage.script());
    await stage.open('127.0.0.1');
    await stage.open('localhost');
    stage.put('/', '', stage.script('data-cookie-domain=""'));
    await stage.open('www.acme.example');
    assert.deepEqual((await ourCookies()).map(({ domain }) => domain).sort(), [
      '127.0.0.1',
      'localhost',
      'www.acme.example',
    ]);
  });

  it('goes to the domain that the site names', async () => {
    stage.put('/', '', stage.script('data-cookie-domain="shop.acme.example"'));
    await stage.open('www.shop.acme.example');
    assert.deepEqual(
      (await ourCookies()).map(({ domain }) => domain),
      ['.shop.acme.example'],
    );
  });

  it('keeps the newest of two with its name', async () => {
    const value = (visitor_id: string, ts: number) => encodeURIComponent(JSON.stringify({ visitor_id, ts }));
    const [old_id, new_id] = ['01931c4e-7b1a-7abc-8def-000000000000', '01931c4e-7b1a-7abc-8def-111111111111'];
    for (const [domain, newer] of [
      ['www.acme.example', true],
      ['.acme.example', false],
    ] as const) {
      const cookie = { name: '_cst', path: '/', domain, value: newer ? value(new_id, 2) : value(old_id, 1) };
      await stage.context.addCookies([cookie]);
    }
    stage.put('/', '', stage.script());
    const page = await stage.open('www.acme.example');
    await page.reload();
    await stage.recorder.waitForEvents(2);
    // What was under way when the page was loaded again may come twice.
    assert.deepEqual(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)), new Set([new_id]));
  });

  it('stays small enough to be kept, whatever the landing page was called with', async () => {
    stage.put('/', '', stage.script());
    const page: Page = await stage.newPage();
    const long = '%E2%82%AC'.repeat(150);
    for (const name of ['gclid', 'fbclid']) {
      await page.goto(stage.url('shop.example', `/?${name}=${long}&utm_source=${long}&utm_medium=${long}&x=${long}`));
    }
    const events = await stage.recorder.waitForEvents(2);
    const [cookie] = await ourCookies();
    assert.ok(`_cst=${cookie?.value}`.length <= 3600);
    const { visitor_id, last } = read(cookie?.value);
    assert.equal(visitor_id, stage.recorder.recordings[0]?.batch.visitor_id);
    assert.equal(last.id, events[1]?.touch?.id);
    assert.equal(last.click_ids.fbclid.value, '€'.repeat(150));
    assert.equal(events[1]?.touch?.utm?.['source'], '€'.repeat(150), 'the collector gets all of it');
  });

  it('remembers the user on later pages, and nothing else of them', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(`clickstitch.identify('user_1', { email: 'a@b.example', traits: { plan: 'pro' } })`);
    await page.reload();
    const events = await stage.recorder.waitForEvents(3);
    assert.deepEqual(
      events.map(({ name, user }) => [name, user]),
      [
        ['page_view', undefined],
        ['identify', { user_id: 'user_1', email: 'a@b.example', traits: { plan: 'pro' } }],
        ['page_view', { user_id: 'user_1' }],
      ],
    );
    assert.ok(!decodeURIComponent((await ourCookies())[0]?.value ?? '').includes('a@b'));
  });
});
