import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { close, listen } from './recorder.ts';
import { setStage } from './stage.ts';

const stage = setStage();
const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;
const many = (count: number, length = 400) =>
  `for (let n = 0; n < ${count}; n++) track('many', { n, text: 'x'.repeat(${length}) })`;
const askToWait = (seconds: number) => (response: ServerResponse) =>
  response.writeHead(503, { 'Retry-After': `${seconds}` }).end();
const named = (name: string) => stage.recorder.events().filter((event) => event.name === name);

describe('what the browser has room for goes to conversions first', () => {
  it('when a page that had to wait is closed', async () => {
    stage.recorder.answers.push(askToWait(300));
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForRecordings(1);
    await page.waitForTimeout(100);
    await page.evaluate(`${many(60)}; ${purchase}`);
    await page.waitForTimeout(400);
    assert.equal(stage.recorder.recordings.length, 1, 'nothing goes while the collector wants peace');
    await page.close();
    await stage.recorder.waitForEvents(62);
    const first = stage.recorder.recordings[1]?.batch.events.map(({ name }) => name) ?? [];
    assert.equal(first[0], 'purchase');
    assert.equal(named('many').length, 60);
  });
});

describe('a collector that asks for time gets it', () => {
  for (const status of [408, 425, 429, 500, 503]) {
    it(`by ${status}, also from what comes meanwhile`, async () => {
      stage.recorder.answers.push((response) => response.writeHead(status, { 'Retry-After': '1' }).end());
      stage.put('/', '<script>Math.random = () => 0</script>', stage.script());
      const page = await stage.open('shop.example');
      await stage.recorder.waitForRecordings(1);
      const askedAt = Date.now();
      await page.waitForTimeout(100);
      await page.evaluate(purchase);
      await stage.recorder.waitForEvents(2);
      assert.ok(Date.now() - askedAt >= 600, `${Date.now() - askedAt}`);
      assert.equal(named('purchase').length, 1);
    });
  }
});

describe('without a network', () => {
  it('what waits goes as soon as there is one again', async () => {
    stage.put('/', '<script>Math.random = () => 1</script>', stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    await page.evaluate('var failed = 0; clickstitch.debug((at, verdict) => { if (verdict === "failed") failed++ })');
    await stage.context.setOffline(true);
    await page.evaluate(`track('seen'); ${purchase}`);
    await page.waitForFunction('failed > 0');
    await stage.context.setOffline(false);
    const backAt = Date.now();
    await stage.recorder.waitForEvents(3);
    assert.ok(Date.now() - backAt < 1_500, 'sooner than after the pause');
    await page.waitForTimeout(2_500);
    const reports = stage.recorder.recordings.flatMap(({ batch }) => batch.events);
    assert.equal(reports.length, 3, 'and once');
  });
});

describe('where another vendor has taken the room for requests that outlive the page', () => {
  /** Fills 60 of the 64 KiB by a request that is never answered. */
  async function withHog(test: (fill: string) => Promise<void>): Promise<void> {
    const hog = createServer(() => {});
    const origin = await listen(hog);
    const fill = `fetch('${origin}', { method: 'POST', mode: 'no-cors', keepalive: true, body: 'x'.repeat(60 * 1024) }).catch(() => {})`;
    try {
      await test(fill);
    } finally {
      await close(hog);
    }
  }

  it('all arrives while the page lives', () =>
    withHog(async (fill) => {
      stage.put('/', '', stage.script());
      const page = await stage.open('shop.example');
      await stage.recorder.waitForEvents(1);
      await page.evaluate(`${fill}; ${many(15)}; ${purchase}`);
      await stage.recorder.waitForEvents(17);
    }));

  it('the conversion arrives when the page is closed, and so does what still fits', () =>
    withHog(async (fill) => {
      stage.put('/', '', stage.script());
      const page = await stage.open('shop.example');
      await stage.recorder.waitForEvents(1);
      // Closed only once it was called: a page may be closed before its timers are due.
      await page.evaluate(`${fill}; ${many(15)}; new Promise((called) => setTimeout(() => { ${purchase}; called() }))`);
      await page.close();
      await stage.recorder.waitForEvents(2);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal(named('purchase').length, 1);
    }));

  it('our own requests leave room, and what is more is sent in parts', async () => {
    stage.recorder.answers.push(...Array.from({ length: 4 }, () => () => {}));
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(`${many(120, 600)}; ${purchase}`);
    await stage.recorder.waitForEvents(122);
    for (const { batch } of stage.recorder.recordings) assert.ok(batch.events.length <= 20);
  });
});
