import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';

const stage = setStage();
const days = 86_400;
const click = 'IwAR0aBc_DeF-gHi';

/** One cookie of Meta's as the browser holds it; fails where there are two of the name. */
async function cookieOf(name: string) {
  const [only, ...others] = (await stage.context.cookies()).filter((cookie) => cookie.name === name);
  assert.deepEqual(others, [], `one ${name}`);
  return only;
}
const held = async (name: string) => (await cookieOf(name))?.value;
/** Waits until the part of the tag that is fetched has run. */
const settled = (page: Page) => page.waitForTimeout(500);
/** Puts a cookie into the browser as the pixel would. */
const setCookie = (name: string, value: string, maxAge = 90 * days) =>
  stage.context.addCookies([
    { name, value, domain: '.shop.example', path: '/', expires: Math.floor(Date.now() / 1000) + maxAge },
  ]);
const expiresIn = async (name: string) => Math.round(((await cookieOf(name))?.expires ?? 0) - Date.now() / 1000);

describe('_fbc', () => {
  it('is made of a click as it came, with the time at which it was seen', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('www.shop.example', `/?fbclid=${click}`);
    const [view] = await stage.recorder.waitForEvents(1);
    await settled(page);
    const seenAt = view?.touch?.click_ids?.['fbclid']?.first_seen_at;
    assert.equal(await held('_fbc'), `fb.1.${seenAt}.${click}`);
    const { expires, value, ...attributes } = (await cookieOf('_fbc')) ?? assert.fail();
    assert.ok(expires && value);
    assert.deepEqual(attributes, {
      name: '_fbc',
      domain: '.shop.example',
      path: '/',
      httpOnly: false,
      secure: false,
      sameSite: 'Lax',
    });
    assert.ok(Math.abs((await expiresIn('_fbc')) - 90 * days) < 60);
  });

  for (const [host, domain, index, attributes = ''] of [
    ['shop.example', '.shop.example', 1],
    ['www.shop.example', '.shop.example', 1],
    ['a.b.shop.example', '.shop.example', 1],
    ['www.acme.co.uk', '.acme.co.uk', 2],
    ['www.shop.example', 'www.shop.example', 2, 'data-cookie-domain=""'],
    ['localhost', 'localhost', 0],
  ] as const) {
    it(`says how deep its domain is: ${index} for ${domain} on ${host}`, async () => {
      stage.put('/', '', stage.script(attributes));
      const page = await stage.open(host, `/?fbclid=${click}`);
      await settled(page);
      const cookie = await cookieOf('_fbc');
      assert.equal(cookie?.domain, domain);
      assert.match(cookie?.value ?? '', new RegExp(`^fb\\.${index}\\.\\d{13}\\.${click}$`));
    });
  }

  it('keeps its time while the click stays the same, and lives for another 90 days', async () => {
    const value = `fb.1.${Date.now() - 40 * days * 1000}.${click}`;
    await setCookie('_fbc', value, 50 * days);
    stage.put('/', '', stage.script());
    for (const path of [`/?fbclid=${click}`, '/', '/?gclid=AbC']) {
      await setCookie('_fbc', value, 50 * days);
      const page = await stage.open('shop.example', path);
      await settled(page);
      assert.equal(await held('_fbc'), value, path);
      assert.ok(Math.abs((await expiresIn('_fbc')) - 90 * days) < 60, path);
      await page.close();
    }
  });

  it('changes with its time when another click comes, also one that differs by case only', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.newPage();
    let last = 0;
    for (const next of [click, click.toLowerCase(), 'other']) {
      await page.goto(stage.url('shop.example', `/?fbclid=${next}`));
      await settled(page);
      const [, , at, payload] = (await held('_fbc'))?.split('.') ?? [];
      assert.equal(payload, next);
      assert.ok(Number(at) > last);
      last = Number(at);
    }
  });

  it('is not made of what is no click', async () => {
    stage.put('/', '', stage.script());
    for (const query of ['?gclid=AbC', '?fbclid=', '?fbclid=a.b', '?fbclid=%3Cb%3E', `?fbclid=${'x'.repeat(501)}`]) {
      const page = await stage.open('shop.example', `/${query}`);
      await page.evaluate(`track('lead')`);
      await settled(page);
      assert.equal(await held('_fbc'), undefined, query);
      assert.equal(await held('_fbp'), undefined, query);
      await page.close();
    }
  });

  it('is the same in a report that is repeated', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await stage.recorder.waitForEvents(1);
    await settled(page);
    stage.recorder.answers.push((response) => response.writeHead(503).end());
    await page.evaluate(`track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' })`);
    await stage.recorder.waitForRecordings(3);
    const ids = stage.recorder.recordings.slice(1).map(({ batch }) => batch.events[0]?.vendor_ids);
    assert.deepEqual(ids[0], { _fbc: await held('_fbc'), _fbp: await held('_fbp') });
    assert.deepEqual(ids[1], ids[0]);
  });
});

describe('_fbp', () => {
  it('is made with the first event after a click, once', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await settled(page);
    assert.equal(await held('_fbp'), undefined, 'the pixel may come yet');
    await page.evaluate(`track('add_to_cart')`);
    const made = await held('_fbp');
    assert.match(made ?? '', /^fb\.1\.\d{13}\.\d{10}$/);
    assert.ok(Math.abs((await expiresIn('_fbp')) - 90 * days) < 60);
    await page.evaluate(`track('lead')`);
    await page.reload();
    await settled(page);
    await page.evaluate(`track('contact')`);
    assert.equal(await held('_fbp'), made);
    const events = await stage.recorder.waitForEvents(5);
    for (const event of events.filter(({ name }) => name !== 'page_view'))
      assert.deepEqual(event.vendor_ids, { _fbc: await held('_fbc'), _fbp: made }, event.name);
  });

  it('of the pixel stays, and lives for another 90 days, with a click and without', async () => {
    const value = 'fb.1.1795226400001.1234567890.Bg';
    stage.put('/', '', stage.script());
    for (const path of ['/', `/?fbclid=${click}`]) {
      await setCookie('_fbp', value, 50 * days);
      const page = await stage.open('shop.example', path);
      await settled(page);
      await page.evaluate(`track('lead')`);
      assert.equal(await held('_fbp'), value);
      assert.ok(Math.abs((await expiresIn('_fbp')) - 90 * days) < 60, path);
      await page.close();
    }
  });
});

describe('beside Meta’s pixel', () => {
  const pixel = (at: number, payload = click) => `
    document.cookie = '_fbc=fb.1.${at}.${payload}.AQ; path=/; domain=.shop.example; max-age=7776000';
    document.cookie = '_fbp=fb.1.${at}.987654321.AQ; path=/; domain=.shop.example; max-age=7776000';
  `;

  it('what it wrote before holds, with what it adds behind', async () => {
    const at = Date.now() - 5_000;
    stage.put('/', '', `<script>${pixel(at)}</script>${stage.script()}`);
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await settled(page);
    await page.evaluate(`track('lead')`);
    const expected = { _fbc: `fb.1.${at}.${click}.AQ`, _fbp: `fb.1.${at}.987654321.AQ` };
    assert.deepEqual({ _fbc: await held('_fbc'), _fbp: await held('_fbp') }, expected);
    const lead = (await stage.recorder.waitForEvents(2)).find(({ name }) => name === 'lead');
    assert.deepEqual(lead?.vendor_ids, expected);
  });

  it('what it writes after holds, too', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await settled(page);
    await page.evaluate(`track('add_to_cart')`);
    const at = Date.now() + 1;
    await page.evaluate(pixel(at));
    await page.evaluate(`track('lead')`);
    const lead = (await stage.recorder.waitForEvents(3)).find(({ name }) => name === 'lead');
    const expected = { _fbc: `fb.1.${at}.${click}.AQ`, _fbp: `fb.1.${at}.987654321.AQ` };
    assert.deepEqual(lead?.vendor_ids, expected);
    assert.deepEqual({ _fbc: await held('_fbc'), _fbp: await held('_fbp') }, expected);
  });

  it('a newer click of its own is not replaced by an older one of ours', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await settled(page);
    const at = Date.now() + 1;
    await page.evaluate(pixel(at, 'newer'));
    await page.goto(stage.url('shop.example'));
    await settled(page);
    await page.evaluate(`track('lead')`);
    assert.equal(await held('_fbc'), `fb.1.${at}.newer.AQ`);
  });

  it('its older click is replaced by a newer one', async () => {
    await setCookie('_fbc', `fb.1.${Date.now() - 5_000}.older.AQ`);
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await settled(page);
    assert.match((await held('_fbc')) ?? '', new RegExp(`^fb\\.1\\.\\d{13}\\.${click}$`));
  });

  it('a cookie whose name only ends like one of Meta’s is not taken for it', async () => {
    await setCookie('my_fbc', `fb.1.${Date.now() + 60_000}.theirs`);
    await setCookie('my_fbp', 'fb.1.1795226400001.1');
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await settled(page);
    await page.evaluate(`track('lead')`);
    assert.match((await held('_fbc')) ?? '', new RegExp(`\\.${click}$`));
    assert.match((await held('_fbp')) ?? '', /\.\d{10}$/);
  });
});

describe('without consent to ads', () => {
  for (const consent of [`{"ads":"denied"}`, 'denied']) {
    it(`neither is made: ${consent}`, async () => {
      stage.put(
        '/',
        '',
        stage.script(`data-consent='${consent}' data-cookieless="true" data-goals='[{"event":"x","url":"/x"}]'`),
      );
      const page = await stage.open('shop.example', `/?fbclid=${click}`);
      await page.evaluate(`track('lead')`);
      await settled(page);
      await page.evaluate(`track('contact')`);
      assert.deepEqual([await held('_fbc'), await held('_fbp')], [undefined, undefined]);
      await page.evaluate(`clickstitch.consent('granted')`);
      await settled(page);
      await page.evaluate(`track('schedule')`);
      assert.match((await held('_fbc')) ?? '', new RegExp(`\\.${click}$`));
      assert.ok(await held('_fbp'));
    });
  }

  it('both go when it is taken back', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', `/?fbclid=${click}`);
    await settled(page);
    await page.evaluate(`track('lead')`);
    assert.ok(await held('_fbp'));
    await page.evaluate(`clickstitch.consent({ ads: 'denied' })`);
    assert.deepEqual([await held('_fbc'), await held('_fbp')], [undefined, undefined]);
    await page.evaluate(`track('contact')`);
    assert.deepEqual([await held('_fbc'), await held('_fbp')], [undefined, undefined]);
  });
});
