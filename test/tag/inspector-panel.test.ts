import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { asked, callIn, inspectorOf, reasonWhen, reportOf, rowsOf } from './inspector-seen.ts';
import { setStage } from './stage.ts';

const stage = setStage();

async function open(path = asked, attributes = ''): Promise<Page> {
  stage.put('/', '<p>page</p>', stage.script(attributes));
  const page = await stage.open('www.acme.example', path);
  await inspectorOf(page).locator('.calls > li').first().waitFor();
  return page;
}
const inFocus = (page: Page) =>
  page.evaluate(`(() => {
    const element = document.querySelector('clickstitch-inspector').shadowRoot.activeElement;
    return element && (element.getAttribute('aria-label') || element.textContent.trim().split('\\n')[0].slice(0, 9));
  })()`);

describe('the keyboard', () => {
  it('reaches all there is, in order, with a focus that is seen', async () => {
    const page = await open();
    await reasonWhen(page, 'page_view', 'Taken');
    const reached: unknown[] = [];
    for (let n = 0; n < 9; n++) {
      await page.keyboard.press('Tab');
      reached.push(await inFocus(page));
      const outline = await page.evaluate(
        `getComputedStyle(document.querySelector('clickstitch-inspector').shadowRoot.activeElement).outlineStyle`,
      );
      assert.equal(outline, 'solid', `${reached.at(-1)}`);
    }
    assert.deepEqual(reached, [
      ...['Copy JSON', 'Clear', 'Collapse', 'Calls 1', 'Visitor', 'Tag', 'Filter by text', 'Filter by verdict'],
      '›page_view'.slice(1, 10),
    ]);
  });

  it('opens and closes a row, changes the view, collapses and comes back', async () => {
    const page = await open();
    await reasonWhen(page, 'page_view', 'Taken');
    const panel = inspectorOf(page).locator('.panel');
    await inspectorOf(page).locator('summary').focus();
    for (const key of ['Enter', ' ']) {
      await page.keyboard.press(key);
      await inspectorOf(page).getByText('What happened').waitFor();
      await page.keyboard.press(key);
      await inspectorOf(page).getByText('What happened').waitFor({ state: 'hidden' });
    }
    await inspectorOf(page).getByRole('button', { name: 'Visitor' }).focus();
    await page.keyboard.press('Enter');
    await inspectorOf(page).getByText('visitor_id').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await panel.isVisible(), false);
    assert.match(`${await inFocus(page)}`, /^Clickstit/, 'the focus stays inside');
    assert.equal(await inspectorOf(page).locator('.badge').getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('Enter');
    assert.equal(await panel.isVisible(), true);
    assert.equal(await inFocus(page), 'Collapse');
  });

  it('is told what is wrong, once', async () => {
    const page = await open(asked, 'data-consent="denied"');
    const spoken = inspectorOf(page).getByRole('status');
    await page.waitForFunction(
      `/held for consent/.test(document.querySelector('clickstitch-inspector').shadowRoot.querySelector('[role=status]').textContent)`,
    );
    assert.equal(await spoken.getAttribute('aria-live'), 'polite');
    await page.evaluate(`track('purchase', { order_id: 1 })`);
    await inspectorOf(page).getByText('purchase without a value').first().waitFor();
    assert.match((await spoken.textContent()) ?? '', /purchase without a value/);
  });
});

describe('the list', () => {
  it('is narrowed by text and by verdict', async () => {
    const page = await open();
    await page.evaluate(`track('lead', { plan: 'pro' }); track('search', { search_term: 'cup' }); track()`);
    await reasonWhen(page, 'search', 'Taken');
    const shown = () => inspectorOf(page).locator('.calls > li:visible .what b').allTextContents();
    await inspectorOf(page).getByPlaceholder('Filter').fill('PRO');
    assert.deepEqual(await shown(), ['lead']);
    await inspectorOf(page).getByPlaceholder('Filter').fill('');
    await inspectorOf(page).getByRole('combobox').selectOption('ignored');
    assert.deepEqual(await shown(), ['track']);
    await inspectorOf(page).getByPlaceholder('Filter').fill('nothing like that');
    await inspectorOf(page).getByText('Nothing fits the filter.').waitFor();
  });

  it('is cleared of what is settled, and keeps what is not', async () => {
    const page = await open();
    await reasonWhen(page, 'page_view', 'Taken');
    await page.evaluate(`track('lead'); clickstitch.consent('denied'); track('search')`);
    await reasonWhen(page, 'search', 'Held');
    await reasonWhen(page, 'lead', 'Taken');
    await inspectorOf(page).getByRole('button', { name: 'Clear' }).click();
    await rowsOf(page, 'lead').waitFor({ state: 'detached' });
    assert.deepEqual(
      (await reportOf(page)).calls.map(({ name }) => name),
      ['search'],
    );
    await page.evaluate(`clickstitch.consent('granted')`);
    await reasonWhen(page, 'search', 'Taken');
  });

  it('keeps the newest thousand', async () => {
    const page = await open();
    await page.evaluate(`clickstitch.consent('denied'); for (let n = 0; n < 1200; n++) track('call_' + n)`);
    await inspectorOf(page).getByText('older ones are no longer kept').waitFor();
    assert.equal((await reportOf(page)).calls.length, 1000);
    await rowsOf(page, 'call_1199').waitFor();
  });

  it('is counted on the badge where it is collapsed', async () => {
    const page = await open();
    await inspectorOf(page).getByRole('button', { name: 'Collapse' }).click();
    await page.evaluate(`track('purchase', { order_id: 1, value: 5 })`);
    await inspectorOf(page).getByRole('button', { name: 'Clickstitch · 2 calls · 1 problem' }).waitFor();
  });
});

describe('what is copied', () => {
  const path = '/?clickstitch_debug=1&utm_source=news&gclid=AbC&via=anna';

  it('is all of it, as JSON', async () => {
    await stage.context.addCookies([{ name: '_ga', path: '/', domain: '.acme.example', value: 'GA1.1.1.2' }]);
    const page = await open(path, `data-hash="true" data-goals='[{"event":"lead","url":"/x"}]'`);
    await page.evaluate(`clickstitch.identify('user_1'); track('purchase', { order_id: 'A-1' })`);
    await reasonWhen(page, 'purchase', 'Taken');
    const report = await reportOf(page);
    assert.equal(report.url, page.url());
    assert.deepEqual(
      report.problems.map(({ title }) => title),
      ['purchase without a value'],
    );
    assert.deepEqual([report.consent['analytics'], report.consent['ads']], ['granted', 'granted']);
    assert.deepEqual([report.cookie['domain'], report.cookie['copies']], ['acme.example', 1]);
    const { first, user_id } = report.visitor as {
      first?: Record<string, { gclid?: { value: string } }>;
      user_id?: string;
    };
    assert.deepEqual(
      [first?.['click_ids']?.gclid?.value, first?.['referral_code'], user_id],
      ['AbC', 'anna', 'user_1'],
    );
    assert.deepEqual(report.vendor_cookies, { _ga: 'GA1.1.1.2' });
    assert.deepEqual([report.tag.key, report.tag.endpoint], ['pk_test_1', `${stage.recorder.origin}/e`]);
    assert.deepEqual(report.tag.settings, { hash: true, goals: [{ event: 'lead', url: '/x' }] });
    assert.ok(
      report.tag.files.some((file) => /^inspector\.\w{12}\.js$/.test(file)),
      `${report.tag.files}`,
    );
    const { event, args, happened } = callIn(report, 'purchase');
    assert.deepEqual([event?.id, args], ['purchase.A-1', ['purchase', { order_id: 'A-1' }]]);
    assert.deepEqual(
      happened.map(({ what }) => what),
      ['waiting', 'taken'],
    );
  });

  it('goes to the clipboard where the browser lets it', async () => {
    const page = await open();
    await page.evaluate(`
      var copied;
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { copied = text } } });
    `);
    await inspectorOf(page).getByRole('button', { name: 'Copy JSON' }).click();
    await inspectorOf(page).getByRole('button', { name: 'Copied' }).waitFor();
    const { calls } = JSON.parse((await page.evaluate('copied')) as string);
    assert.equal(calls[0].name, 'page_view');
    assert.equal(await inspectorOf(page).locator('textarea').isVisible(), false);
  });

  it('is selected in a field where it does not, and the focus is there', async () => {
    const page = await open();
    const report = await reportOf(page);
    assert.equal(report.calls.length, 1);
    const selected = await inspectorOf(page)
      .locator('textarea')
      .evaluate((field) => {
        const { selectionStart, selectionEnd, value } = field as unknown as Record<string, number> & { value: string };
        return [selectionStart, selectionEnd, value.length];
      });
    assert.deepEqual(selected, [0, selected[2], selected[1]]);
    assert.match(`${await inFocus(page)}`, /report as JSON/);
  });

  it('says what is denied, and reads none of it', async () => {
    await stage.context.addCookies([{ name: '_ga', path: '/', domain: '.acme.example', value: 'GA1.1.1.2' }]);
    const page = await open(path, 'data-consent="denied"');
    const { consent, cookie, vendor_cookies } = await reportOf(page);
    assert.deepEqual([consent['analytics'], consent['by_default']], ['denied', 'denied']);
    assert.match(`${cookie} ${vendor_cookies}`, /analytics is denied.*ads are denied/);
    assert.deepEqual(
      (await stage.context.cookies()).map(({ name }) => name),
      ['_ga'],
    );
  });
});
