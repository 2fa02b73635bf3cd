import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';

const stage = setStage();
const day = 86_400_000;

/** The script, served by the collector from this host. */
const script = (host = 'c.shop.example', attributes = '') => stage.script(attributes).replace('127.0.0.1', host);

interface Kept {
  visitor_id: string;
  ts: number;
  renewed_at?: number;
  user_id?: string;
  last?: { referral_code?: string };
}

async function ourCookies() {
  return (await stage.context.cookies()).filter(({ name }) => name === '_cst');
}
/** What the only cookie of ours holds. */
async function cookie(): Promise<Kept> {
  const [only, ...others] = await ourCookies();
  assert.deepEqual(others, []);
  return JSON.parse(decodeURIComponent(only?.value ?? assert.fail('no cookie')));
}
/** Waits until the page has taken what came. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(400);
}
/** Different calls, by the times that they are of. */
const calls = () => new Set(stage.recorder.renewals.map(({ visitor }) => visitor['renewed_at']));

/** Lets time pass for the cookie. */
async function passTime(ms: number): Promise<void> {
  const [only] = await ourCookies();
  const kept = await cookie();
  const older = { ...kept, ts: kept.ts - ms, ...(kept.renewed_at && { renewed_at: kept.renewed_at - ms }) };
  await stage.context.addCookies([{ ...(only ?? assert.fail()), value: encodeURIComponent(JSON.stringify(older)) }]);
}

describe('the renewal of the cookie by HTTP', () => {
  it('hands over what the cookie holds, and leaves what comes back alone', async () => {
    stage.put('/', '', script());
    const page = await stage.open('www.shop.example', '/?via=anna');
    const [renewal] = await stage.recorder.waitForRenewals(1);
    await settled(page);
    const { headers, key, domain, visitor } = renewal ?? assert.fail();
    assert.deepEqual([key, domain], ['pk_test_1', 'shop.example']);
    assert.equal(headers['content-type'], 'text/plain;charset=UTF-8');
    assert.equal(headers.origin, stage.url('www.shop.example').slice(0, -1));
    assert.deepEqual(await cookie(), visitor);
    assert.equal((await cookie()).last?.referral_code, 'anna');
    assert.ok(Math.abs(Number(visitor['renewed_at']) - Date.now()) < 10_000);
    assert.equal(visitor['visitor_id'], stage.recorder.recordings[0]?.batch.visitor_id);

    const before = await cookie();
    await page.goto(stage.url('shop.example'));
    await page.reload();
    await stage.recorder.waitForEvents(3);
    await settled(page);
    assert.deepEqual(await cookie(), before, 'no script has written it again');
    assert.equal(stage.recorder.renewals.length, 1);
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
  });

  it('is asked for again after a day, and not before', async () => {
    stage.put('/', '', script());
    const page = await stage.open('www.shop.example');
    await stage.recorder.waitForRenewals(1);
    await settled(page);
    await passTime(day - 60_000);
    await page.reload();
    await settled(page);
    assert.equal(stage.recorder.renewals.length, 1);
    await passTime(120_000);
    await page.reload();
    await stage.recorder.waitForRenewals(2);
    await settled(page);
    assert.equal(stage.recorder.renewals.length, 2);
    assert.equal((await cookie()).renewed_at, stage.recorder.renewals[1]?.visitor['renewed_at']);
    assert.equal(new Set(stage.recorder.renewals.map(({ visitor }) => visitor['visitor_id'])).size, 1);
  });

  it('loses nothing that is remembered meanwhile', async () => {
    let finish = () => {};
    stage.recorder.renewalAnswers.push((response, setCookie) => {
      finish = () => response.writeHead(204, { 'Set-Cookie': setCookie }).end();
    });
    stage.put('/', '', script());
    const page = await stage.open('www.shop.example');
    await stage.recorder.waitForRenewals(1);
    await page.evaluate(`clickstitch.identify('user_1')`);
    finish();
    await settled(page);
    assert.equal((await cookie()).user_id, 'user_1');
    await page.reload();
    const second = (await stage.recorder.waitForRenewals(2))[1];
    assert.equal(second?.visitor['user_id'], 'user_1');
    await settled(page);
    assert.equal((await cookie()).user_id, 'user_1');
  });

  it('leaves no cookie to a visitor who takes the consent back meanwhile', async () => {
    let finish = () => {};
    stage.recorder.renewalAnswers.push((response, setCookie) => {
      finish = () => response.writeHead(204, { 'Set-Cookie': setCookie }).end();
    });
    stage.put('/', '', script());
    const page = await stage.open('www.shop.example');
    await stage.recorder.waitForRenewals(1);
    await page.evaluate(`clickstitch.consent('denied')`);
    assert.deepEqual(await ourCookies(), []);
    finish();
    await settled(page);
    assert.deepEqual(await ourCookies(), []);
  });

  it('waits for consent', async () => {
    stage.put('/', '', script(undefined, 'data-consent="denied"'));
    const page = await stage.open('www.shop.example');
    await settled(page);
    assert.deepEqual(stage.recorder.renewals, []);
    await page.evaluate(`clickstitch.consent('granted')`);
    const [renewal] = await stage.recorder.waitForRenewals(1);
    await settled(page);
    assert.deepEqual(await cookie(), renewal?.visitor);
    await page.evaluate(`clickstitch.consent('granted'); clickstitch.consent({ ads: 'denied' })`);
    await settled(page);
    assert.equal(stage.recorder.renewals.length, 1, 'once a page');
  });

  for (const [what, answer] of [
    ['refuses', (response: ServerResponse) => response.writeHead(403).end('{}')],
    ['is broken', (response: ServerResponse) => response.writeHead(500).end('{}')],
    ['is not there', (response: ServerResponse) => response.destroy()],
    ['sets nothing', (response: ServerResponse) => response.writeHead(204).end()],
  ] as const) {
    it(`costs nothing where the collector ${what}, and is tried again tomorrow`, async () => {
      // A browser repeats by itself what broke on a connection that it had used before.
      stage.recorder.renewalAnswers.push(answer, ...(what === 'is not there' ? [answer] : []));
      stage.put('/', '', script());
      const page = await stage.open('www.shop.example', '/?via=anna');
      await stage.recorder.waitForRenewals(1);
      await settled(page);
      // So long the tag looks whether a cookie comes after all.
      if (what === 'sets nothing') await page.waitForTimeout(1_000);
      const { visitor_id, last } = await cookie();
      assert.equal(visitor_id, stage.recorder.recordings[0]?.batch.visitor_id);
      assert.equal(last?.referral_code, 'anna');
      await page.goto(stage.url('www.shop.example'));
      await settled(page);
      assert.equal(calls().size, 1);
      await passTime(day + 1_000);
      stage.recorder.renewalAnswers.length = 0;
      const before = stage.recorder.renewals.length;
      await page.reload();
      await stage.recorder.waitForRenewals(before + 1);
      await settled(page);
      assert.equal(calls().size, 2);
      assert.ok(calls().has((await cookie()).renewed_at));
    });
  }

  it('is asked for again when a script had to write the cookie, at most once a page', async () => {
    stage.put('/', '', script());
    const page = await stage.open('www.shop.example');
    await stage.recorder.waitForRenewals(1);
    await settled(page);
    await page.goto(stage.url('www.shop.example', '/?via=anna'));
    await stage.recorder.waitForRenewals(2);
    await settled(page);
    await page.evaluate(`clickstitch.identify('user_1')`);
    await settled(page);
    assert.equal(stage.recorder.renewals.length, 2);
    await page.reload();
    await stage.recorder.waitForRenewals(3);
    await settled(page);
    const { renewed_at, user_id, last } = await cookie();
    assert.deepEqual([user_id, last?.referral_code], ['user_1', 'anna']);
    assert.equal(renewed_at, stage.recorder.renewals[2]?.visitor['renewed_at']);
  });

  it('is not asked for again because each page names the same user', async () => {
    stage.put('/', `<script>clickstitch.identify('user_1')</script>`, script());
    const page = await stage.open('www.shop.example');
    await stage.recorder.waitForRenewals(1);
    await settled(page);
    for (let count = 0; count < 3; count++) {
      await page.reload();
      await settled(page);
    }
    assert.equal(stage.recorder.renewals.length, 1);
  });
});

describe('it is not asked for', () => {
  for (const [what, host, attributes, page] of [
    ['where the collector has another domain', 'c.other.example', '', 'www.shop.example'],
    ['where the collector’s name only ends like the site’s', 'ashop.example', '', 'www.shop.example'],
    [
      'where the collector is beside the cookie’s domain',
      'c.shop.example',
      'data-cookie-domain="www.shop.example"',
      'www.shop.example',
    ],
    [
      'where the cookie is to stay on another host than the collector’s',
      'c.shop.example',
      'data-cookie-domain=""',
      'shop.example',
    ],
    ['where the site does not want it', 'c.shop.example', 'data-renew="false"', 'www.shop.example'],
  ] as const) {
    it(what, async () => {
      stage.put('/', '', script(host, attributes));
      const opened = await stage.open(page, '/?fbclid=AbC');
      await stage.recorder.waitForEvents(1);
      await settled(opened);
      assert.deepEqual(stage.recorder.renewals, []);
      assert.equal((await ourCookies()).length, 1);
    });
  }

  it('where cookies are off', async () => {
    const off = `Object.defineProperty(document, 'cookie', { get: () => '', set() {} })`;
    stage.put('/', '', `<script>${off}</script>${script()}`);
    const page = await stage.open('www.shop.example');
    await stage.recorder.waitForEvents(1);
    await settled(page);
    assert.deepEqual(stage.recorder.renewals, []);
  });
});

it('a cookie that stays on its host is renewed by a collector on that host', async () => {
  stage.put('/', '', script('shop.example', 'data-cookie-domain=""'));
  const page = await stage.open('shop.example');
  const [renewal] = await stage.recorder.waitForRenewals(1);
  await settled(page);
  assert.equal(renewal?.domain, '');
  assert.deepEqual(await cookie(), renewal?.visitor);
  assert.equal((await ourCookies())[0]?.domain, 'shop.example');
});
