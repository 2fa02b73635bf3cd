import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();
const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR', sku: 'X' })`;
const isPurchase = ({ name }: { name: string }) => name === 'purchase';

describe('a sale', () => {
  it('has one id, however often its page is loaded', async () => {
    stage.put('/thanks', `<script>${purchase}</script>`, stage.script());
    const page = await stage.open('shop.example', '/thanks');
    await page.reload();
    await page.reload();
    const [sale, ...others] = (await stage.recorder.waitForEvents(4)).filter(isPurchase);
    assert.deepEqual(others, []);
    const { id, order_id, value, currency, props } = sale ?? assert.fail();
    assert.deepEqual(
      { id, order_id, value, currency, props },
      { id: 'purchase.A-1', order_id: 'A-1', value: 49.9, currency: 'EUR', props: { sku: 'X' } },
    );
    const reports = stage.recorder.recordings.filter(({ batch }) => batch.events.some(isPurchase));
    assert.ok(reports.length >= 3);
    assert.equal(new Set(reports.map(({ batch }) => batch.visitor_id)).size, 1);
  });

  it('goes out at once and first, and takes along what waited', async () => {
    stage.put('/', `<script>track('seen'); ${purchase}; document.title = 'later'</script>`, stage.script());
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(
      stage.recorder.recordings.map(({ batch }) => batch.events.map(({ name }) => name)),
      [['purchase', 'page_view', 'seen']],
    );
  });

  it('arrives although the tab is closed right after it', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', '/?ttclid=E.C.P.x');
    await page.evaluate(purchase);
    await page.close();
    const event = (await stage.recorder.waitForEvents(2)).find(isPurchase);
    assert.equal(event?.touch?.click_ids?.['ttclid']?.value, 'E.C.P.x');
  });
});

describe('what still waits', () => {
  it('arrives when the page is left for another', async () => {
    stage.put('/', '', stage.script());
    stage.put('/elsewhere', '');
    const page = await stage.open('shop.example');
    await page.evaluate(`setTimeout(() => { track('left'); location.href = '/elsewhere' })`);
    await page.waitForURL('**/elsewhere');
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['page_view', 'left'],
    );
  });

  it('arrives when the tab is closed', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    await page.evaluate(`track('closing')`);
    await page.close({ runBeforeUnload: true });
    assert.equal((await stage.recorder.waitForEvents(2))[1]?.name, 'closing');
  });

  it('arrives even if it is tracked while the page goes away, in a listener that stops all others', async () => {
    stage.put('/', '', stage.script());
    stage.put('/elsewhere', '');
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    await page.evaluate(`
      addEventListener('pagehide', (event) => { event.stopImmediatePropagation(); track('bye') }, true);
      setTimeout(() => { track('before'); location.href = '/elsewhere' });
    `);
    await page.waitForURL('**/elsewhere');
    const events = await stage.recorder.waitForEvents(3);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['page_view', 'before', 'bye'],
    );
  });

  it('arrives in requests that fit, however much it is', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(`for (let n = 0; n < 600; n++) track('many', { n, text: '€'.repeat(40) })`);
    const events = (await stage.recorder.waitForEvents(601)).filter(({ name }) => name === 'many');
    assert.deepEqual(
      events.map(({ props }) => Number(props?.['n'])).toSorted((a, b) => a - b),
      Array.from({ length: 600 }, (_, n) => n),
    );
    for (const { headers } of stage.recorder.recordings) assert.ok(Number(headers['content-length']) <= 48 * 1024);
  });
});

describe('a report that fails', () => {
  const unavailable = (response: ServerResponse) => response.writeHead(503, { 'Retry-After': '1' }).end();
  const cut = (response: ServerResponse) => response.destroy();

  it('is sent again, when the server wants it', async () => {
    stage.recorder.answers.push(unavailable);
    stage.put('/', '', stage.script());
    await stage.open('shop.example');
    const [before, after] = await stage.recorder.waitForRecordings(2);
    assert.deepEqual(after?.batch.events, before?.batch.events);
    assert.equal(after?.batch.visitor_id, before?.batch.visitor_id);
    assert.notEqual(after?.batch.sent_at, before?.batch.sent_at);
    assert.ok(Number(after?.at) - Number(before?.at) >= 990);
  });

  it('is sent again, when the connection broke', async () => {
    stage.recorder.answers.push(cut, cut);
    stage.put('/', '', stage.script());
    await stage.open('shop.example');
    await stage.recorder.waitForRecordings(3);
    assert.equal(stage.recorder.events().length, 1);
  });

  it('is not sent again, when it was refused', async () => {
    for (const code of [400, 401, 403, 413]) stage.recorder.answers.push((response) => response.writeHead(code).end());
    stage.put('/', `<script>Math.random = () => 0</script>`, stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForRecordings(1);
    await page.waitForTimeout(300);
    assert.equal(stage.recorder.recordings.length, 1);
  });

  it('is given up after five times', async () => {
    stage.recorder.answers.push(...Array.from({ length: 10 }, () => cut));
    stage.put('/', `<script>Math.random = () => 0</script>`, stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForRecordings(5);
    await page.waitForTimeout(300);
    assert.equal(stage.recorder.recordings.length, 5);
  });
});

describe('without fetch', () => {
  it('beacons do', async () => {
    stage.put('/', '', `<script>delete window.fetch</script>${stage.script()}`);
    const page = await stage.open('shop.example', '/?via=anna');
    await page.evaluate(purchase);
    await page.close();
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['purchase', 'page_view'],
    );
    for (const { headers } of stage.recorder.recordings) {
      assert.equal(headers['content-type'], 'text/plain;charset=UTF-8');
      assert.equal(headers['sec-fetch-mode'], 'no-cors');
    }
  });
});
