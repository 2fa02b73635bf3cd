import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';

const stage = setStage();
const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;
const unavailable = (response: ServerResponse) => response.writeHead(503, { 'Retry-After': '300' }).end();
const remember = 'var notes = []; clickstitch.debug((...note) => notes.push(note))';

function failWith(answer: (response: ServerResponse) => void): void {
  stage.recorder.answers.push(...Array.from({ length: 150 }, () => answer));
}
const kept = (page: Page) => page.evaluate(() => Object.keys(localStorage).toSorted());

describe('the outbox keeps', () => {
  it('conversions, by name or by order, and nothing else', async () => {
    failWith(unavailable);
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', '/?via=anna');
    await page.evaluate(`
      track('seen'); track('add_to_cart', { value: 1, currency: 'EUR' }); clickstitch.identify('user_1');
      for (const name of ['purchase', 'refund', 'custom']) track(name, { order_id: 'A-1' });
      for (const name of ['lead', 'sign_up', 'start_trial', 'subscribe', 'contact', 'schedule', 'submit_application']) track(name);
    `);
    const names = await page.evaluate(() =>
      Object.keys(localStorage).map((key) => JSON.parse(JSON.parse(localStorage.getItem(key) ?? '')[2]).name),
    );
    assert.deepEqual(
      names.toSorted(),
      [
        'purchase',
        'refund',
        'custom',
        'lead',
        'sign_up',
        'start_trial',
        'subscribe',
        'contact',
        'schedule',
        'submit_application',
      ].toSorted(),
    );
  });

  it('each until the collector has taken or refused it, and no longer', async () => {
    for (const status of [202, 400, 401, 413]) {
      stage.recorder.clear();
      stage.recorder.answers.push(
        (response) => response.writeHead(202).end('{}'),
        (response) => setTimeout(() => response.writeHead(status).end('{}'), 300),
      );
      stage.put('/', '', stage.script());
      const page = await stage.open('shop.example');
      await stage.recorder.waitForRecordings(1);
      await page.evaluate(purchase);
      assert.deepEqual(await kept(page), ['_cst:purchase.A-1'], `before ${status}`);
      await page.waitForFunction(() => !localStorage.length);
      assert.equal(stage.recorder.recordings.length, 2);
      await page.close();
    }
  });

  it('one of a thank-you page that is loaded again and again', async () => {
    failWith(unavailable);
    stage.put('/thanks', `<script>${purchase}</script>`, stage.script());
    const page = await stage.open('shop.example', '/thanks');
    await page.reload();
    await page.reload();
    assert.deepEqual(await kept(page), ['_cst:purchase.A-1']);
  });

  it('a hundred at most, and says so', async () => {
    failWith(unavailable);
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(
      `${remember}; for (let n = 0; n < 120; n++) track('purchase', { order_id: n, value: 1, currency: 'EUR' })`,
    );
    assert.equal((await kept(page)).length, 100);
    const refused = await page.evaluate(
      `notes.filter(([, verdict]) => verdict === 'not_stored').map(([, , key]) => key)`,
    );
    assert.deepEqual(
      refused,
      Array.from({ length: 20 }, (_, n) => `_cst:purchase.${100 + n}`),
    );
  });

  it('nothing while the visitor does not agree to be remembered, even where events go without ids', async () => {
    for (const attributes of ['data-consent="denied"', 'data-consent="denied" data-cookieless="true"']) {
      stage.recorder.clear();
      failWith(unavailable);
      stage.put('/', `<script>${purchase}</script>`, stage.script(attributes));
      const page = await stage.open('shop.example');
      await page.waitForTimeout(400);
      assert.equal(stage.recorder.recordings.length > 0, attributes.includes('cookieless'));
      assert.deepEqual(await kept(page), []);
      await page.close();
    }
  });

  it('nothing any more when the visitor takes the consent back', async () => {
    failWith(unavailable);
    stage.put('/', `<script>${purchase}</script>`, stage.script());
    const page = await stage.open('shop.example');
    assert.deepEqual(await kept(page), ['_cst:purchase.A-1']);
    await page.evaluate(`localStorage.setItem('theirs', 1); clickstitch.consent('denied')`);
    assert.deepEqual(await kept(page), ['theirs']);
  });

  it('what an earlier page left, until the visitor agrees', async () => {
    failWith(unavailable);
    stage.put('/thanks', `<script>${purchase}</script>`, stage.script());
    stage.put('/', '', stage.script('data-consent="denied"'));
    const page = await stage.open('shop.example', '/thanks');
    await page.goto(stage.url('shop.example', '/'));
    await page.waitForTimeout(300);
    stage.recorder.clear();
    await page.evaluate(() => {
      const [at, ...rest] = JSON.parse(localStorage.getItem('_cst:purchase.A-1') ?? '');
      localStorage.setItem('_cst:purchase.A-1', JSON.stringify([at - 11_000, ...rest]));
    });
    await page.waitForTimeout(600);
    assert.deepEqual(stage.recorder.events(), []);
    assert.deepEqual(await kept(page), ['_cst:purchase.A-1'], 'a default deletes nothing');
    await page.evaluate(`clickstitch.consent('granted')`);
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(events.map(({ name }) => name).toSorted(), ['page_view', 'purchase']);
  });
});

describe('where nothing can be kept, a conversion is sent all the same', () => {
  for (const [what, breakage] of [
    [
      'full',
      `for (let size = 2 ** 22; size >= 1; size /= 2)
        try { for (let n = 0; ; n++) localStorage[size + '.' + n] = 'x'.repeat(size) } catch {}`,
    ],
    ['missing', `Object.defineProperty(window, 'localStorage', { value: undefined })`],
    ['null', `Object.defineProperty(window, 'localStorage', { value: null })`],
    ['forbidden', `Object.defineProperty(window, 'localStorage', { get() { throw new Error('storage') } })`],
    ['broken', `Storage.prototype.setItem = Storage.prototype.removeItem = () => { throw new Error('storage') }`],
  ] as const) {
    it(`the storage is ${what}`, async () => {
      stage.put(
        '/',
        `<script>${remember}; ${purchase}</script>`,
        `<script>${breakage}</script>${stage.stub}${stage.script()}`,
      );
      const page = await stage.open('shop.example');
      const events = await stage.recorder.waitForEvents(2);
      assert.equal(events.filter(({ id }) => id === 'purchase.A-1').length, 1);
      const stuck = await page.evaluate(
        `notes.filter(([, verdict]) => verdict === 'not_stored').map(([, , key]) => key)`,
      );
      assert.deepEqual(stuck, ['_cst:purchase.A-1']);
      await page.waitForTimeout(200);
    });
  }

  it('in a sandboxed frame, which has no storage', async () => {
    stage.put('/framed', `<script>${purchase}</script>`, stage.script());
    stage.put('/', '<iframe sandbox="allow-scripts" src="/framed"></iframe>');
    const page = await stage.open('shop.example');
    const events = await stage.recorder.waitForEvents(2);
    assert.equal(events.filter(({ id }) => id === 'purchase.A-1').length, 1);
    await page.waitForTimeout(200);
  });
});
