import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { asked, callIn, inspectorOf, reasonWhen, remedyOf, reportOf } from './inspector-seen.ts';
import { setStage } from './stage.ts';

const stage = setStage();

async function open(attributes = '', head = ''): Promise<Page> {
  stage.put('/', '', head + stage.script(attributes));
  const page = await stage.open('shop.example', asked);
  await inspectorOf(page).locator('.calls > li').first().waitFor();
  return page;
}
/** The same once its first view has been taken. */
async function openQuiet(attributes = '', head = ''): Promise<Page> {
  const page = await open(attributes, head);
  await reasonWhen(page, 'page_view', 'Taken');
  return page;
}
const answer = (status: number, body: unknown) => (response: ServerResponse) =>
  response.writeHead(status).end(JSON.stringify(body));
const whatHappened = async (page: Page, name: string) =>
  callIn(await reportOf(page), name).happened.map(({ what }) => what);

describe('a call is shown as', () => {
  it('held for consent, then taken once it is given', async () => {
    const page = await open('data-consent="denied"');
    await page.evaluate(`track('lead')`);
    assert.match(await reasonWhen(page, 'lead', 'Held'), /Consent to analytics is denied/);
    assert.match(await remedyOf(page, /2 calls are held for consent/), /clickstitch\.consent\("granted"\)/);
    await page.evaluate(`clickstitch.consent('granted')`);
    await reasonWhen(page, 'lead', 'Taken');
    await reasonWhen(page, 'consent', 'Done');
    assert.equal(await inspectorOf(page).locator('.problems li').count(), 0);
    assert.deepEqual(await whatHappened(page, 'lead'), ['held', 'waiting', 'taken']);
  });

  it('held for the start, and taken when the tag has begun', async () => {
    const page = await openQuiet();
    const { happened } = callIn(await reportOf(page), 'page_view');
    assert.deepEqual(
      happened.map(({ what }) => what),
      ['held', 'waiting', 'taken'],
    );
  });

  it('refused, with the field at fault', async () => {
    const page = await openQuiet();
    const rejected = [{ index: 0, id: 'purchase.A-1', reason: 'invalid', field: 'value', message: 'Not a decimal.' }];
    stage.recorder.answers.push(answer(202, { accepted: 1, duplicates: 0, rejected }));
    // What is urgent goes first, with all that waits.
    await page.evaluate(`track('lead'); track('purchase', { order_id: 'A-1', currency: 'EUR', value: 'x' })`);
    assert.equal(await reasonWhen(page, 'purchase', 'Refused'), 'invalid: value: Not a decimal.');
    await reasonWhen(page, 'lead', 'Taken');
    assert.match(await remedyOf(page, 'purchase was refused by the collector'), /value/);
  });

  it('refused with all that go with it, where the key is', async () => {
    const problem = {
      status: 401,
      code: 'unauthorized',
      detail: 'The key is unknown or revoked.',
      hint: 'Create one.',
    };
    stage.recorder.answers.push(answer(401, problem));
    const page = await open();
    assert.match(await reasonWhen(page, 'page_view', 'Refused'), /^401: The key is unknown or revoked\. Create one\.$/);
    assert.match(await remedyOf(page, 'The collector refuses the key'), /unknown or revoked/);
  });

  it('failed and tried again, then taken', async () => {
    const page = await openQuiet();
    stage.recorder.answers.push(...[503, 503].map((status) => answer(status, {})));
    await page.evaluate(`Math.random = () => 0; track('lead')`);
    assert.match(await reasonWhen(page, 'lead', 'Taken'), /It had failed 2 times\./);
    assert.deepEqual(await whatHappened(page, 'lead'), ['waiting', 'failed', 'failed', 'taken']);
  });

  it('failed while it waits for another try, and given up in the end', async () => {
    const page = await openQuiet();
    await stage.context.route('**/e', (route) => route.abort());
    await page.evaluate(`Math.random = () => 0.05; track('lead', { order_id: 'L-1' })`);
    assert.match(
      await reasonWhen(page, 'lead', 'Failed'),
      /Blocked or offline: .* Failed (once|\d times); it is tried again/,
    );
    assert.match(await remedyOf(page, 'The collector cannot be reached'), /\/e\./);
    assert.match(await reasonWhen(page, 'lead', 'Given up'), /failed 5 times; the next page tries it again/);
    const report = await reportOf(page);
    assert.equal(callIn(report, 'lead').failures, 5);
    assert.deepEqual(
      report.kept_conversions.map(({ id }) => id),
      ['lead.L-1'],
    );
  });

  it('failed for the page’s Content-Security-Policy, with the directive', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`;
    const page = await open('', policy);
    assert.match(
      await reasonWhen(page, 'page_view', 'Failed'),
      /Blocked by the page's Content-Security-Policy: connect-src\./,
    );
    const remedy = await remedyOf(page, 'Content-Security-Policy blocks the collector');
    assert.ok(remedy.includes(`Add ${stage.recorder.origin} to connect-src`), remedy);
  });

  it('sent, where it goes as a beacon', async () => {
    const page = await openQuiet();
    await page.evaluate(`for (let n = 0; n < 6; n++) track('seen', { long: 'x'.repeat(9000) })`);
    assert.match(await reasonWhen(page, 'seen', 'Sent'), /beacon/);
  });

  it('dropped by beforeSend', async () => {
    const hook = `<script>function drop(event) { return event.name === 'secret' ? null : event }</script>`;
    const page = await openQuiet('data-before-send="drop"', hook);
    await page.evaluate(`track('secret'); track('lead')`);
    assert.match(await reasonWhen(page, 'secret', 'Dropped'), /beforeSend/);
    await reasonWhen(page, 'lead', 'Taken');
  });

  it('broken, where a hook breaks, and the page sees no error', async () => {
    const hook = `<script>function hook(event) { if (event.name === 'lead') throw new Error('trap'); return event }</script>`;
    const page = await openQuiet('data-before-send="hook"', hook);
    await page.evaluate(`track('lead')`);
    assert.match(await reasonWhen(page, 'lead', 'Error'), /trap/);
    assert.equal(await inspectorOf(page).locator('.calls > li').count(), 2, 'told once');
  });

  it('taken without what was too much of it', async () => {
    const page = await openQuiet();
    await page.evaluate(`track('lead', { long: 'x'.repeat(20000) })`);
    await reasonWhen(page, 'lead', 'Taken');
    const { happened } = callIn(await reportOf(page), 'lead');
    assert.deepEqual(
      happened.map(({ what }) => what),
      ['left_out', 'waiting', 'taken'],
    );
    assert.match(happened[0]?.why ?? '', /\d{5} characters/);
  });

  it('ignored, where it says nothing', async () => {
    const page = await openQuiet();
    await page.evaluate(
      `track(); clickstitch.identify(); clickstitch.consent('yes'); clickstitch.init({ key: 'other' })`,
    );
    assert.match(await reasonWhen(page, 'track', 'Ignored'), /names no event/);
    assert.match(await reasonWhen(page, 'identify', 'Ignored'), /names nobody/);
    assert.match(await reasonWhen(page, 'consent', 'Ignored'), /granted/);
    assert.match(await reasonWhen(page, 'init', 'Ignored'), /first call of init wins/);
  });

  it('no verb of the tag, where there is none', async () => {
    const page = await openQuiet();
    await page.evaluate(`clickstitch.q.push([Date.now(), location.href, 'trak', ['lead']])`);
    assert.match(await reasonWhen(page, 'trak', 'Ignored'), /There is no verb trak/);
    assert.match(await remedyOf(page, 'There is no verb trak'), /track/);
  });
});

describe('a problem is told', () => {
  it('of a purchase that lacks what it needs', async () => {
    const page = await openQuiet();
    await page.evaluate(`track('purchase'); track('purchase', { order_id: 1, value: '7,50', currency: 'euro' })`);
    await remedyOf(page, 'purchase without an order_id');
    await remedyOf(page, 'purchase without a value');
    await remedyOf(page, 'purchase with the value 7,50');
    await remedyOf(page, 'purchase with the currency euro');
  });

  it('of a cookie and a storage that the browser refuses', async () => {
    await stage.context.addInitScript(`
      Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
      Storage.prototype.setItem = () => { throw new Error('full') };
    `);
    const page = await openQuiet();
    await page.evaluate(`track('lead')`);
    await remedyOf(page, 'The browser refuses the cookie');
    await remedyOf(page, 'The browser keeps no conversions');
  });

  it('of two tags, of a secret key, and of a hook that is none', async () => {
    stage.put(
      '/',
      '',
      `${stage.script('data-before-send="nowhere"').replace('pk_test_1', 'cs_sk_live_1')}${stage.script()}`,
    );
    const page = await stage.open('shop.example', asked);
    await remedyOf(page, 'The tag is in the page 2 times');
    await remedyOf(page, 'This is a secret key');
    await remedyOf(page, 'beforeSend names nowhere, which is no function');
    await reasonWhen(page, 'page_view', 'Dropped');
  });

  it('of a clock that was wrong', async () => {
    const ahead = { visitor_id: '01931c4e-7b1a-7abc-8def-000000000000', ts: Date.now() + 86_400_000 };
    const value = encodeURIComponent(JSON.stringify(ahead));
    await stage.context.addCookies([{ name: '_cst', path: '/', domain: 'shop.example', value }]);
    const page = await open();
    await remedyOf(page, 'The clock of this device is wrong');
  });

  it('of nothing where all is well', async () => {
    const page = await openQuiet();
    await page.evaluate(`track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`);
    await reasonWhen(page, 'purchase', 'Taken');
    assert.deepEqual((await reportOf(page)).problems, []);
  });
});
