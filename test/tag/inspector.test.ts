import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { asked, callIn, inspectorOf, reasonWhen, reportOf, rowsOf } from './inspector-seen.ts';
import { setStage } from './stage.ts';

const stage = setStage();

/** What a page asks the collector for. */
async function requestsOf(path: string, attributes = ''): Promise<{ page: Page; files: string[] }> {
  stage.put('/', '', stage.script(attributes));
  const page = await stage.newPage();
  const files: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname.replace(/\.\w{12}\./, '.')));
  await page.goto(stage.url('shop.example', path));
  await stage.recorder.waitForEvents(1);
  return { page, files };
}

describe('the inspector', () => {
  it('comes where the URL asks for it', async () => {
    for (const path of [asked, '/?a=1&clickstitch_debug=true#top', '/?clickstitch_debug', '/?clickstitch_debug=&b']) {
      const { page, files } = await requestsOf(path);
      await inspectorOf(page).locator('.panel').waitFor();
      assert.ok(files.includes('/inspector.js'), path);
      await page.close();
    }
  });

  it('is neither fetched nor there where nothing asks for it', async () => {
    for (const path of ['/', '/?debug=1', '/#clickstitch_debug=1']) {
      const { page, files } = await requestsOf(path, 'data-debug="true"');
      await page.waitForTimeout(300);
      assert.deepEqual(
        files.filter((file) => /inspector/.test(file)),
        [],
        path,
      );
      assert.equal(await inspectorOf(page).count(), 0, path);
      await page.close();
    }
  });

  it('is not there where the URL says no, and the tag works as ever', async () => {
    for (const path of ['/?clickstitch_debug=0', '/?clickstitch_debug=false', '/?my_clickstitch_debug=1']) {
      const { page } = await requestsOf(path);
      await page.evaluate(`track('lead')`);
      await stage.recorder.waitForEvents(2);
      await page.waitForTimeout(200);
      assert.equal(await inspectorOf(page).count(), 0, path);
      await page.close();
      stage.recorder.clear();
    }
  });

  it('sees all calls from the first, those before the script has come too', async () => {
    stage.recorder.scriptDelay = 300;
    const calls = `track('early', { n: 1 }); clickstitch.identify('user_1')`;
    stage.put('/', `<script>${calls}</script>`, stage.stub + stage.script('async'));
    const page = await stage.open('shop.example', asked);
    await page.evaluate(`track('between')`);
    await inspectorOf(page).locator('.panel').waitFor();
    await page.evaluate(`track('late'); clickstitch.reset(); clickstitch.consent('granted')`);
    await reasonWhen(page, 'late', 'Taken');
    await reasonWhen(page, 'reset', 'Taken');
    const { calls: seen } = await reportOf(page);
    assert.deepEqual(
      seen.map(({ name, verdict, by }) => [name, verdict, by]),
      [
        ['page_view', 'taken', 'tag'],
        ['early', 'taken', 'page'],
        ['identify', 'taken', 'page'],
        ['between', 'taken', 'page'],
        ['late', 'taken', 'page'],
        ['reset', 'taken', 'page'],
        ['consent', 'done', 'page'],
      ],
    );
    assert.deepEqual(seen[1]?.args, ['early', { n: 1 }]);
  });

  it('sees people whose emails are hashed as one call each', async () => {
    stage.put('/', '', stage.script('data-hash-identity="true"'));
    // What hashes is there on https only, and there this machine counts as such.
    const page = await stage.newPage();
    await page.goto(stage.url('shop.localhost', asked));
    await inspectorOf(page).locator('.panel').waitFor();
    await page.evaluate(`clickstitch.identify('user_1', { email: 'jane@example.com' })`);
    await reasonWhen(page, 'identify', 'Taken');
    assert.equal(await rowsOf(page, 'identify').count(), 1);
    const { event } = callIn(await reportOf(page), 'identify') as { event?: { user?: { email?: string } } };
    assert.match(event?.user?.email ?? '', /^[\da-f]{64}$/);
  });

  it('leaves what is sent as it is', async () => {
    const sent = async (path: string) => {
      stage.recorder.clear();
      await stage.context.clearCookies();
      const { page } = await requestsOf(path);
      await page.evaluate(`
        track('purchase', { order_id: 'A-1', value: 5, currency: 'EUR', items: [{ item_id: 'x' }] });
        clickstitch.identify('u', { email: 'a@b.example', traits: { plan: 'pro' } });
      `);
      const events = await stage.recorder.waitForEvents(3);
      await page.close();
      return events.map(({ id: _, occurred_at: __, url: ___, touch: ____, ...rest }) => rest);
    };
    assert.deepEqual(await sent('/?clickstitch_debug=1'), await sent('/?another_word=1'));
  });

  it('shows what an earlier page could not send', async () => {
    stage.put('/', '', stage.script());
    const kept = { id: 'lead.L-1', name: 'lead', order_id: 'L-1', occurred_at: Date.now() - 60_000, props: {} };
    const entry = JSON.stringify([Date.now() - 60_000, '01931c4e-7b1a-7abc-8def-000000000000', JSON.stringify(kept)]);
    await stage.context.addInitScript(`localStorage.setItem('_cst:lead.L-1', ${JSON.stringify(entry)})`);
    const page = await stage.open('shop.example', asked);
    await reasonWhen(page, 'lead', 'Taken');
    assert.equal(callIn(await reportOf(page), 'lead').by, 'earlier_page');
  });
});

describe('who listens to the tag', () => {
  const listen = `var heard = []; clickstitch.debug((at, verdict) => heard.push(verdict))`;

  it('hears it as ever, beside the inspector', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', asked);
    await reasonWhen(page, 'page_view', 'Taken');
    await page.evaluate(`${listen}; track('lead')`);
    await reasonWhen(page, 'lead', 'Taken');
    await page.waitForFunction(`heard.includes('taken')`);
  });

  it('hears it where the page has asked before the script had come', async () => {
    stage.put('/', `<script>${listen}</script>`, stage.stub + stage.script('async'));
    const page = await stage.open('shop.example', asked);
    await reasonWhen(page, 'page_view', 'Taken');
    await page.waitForFunction(`heard.includes('taken')`, undefined, { timeout: 5000 });
  });

  it('hears it on the console, by the option or by a call', async () => {
    for (const how of ['option', 'call']) {
      stage.put('/', '', stage.script(how === 'option' ? 'data-debug="true"' : ''));
      const page = await stage.newPage();
      const lines: string[] = [];
      page.on('console', (message) => lines.push(message.text()));
      await page.goto(stage.url('shop.example', asked));
      await reasonWhen(page, 'page_view', 'Taken');
      if (how === 'call') await page.evaluate('clickstitch.debug()');
      await page.evaluate(`track('lead')`);
      await reasonWhen(page, 'lead', 'Taken');
      assert.ok(
        lines.some((line) => / taken /.test(line) && /lead/.test(line)),
        `${how}: ${lines}`,
      );
      await page.close();
    }
  });

  it('may throw, and the inspector goes on', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', asked);
    await inspectorOf(page).locator('.panel').waitFor();
    await page.evaluate(`clickstitch.debug(() => { throw new Error('listener') }); track('lead')`);
    await reasonWhen(page, 'lead', 'Taken');
  });
});
