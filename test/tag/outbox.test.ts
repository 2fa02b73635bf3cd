import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';
import { listener, untilTold } from './witness.ts';

const stage = setStage();
const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;
const unavailable = (response: ServerResponse): unknown => response.writeHead(503, { 'Retry-After': '300' }).end();
const cut = (response: ServerResponse): unknown => response.destroy();
const silence = () => {};

/** What a page of the host finds in its storage: keys, and how long ago each was put there. */
async function kept(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage).toSorted());
}

/** Lets time pass for what is kept. */
async function passTime(page: Page, ms: number): Promise<void> {
  await page.evaluate((passed) => {
    for (const key of Object.keys(localStorage)) {
      const [at, visitorId, json, triedAt = at] = JSON.parse(localStorage.getItem(key) ?? '');
      localStorage.setItem(key, JSON.stringify([at - passed, visitorId, json, triedAt - passed]));
    }
  }, ms);
}

/** A page of the same host without the tag. */
async function lookAside(host = 'shop.example'): Promise<Page> {
  stage.put('/aside', '');
  return stage.open(host, '/aside');
}

/** A collector that answers like this whatever comes, until it is told otherwise. */
function failWith(answer: (response: ServerResponse) => unknown): void {
  stage.recorder.answers.push(...Array.from({ length: 150 }, () => answer));
}

/** A page that could not report its sale, and is closed; resolves to another page of the host, without the tag. */
async function loseSale(answer: (response: ServerResponse) => unknown = unavailable, host?: string): Promise<Page> {
  failWith(answer);
  stage.put('/thanks', `<script>${purchase}</script>`, stage.script());
  stage.put('/', '', stage.script());
  const page = await stage.open(host ?? 'shop.example', '/thanks');
  await stage.recorder.waitForRecordings(1);
  const aside = await lookAside(host);
  await page.close();
  return aside;
}

/** Has the collector take what comes from now on. */
function recover(): void {
  stage.recorder.clear();
}

/** How often a conversion has arrived. */
const sales = () =>
  stage.recorder.recordings.flatMap(({ batch }) => batch.events.filter(({ name }) => name === 'purchase'));

describe('a conversion that could not be sent', () => {
  for (const [what, answer] of [
    ['the collector was not there', unavailable],
    ['the connection broke', cut],
    ['no answer ever came', silence],
  ] as const) {
    it(`is sent by a later page, as it was, when ${what}`, async () => {
      const aside = await loseSale(answer);
      assert.deepEqual(await kept(aside), ['_cst:purchase.A-1']);
      const { batch: lost } = stage.recorder.recordings.find(({ batch }) => batch.events.length) ?? assert.fail();
      await passTime(aside, 11_000);
      recover();
      await aside.goto(stage.url('shop.example'));
      await stage.recorder.waitForEvents(2);
      await aside.waitForTimeout(300);
      assert.deepEqual(
        sales(),
        lost.events.filter(({ name }) => name === 'purchase'),
      );
      assert.deepEqual(
        stage.recorder.recordings.map(({ batch }) => batch.visitor_id),
        stage.recorder.recordings.map(() => lost.visitor_id),
      );
      assert.deepEqual(await kept(aside), []);
    });
  }

  it('is sent by a later page, when the tab was killed', async () => {
    failWith(silence);
    stage.put('/thanks', `<script>${purchase}</script>`, stage.script());
    stage.put('/', '', stage.script());
    const aside = await lookAside();
    const page = await stage.open('shop.example', '/thanks');
    await stage.recorder.waitForRecordings(1);
    const crashed = page.waitForEvent('crash');
    const control = await stage.context.newCDPSession(page);
    void control.send('Page.crash').catch(() => {});
    await crashed;
    await passTime(aside, 11_000);
    recover();
    await aside.goto(stage.url('shop.example'));
    await stage.recorder.waitForEvents(2);
    assert.equal(sales().length, 1);
  });

  it('is sent once, when two pages open at the same time', async () => {
    // Locks are for secure contexts only, as this host is one without https; elsewhere its id makes it one sale.
    const host = 'localhost';
    const aside = await loseSale(unavailable, host);
    assert.equal(await aside.evaluate('typeof navigator.locks'), 'object');
    await passTime(aside, 11_000);
    recover();
    await Promise.all([stage.open(host), stage.open(host), stage.open(host)]);
    await stage.recorder.waitForEvents(4);
    await aside.waitForTimeout(300);
    assert.equal(sales().length, 1);
  });

  it('is sent once more by each page as long as the collector is not there', async () => {
    const aside = await loseSale();
    recover();
    failWith(unavailable);
    for (let count = 1; count <= 2; count++) {
      await passTime(aside, 11_000);
      const page = await stage.open('shop.example');
      await stage.recorder.waitForRecordings(count);
      await page.evaluate('new Promise((done) => setTimeout(done, 500))');
      const control = await stage.context.newCDPSession(page);
      const crashed = page.waitForEvent('crash');
      void control.send('Page.crash').catch(() => {});
      await crashed;
      assert.equal(sales().length, count);
      assert.deepEqual(await kept(aside), ['_cst:purchase.A-1']);
    }
  });

  it('waits until it cannot be under way any more, and then needs no further page', async () => {
    const aside = await loseSale();
    await passTime(aside, 6_500);
    recover();
    // Long waits are short in this page: the ten seconds after which it looks again.
    const hurry = 'const later = setTimeout; window.setTimeout = (fn, ms) => later(fn, ms > 5000 ? ms / 10 : ms)';
    stage.put('/', '', `<script>{ ${hurry} }</script>${stage.script()}`);
    await aside.goto(stage.url('shop.example'));
    await stage.recorder.waitForEvents(1);
    await aside.waitForTimeout(300);
    assert.deepEqual(sales(), []);
    await stage.recorder.waitForEvents(2);
    assert.equal(sales().length, 1);
  });

  it('is not sent any more after seven days, and then it is not kept either', async () => {
    const aside = await loseSale();
    await passTime(aside, 7 * 86_400_000 + 1_000);
    recover();
    stage.put('/', '', listener + stage.script('data-debug="true"'));
    await aside.goto(stage.url('shop.example'));
    await stage.recorder.waitForEvents(1);
    const told = await untilTold(aside, 'dropped');
    assert.ok(told.some(({ verdict, reason }) => verdict === 'dropped' && reason === 'age'));
    assert.deepEqual(await kept(aside), []);
    await aside.waitForTimeout(300);
    assert.deepEqual(sales(), []);
  });

  it('does not come back from a clock that was a year ahead', async () => {
    const aside = await loseSale();
    await passTime(aside, -365 * 86_400_000);
    recover();
    await aside.goto(stage.url('shop.example'));
    await aside.waitForFunction(() => !localStorage.length);
  });

  it('is sent, whatever else stands beside it in the storage', async () => {
    const aside = await loseSale();
    await passTime(aside, 11_000);
    await aside.evaluate(() => {
      for (const [id, text] of Object.entries({ a: '', b: '{', c: 'null', d: '[]', e: '"x"', f: '[1]', zz: '{}' }))
        localStorage.setItem(`_cst:${id}`, text);
      localStorage.setItem('theirs', '{');
    });
    recover();
    await aside.goto(stage.url('shop.example'));
    await stage.recorder.waitForEvents(2);
    assert.equal(sales().length, 1);
    await aside.waitForFunction(() => localStorage.length === 1);
    assert.deepEqual(await kept(aside), ['theirs']);
  });
});
