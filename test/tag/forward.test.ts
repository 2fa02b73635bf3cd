import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { adNames } from '../../packages/tag/src/interop/pixel-names.ts';
import { allStubs, pixelCalls, pixelIds, stubs } from './pixel-stubs.ts';
import { setStage } from './stage.ts';

const stage = setStage();
const all = 'data-forward="fbq,ttq,gtag"';
const purchase = `track('purchase', { order_id: 'A-1', value: '49.90', currency: 'EUR', items: [{ item_id: 'SKU-1', price: 49.9 }] })`;
const none = { fbq: [], ttq: [], gtag: [] };
const each = (...ids: unknown[]) => ({ fbq: ids, ttq: ids, gtag: ids });

/** Opens a page with pixels in front of the tag, and waits for its view. */
async function openWith(before: string, attributes = all, body = '') {
  stage.put('/', body, `${before}${stage.script(attributes)}`);
  const page = await stage.open('shop.example');
  await stage.recorder.waitForEvents(1);
  return page;
}
const idsOf = (name: string) =>
  stage.recorder
    .events()
    .filter((event) => event.name === name)
    .map(({ id }) => id);

describe('an event', () => {
  it('is told to each pixel under the id under which the collector has it', async () => {
    const page = await openWith(allStubs);
    await page.evaluate(`${purchase}; track('seen', { a: 1 })`);
    await stage.recorder.waitForEvents(3);
    const [seen] = idsOf('seen');
    assert.deepEqual(idsOf('purchase'), ['purchase.A-1']);
    assert.match(seen ?? '', /^[\da-f-]{36}$/);
    const contents = { value: 49.9, currency: 'EUR', content_type: 'product' };
    assert.deepEqual(await pixelCalls(page), {
      fbq: [
        [
          ...['track', 'Purchase'],
          { ...contents, contents: [{ id: 'SKU-1', quantity: 1, item_price: 49.9 }], content_ids: ['SKU-1'] },
          { eventID: 'purchase.A-1' },
        ],
        ['trackCustom', 'seen', {}, { eventID: seen }],
      ],
      ttq: [
        [
          ...['track', 'Purchase'],
          { ...contents, contents: [{ content_id: 'SKU-1', quantity: 1, price: 49.9 }] },
          { event_id: 'purchase.A-1' },
        ],
        ['track', 'seen', {}, { event_id: seen }],
      ],
      gtag: [
        [
          ...['event', 'purchase'],
          {
            ...{ transaction_id: 'A-1', value: 49.9, currency: 'EUR', event_id: 'purchase.A-1' },
            items: [{ item_id: 'SKU-1', price: 49.9 }],
          },
        ],
        ['event', 'seen', { event_id: seen }],
      ],
    });
  });

  it('goes to those pixels only that are named', async () => {
    const page = await openWith(allStubs, `data-forward='["ttq"]'`);
    await page.evaluate(purchase);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(await pixelIds(page), { ...none, ttq: ['purchase.A-1'] });
    for (const attributes of ['', 'data-forward="false"', 'data-forward=""', 'data-forward="constructor,fb"']) {
      stage.recorder.clear();
      const other = await openWith(allStubs, attributes);
      await other.evaluate(`track('lead', { order_id: 'L-1' })`);
      await stage.recorder.waitForEvents(2);
      assert.deepEqual(await pixelIds(other), none, attributes);
    }
  });

  it('is no view of a page, and never who it was, hashed or not', async () => {
    for (const attributes of ['', 'data-hash-identity="true"']) {
      stage.recorder.clear();
      const page = await openWith(allStubs, `${all} ${attributes}`);
      await page.evaluate(`
        clickstitch.identify('user_1', { email: 'jane@acme.example', phone: '+4930123456', traits: { name: 'Jane' } });
        clickstitch.page(); clickstitch.reset();
        track('lead', { email: 'jane@acme.example', name: 'Jane', phone: '+4930123456' });
      `);
      await stage.recorder.waitForEvents(5);
      assert.deepEqual(await pixelIds(page), each(...idsOf('lead')));
      assert.doesNotMatch(JSON.stringify(await pixelCalls(page)), /jane|acme|4930|user/i);
    }
  });

  it('is told as beforeSend has changed it, and not at all if that has dropped it', async () => {
    const page = await openWith(
      `${allStubs}<script>window.hook = (event) => event.name === 'secret' ? null : { ...event, id: 'id_' + event.name, value: 7 }</script>`,
      `${all} data-before-send="hook"`,
    );
    await page.evaluate(`track('secret'); track('lead', { value: 1 })`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(await pixelIds(page), each('id_lead'));
    assert.deepEqual((await pixelCalls(page)).fbq[0]?.[2], { value: 7 });
  });

  it('is told to what the vendor has put into the place of its stub', async () => {
    const page = await openWith(allStubs);
    await page.evaluate(`window.told = [];
      fbq.callMethod = (...args) => told.push(['fbq', args.at(-1).eventID]);
      ttq = { track(...args) { told.push(['ttq', this === window.ttq, args.at(-1).event_id]) } };
      ${purchase}`);
    assert.deepEqual(await page.evaluate('told'), [
      ['fbq', 'purchase.A-1'],
      ['ttq', true, 'purchase.A-1'],
    ]);
  });

  it('is told on a page that has no `dataLayer`, however early it happens', async () => {
    const page = await openWith(stubs.fbq, all, `<script>${purchase}</script>`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(await pixelIds(page), { ...none, fbq: ['purchase.A-1'] });
  });
});

describe('a pixel', () => {
  it('that is not there is left out, with a note, and told from when it is', async () => {
    const page = await openWith(stubs.gtag);
    await page.evaluate(
      `var notes = []; clickstitch.debug((...note) => notes.push(note)); track('lead', { order_id: 1 })`,
    );
    await stage.recorder.waitForEvents(2);
    const about = `notes.filter(([, verdict]) => /forwarded/.test(verdict)).map(([, verdict, { id }, why]) => [verdict, id, why])`;
    assert.deepEqual(await page.evaluate(about), [
      ['not_forwarded', 'lead.1', 'fbq: not in this page'],
      ['not_forwarded', 'lead.1', 'ttq: not in this page'],
      ['forwarded', 'lead.1', 'gtag'],
    ]);
    await page.evaluate(`window.ttq = { track: (...args) => { window.told = args } }; track('lead', { order_id: 2 })`);
    assert.deepEqual(await page.evaluate('told'), ['Lead', {}, { event_id: 'lead.2' }]);
    assert.deepEqual((await pixelIds(page)).gtag, ['lead.1', 'lead.2']);
  });

  it('that breaks costs neither the page, nor the other pixels, nor the collector anything', async () => {
    const broken = `<script>
      window.fbq = () => { throw new Error('fbq') };
      window.ttq = { get track() { throw new Error('ttq') } };
    </script>`;
    const page = await openWith(`${broken}${stubs.gtag}`);
    assert.equal(await page.evaluate(`${purchase}; 'on'`), 'on');
    await stage.recorder.waitForEvents(2);
    assert.deepEqual((await pixelIds(page)).gtag, ['purchase.A-1']);
    await page.evaluate(`fbq = (...args) => { window.told = args }; ${purchase}`);
    assert.deepEqual(await page.evaluate('told.at(-1)'), { eventID: 'purchase.A-1' }, 'it was not told before');
  });

  it('that changes what it is given changes nothing of the event, nor of what the page gave', async () => {
    const page = await openWith(`<script>
      window.dataLayer = []; window.gtag = (command, name, said) => { said.items[0].item_id = 'changed'; said.items.push({}) };
    </script>`);
    const given = await page.evaluate(`const items = [{ item_id: 'SKU-1' }]; track('view_item', { items }); items`);
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(events.find(({ name }) => name === 'view_item')?.items, [{ item_id: 'SKU-1' }]);
    assert.deepEqual(given, [{ item_id: 'SKU-1' }]);
  });
});

describe('an order', () => {
  const kept = `JSON.parse(localStorage.getItem('_cst_forwarded'))`;

  it('is told once in a browser, however often the page of thanks is loaded; the collector knows it by its id', async () => {
    const thanks = `<script>${purchase}; track('seen')</script>`;
    const page = await openWith(allStubs, all, thanks);
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(await pixelIds(page), each('purchase.A-1', ...idsOf('seen')));
    assert.deepEqual(await page.evaluate(kept), ['fbq purchase.A-1', 'ttq purchase.A-1', 'gtag purchase.A-1']);
    stage.recorder.clear();
    await page.reload();
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(idsOf('purchase'), ['purchase.A-1']);
    assert.deepEqual(await pixelIds(page), each(...idsOf('seen')), 'what is no order happens again');
    await page.evaluate(`track('refund', { order_id: 'A-1' }); track('refund', { order_id: 'A-1' })`);
    assert.deepEqual(await pixelIds(page), each(...idsOf('seen'), 'refund.A-1'));
  });

  it('is told where nothing can be stored', async () => {
    const refusing = `<script>Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })</script>`;
    const page = await openWith(`${refusing}${allStubs}`);
    await page.evaluate(`${purchase}; ${purchase}`);
    assert.deepEqual(await pixelIds(page), each('purchase.A-1'));
    await page.reload();
    await page.waitForFunction('Object.hasOwn(dataLayer, "push")');
    await page.evaluate(purchase);
    assert.deepEqual(await pixelIds(page), each('purchase.A-1'));
  });

  it('is no longer known of whom has withdrawn', async () => {
    for (const withdrawn of [`'denied'`, `{ ads: 'denied' }`]) {
      stage.recorder.clear();
      const page = await openWith(allStubs);
      await page.evaluate(purchase);
      assert.equal(((await page.evaluate(kept)) as unknown[]).length, 3);
      await page.evaluate(`clickstitch.consent(${withdrawn})`);
      assert.equal(await page.evaluate(kept), null);
    }
  });
});

describe('consent', () => {
  it('to ads is what it takes; what happened before it is not told of', async () => {
    const page = await openWith(allStubs, `${all} data-consent='{"ads":"denied"}'`);
    await page.evaluate(`track('lead', { order_id: 1 })`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(await pixelIds(page), none);
    assert.equal(await page.evaluate('localStorage.getItem("_cst_forwarded")'), null);
    await page.evaluate(`clickstitch.consent('granted'); track('lead', { order_id: 2 })`);
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(await pixelIds(page), each('lead.2'));
    await page.evaluate(`clickstitch.consent({ ads: 'denied' }); track('lead', { order_id: 3 })`);
    await stage.recorder.waitForEvents(4);
    assert.deepEqual(await pixelIds(page), each('lead.2'));
  });

  it('to analytics is, too, where events go without ids, and lets go what was held', async () => {
    const cookieless = await openWith(allStubs, `${all} data-consent='{"analytics":"denied"}' data-cookieless="true"`);
    await cookieless.evaluate(purchase);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(await pixelIds(cookieless), none);

    stage.recorder.clear();
    stage.put('/', `<script>${purchase}</script>`, `${allStubs}${stage.script(`${all} data-consent="denied"`)}`);
    const page = await stage.open('shop.example');
    await page.waitForFunction('Object.hasOwn(dataLayer, "push")');
    assert.deepEqual(await pixelIds(page), none);
    await page.evaluate(`clickstitch.consent('granted')`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(await pixelIds(page), each('purchase.A-1'));
  });
});

it('is documented by the names that are in the source', () => {
  const text = readFileSync(new URL('../../docs/pixels.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` \| `(\w+)` \| `(\w+)` \| `(\w+)` \|$/gm)].map(([, ...cells]) => cells);
  const ga4 = (name: string) => (name === 'lead' ? 'generate_lead' : name);
  assert.deepEqual(
    rows.filter(([name]) => name !== 'refund'),
    [...adNames].map(([name, theirs]) => [name, theirs, theirs, ga4(name)]),
  );
});
