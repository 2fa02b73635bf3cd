import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import type { BatchConsent } from '../../packages/tag/src/wire.ts';
import { setStage } from './stage.ts';
import { untilExtra } from './until-extra.ts';
import { storageUse, watchStorage } from './watch-storage.ts';

const stage = setStage();
const gtag = `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) }</script>`;
const storage = (analytics: string, ads: string) => `{ analytics_storage: '${analytics}', ad_storage: '${ads}' }`;
const state = (analytics: string, ads: string) => ({ analytics, ads }) as BatchConsent;

const visitor_id = '01931c4e-7b1a-7abc-8def-000000000000';
/** Puts the cookie of a visitor who came before into the browser. */
async function cameBefore(): Promise<void> {
  const value = encodeURIComponent(JSON.stringify({ visitor_id, ts: Date.now() - 1000 }));
  await stage.context.addCookies([{ name: '_cst', path: '/', domain: '.acme.example', value }]);
}
const isKept = async () => (await stage.context.cookies()).some(({ name }) => name === '_cst');

/** Opens a page whose head runs that before the tag, and waits for what hears consent tools. */
async function openWith(before: string, attributes = ''): Promise<Page> {
  stage.put('/', '', `${before}${stage.script(attributes)}`);
  const page = await stage.open('www.acme.example', '/?gclid=1');
  await untilExtra(page);
  return page;
}
/** The consent of the page view, once it is sent. */
async function sentConsent(): Promise<BatchConsent | undefined> {
  return (await stage.recorder.waitForEvents(1))[0]?.consent;
}
async function isSilent(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  assert.deepEqual(stage.recorder.recordings, []);
}
/** What holds now, by an event. */
async function consentNow(page: Page): Promise<BatchConsent | undefined> {
  const { length } = stage.recorder.events();
  await page.evaluate(`track('probe', { order_id: ${length} })`);
  return (await stage.recorder.waitForEvents(length + 1)).find(({ order_id }) => order_id === `${length}`)?.consent;
}

describe("Google's Consent Mode", () => {
  it('holds everything back by a default before the tag, and lets it go by an update after it', async () => {
    await watchStorage(stage.context);
    const page = await openWith(`${gtag}<script>gtag('consent', 'default', ${storage('denied', 'denied')})</script>`);
    await isSilent(page);
    assert.deepEqual(await storageUse(page), []);
    await page.evaluate(`gtag('consent', 'update', ${storage('granted', 'granted')})`);
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
    assert.equal(stage.recorder.events()[0]?.touch?.click_ids?.['gclid']?.value, '1');
  });

  it('is heard when default and update both come before the tag', async () => {
    const said = `gtag('consent', 'default', ${storage('denied', 'denied')}); gtag('js', new Date());
      gtag('consent', 'update', ${storage('granted', 'denied')}); dataLayer.push({ event: 'x' }, { length: 3 })`;
    await openWith(`${gtag}<script>${said}</script>`);
    assert.deepEqual(await sentConsent(), state('granted', 'denied'));
  });

  it('is heard when both come after the tag, through the page’s own push, which goes on working', async () => {
    const page = await openWith('', 'data-consent="denied"');
    await page.evaluate(`
      window.dataLayer = window.dataLayer || []; window.gtag = function () { return dataLayer.push(arguments) };
      gtag('consent', 'default', { ...${storage('denied', 'denied')}, wait_for_update: 500 });
    `);
    await isSilent(page);
    const length = await page.evaluate(
      `dataLayer.push({ a: 1 }, ['consent', 'update', ${storage('granted', 'granted')}])`,
    );
    assert.equal(length, 3);
    assert.equal(await page.evaluate('dataLayer.length'), 3);
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
  });

  it('is heard while what hears it is on its way', async () => {
    stage.recorder.scriptDelay = 300;
    const before = `${gtag}<script>gtag('consent', 'default', ${storage('denied', 'denied')})</script>`;
    stage.put('/', '', before + stage.script());
    const page = await stage.open('www.acme.example');
    const hasCome = await page.evaluate(
      `gtag('consent', 'update', ${storage('granted', 'denied')}); Object.hasOwn(dataLayer, 'push')`,
    );
    assert.equal(hasCome, false);
    assert.deepEqual(await sentConsent(), state('granted', 'denied'));
  });

  it('is not heard where `dataLayer` comes after the tag and nothing had to be fetched', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('www.acme.example');
    await page.evaluate(`window.dataLayer = [['consent', 'update', ${storage('denied', 'denied')}]]`);
    assert.deepEqual(await consentNow(page), state('granted', 'granted'));
    assert.equal(await page.evaluate(`Object.hasOwn(dataLayer, 'push')`), false);
  });

  it('does not open by a wait that runs out', async () => {
    const said = `gtag('consent', 'default', { ...${storage('denied', 'denied')}, wait_for_update: 100 })`;
    await isSilent(await openWith(`${gtag}<script>${said}</script>`));
  });

  for (const [first, second] of [
    ['denied', 'granted'],
    ['granted', 'denied'],
  ] as const) {
    it(`holds to the strictest of regional defaults: ${first}, then ${second}`, async () => {
      const said = `gtag('consent', 'default', { ...${storage(first, first)}, region: ['ES'] });
        gtag('consent', 'default', ${storage(second, second)})`;
      const page = await openWith(`${gtag}<script>${said}</script>`);
      await isSilent(page);
      await page.evaluate(`gtag('consent', 'update', ${storage('granted', 'granted')})`);
      assert.deepEqual(await sentConsent(), state('granted', 'granted'));
    });
  }

  it('cannot grant by a default what the site has denied', async () => {
    const said = `gtag('consent', 'default', ${storage('granted', 'granted')})`;
    await openWith(`${gtag}<script>${said}</script>`, `data-consent='{"ads":"denied"}'`);
    assert.deepEqual(await sentConsent(), state('granted', 'denied'));
  });

  it('deletes nothing by a default, and everything by an update', async () => {
    await cameBefore();
    const page = await openWith(`${gtag}<script>gtag('consent', 'default', ${storage('denied', 'denied')})</script>`);
    assert.equal(await isKept(), true);
    await page.evaluate(`gtag('consent', 'update', ${storage('denied', 'denied')})`);
    assert.equal(await isKept(), false);
    await isSilent(page);
  });

  it('keeps the visitor of a tool that grants one purpose after the other', async () => {
    await cameBefore();
    const page = await openWith(`${gtag}<script>gtag('consent', 'default', ${storage('denied', 'denied')})</script>`);
    await page.evaluate(`gtag('consent', 'update', { ad_storage: 'granted' })`);
    await isSilent(page);
    await page.evaluate(`gtag('consent', 'update', { analytics_storage: 'granted' })`);
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
    assert.equal(stage.recorder.recordings[0]?.batch.visitor_id, visitor_id);
  });

  it('does not go back to a default that comes late', async () => {
    const said = `gtag('consent', 'update', ${storage('granted', 'granted')});
      gtag('consent', 'default', ${storage('denied', 'denied')})`;
    await openWith(`${gtag}<script>${said}</script>`);
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
  });

  it('counts ads as denied as long as Google may not be sent user data', async () => {
    const all = {
      analytics_storage: 'denied',
      ad_storage: 'denied',
      ad_user_data: 'denied',
      ad_personalization: 'denied',
    };
    const page = await openWith(`${gtag}<script>gtag('consent', 'default', ${JSON.stringify(all)})</script>`);
    await page.evaluate(`gtag('consent', 'update', ${storage('granted', 'granted')})`);
    assert.deepEqual(await sentConsent(), state('granted', 'denied'));
    await page.evaluate(`gtag('consent', 'update', { ad_user_data: 'granted' })`);
    assert.deepEqual(await consentNow(page), state('granted', 'granted'));
    await page.evaluate(`gtag('consent', 'update', { ad_user_data: 'denied' })`);
    assert.deepEqual(await consentNow(page), state('granted', 'denied'));
  });

  it('may say anything, and neither breaks the page nor is taken for consent', async () => {
    const odd = `for (const entry of [null, undefined, 'consent', ['consent'], ['consent', 'default'], ['consent', 'update', null],
      ['consent', 'update', 'granted'], ['consent', 'update', { analytics_storage: true, ad_storage: {} }],
      { get 0() { throw new Error('odd') } }]) dataLayer.push(entry)`;
    const page = await openWith(`${gtag}<script>${odd}</script>`, 'data-consent="denied"');
    await page.evaluate(odd);
    assert.equal(await page.evaluate('dataLayer.length'), 18);
    await isSilent(page);
  });

  it('gives way to what the page says to the tag before it has loaded', async () => {
    const said = `gtag('consent', 'update', ${storage('granted', 'granted')}); clickstitch.consent('denied')`;
    await isSilent(await openWith(`${gtag}${stage.stub}<script>${said}</script>`));
  });
});

describe('what the page has said to the tag before it has loaded', () => {
  for (const [said, update, expected] of [
    [`'granted'`, '', state('granted', 'granted')],
    [`{ ads: 'denied' }`, `gtag('consent', 'update', ${storage('granted', 'granted')})`, state('granted', 'denied')],
    [`{ analytics: 'granted' }`, '', state('granted', 'denied')],
  ] as const)
    it(`is not undone by what a tool has said before: ${said}${update && ', after an update'}`, async () => {
      const calls = `gtag('consent', 'default', ${storage('denied', 'denied')}); ${update}; clickstitch.consent(${said})`;
      await openWith(`${gtag}${stage.stub}<script>${calls}</script>`);
      assert.deepEqual(await sentConsent(), expected);
    });

  it('gives way to what a tool says later', async () => {
    const page = await openWith(`${gtag}${stage.stub}<script>clickstitch.consent('granted')</script>`);
    await page.evaluate(`gtag('consent', 'update', ${storage('granted', 'denied')})`);
    assert.deepEqual(await consentNow(page), state('granted', 'denied'));
  });
});

/** A stub of the IAB's API that answers when the test says so, to everybody who listens. */
const tcf = `<script>
  var listeners = [];
  function __tcfapi(command, version, callback) { listeners.push([command, version]); this.tell = callback }
</script>`;
const consents = (...purposes: number[]) => ({
  consents: Object.fromEntries(purposes.map((number) => [number, true])),
});
const tell = (page: Page, data: object | null, success = true) =>
  page.evaluate(`tell(${JSON.stringify(data)}, ${success})`);

describe("the IAB's TCF", () => {
  const gdprApplies = true;

  it('holds everything back until it has answered, and listens once', async () => {
    await watchStorage(stage.context);
    const page = await openWith(tcf);
    await isSilent(page);
    assert.deepEqual(await storageUse(page), []);
    assert.deepEqual(await page.evaluate('listeners'), [['addEventListener', 2]]);
    await tell(page, { gdprApplies, eventStatus: 'tcloaded', purpose: consents(1, 7, 8) });
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
    assert.equal(stage.recorder.events()[0]?.touch?.click_ids?.['gclid']?.value, '1');
  });

  for (const [purposes, expected] of [
    [[1, 8], state('granted', 'denied')],
    [[1, 7, 8, 10], state('granted', 'granted')],
  ] as const) {
    it(`takes the purposes ${purposes} for their words`, async () => {
      const page = await openWith(tcf);
      await tell(page, { gdprApplies, eventStatus: 'useractioncomplete', purpose: consents(...purposes) });
      assert.deepEqual(await sentConsent(), expected);
    });
  }

  it('takes nothing for consent without the purpose to store, or to measure', async () => {
    const page = await openWith(tcf);
    for (const purposes of [[], [1], [7, 8], [1, 7]])
      await tell(page, { gdprApplies, eventStatus: 'useractioncomplete', purpose: consents(...purposes) });
    await tell(page, { gdprApplies, eventStatus: 'useractioncomplete' });
    await isSilent(page);
    assert.equal(await isKept(), false);
  });

  it('is free where the law does not apply', async () => {
    const page = await openWith(tcf);
    await tell(page, { gdprApplies: false, eventStatus: 'tcloaded' });
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
  });

  it('deletes nothing while it asks or when it fails, and everything once the visitor has refused', async () => {
    await cameBefore();
    const page = await openWith(tcf);
    await tell(page, { gdprApplies, eventStatus: 'cmpuishown', purpose: consents() });
    assert.equal(await isKept(), true, 'while it asks');
    await tell(page, null, false);
    await tell(page, {});
    assert.equal(await isKept(), true, 'when it fails');
    await tell(page, { gdprApplies, eventStatus: 'useractioncomplete', purpose: consents() });
    assert.equal(await isKept(), false, 'once refused');
    await isSilent(page);
  });

  it('deletes what is kept of who has refused on an earlier page', async () => {
    await cameBefore();
    const page = await openWith(tcf);
    await tell(page, { gdprApplies, eventStatus: 'tcloaded', purpose: consents() });
    assert.equal(await isKept(), false);
  });

  it('may throw, and then holds everything back', async () => {
    const page = await openWith(`<script>function __tcfapi() { throw new Error('broken') }</script>`);
    await isSilent(page);
  });
});

describe('Global Privacy Control', () => {
  const signal = `<script>Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })</script>`;

  it('denies ads until they are granted by the visitor', async () => {
    const page = await openWith(signal);
    const [event] = await stage.recorder.waitForEvents(1);
    assert.deepEqual(event?.consent, state('granted', 'denied'));
    assert.deepEqual([event?.touch?.click_ids, event?.url?.includes('gclid')], [undefined, false]);
    await page.evaluate(`clickstitch.consent('granted')`);
    assert.deepEqual(await consentNow(page), state('granted', 'granted'));
  });

  it('outweighs what the site has as its default, and every default of a consent tool', async () => {
    const said = `gtag('consent', 'default', ${storage('granted', 'granted')})`;
    await openWith(`${signal}${gtag}<script>${said}</script>`, 'data-consent="granted"');
    assert.deepEqual(await sentConsent(), state('granted', 'denied'));
  });

  it('holds where TCF says that no consent is needed', async () => {
    const page = await openWith(signal + tcf);
    await tell(page, { gdprApplies: false, eventStatus: 'tcloaded' });
    assert.deepEqual(await sentConsent(), state('granted', 'denied'));
  });

  it('gives way to a grant that was given, by whatever tool', async () => {
    await openWith(`${signal}${gtag}<script>gtag('consent', 'update', ${storage('granted', 'granted')})</script>`);
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
    stage.recorder.clear();
    const page = await openWith(signal + tcf);
    await tell(page, { gdprApplies: true, eventStatus: 'tcloaded', purpose: consents(1, 7, 8) });
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
  });

  it('says nothing where it is off', async () => {
    stage.put('/', '', signal.replace('true', 'false') + stage.script());
    await stage.open('www.acme.example');
    assert.deepEqual(await sentConsent(), state('granted', 'granted'));
  });
});
