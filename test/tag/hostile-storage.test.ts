import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';
import { listener, namesOnce, sentOnce, toldBy } from './witness.ts';

/** After each of these the stage checks that the page saw no exception and no unhandled rejection. */
const stage = setStage();

/** The script element, with somebody who listens. */
const script = (attributes = '') => listener + stage.script(`${attributes} data-debug="true"`);

const purchase = `track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' })`;

describe('where cookies are refused, the page remembers, and debug says so:', () => {
  for (const [how, breakage] of [
    ['they are off', `Object.defineProperty(document, 'cookie', { get: () => '', set() {} })`],
    [
      'their mention throws',
      `Object.defineProperty(document, 'cookie', { get() { throw new Error('get') }, set() { throw new Error('set') } })`,
    ],
    [
      'only writing throws',
      `Object.defineProperty(document, 'cookie', { get: () => '', set() { throw new Error('set') } })`,
    ],
    ['they are something else', `Object.defineProperty(document, 'cookie', { value: 5 })`],
    ['they are full of junk', `document.cookie = '_cst=%E0%A4%A'; document.cookie = '_cst'; document.cookie = '=_cst'`],
  ] as const) {
    it(how, async () => {
      stage.put('/', `<script>${purchase}</script>`, `<script>${breakage}</script>${script()}`);
      const page = await stage.open('shop.example', '/?gclid=AbC');
      await stage.recorder.waitForEvents(2);
      await page.evaluate(`track('later')`);
      await stage.recorder.waitForEvents(3);
      assert.deepEqual(namesOnce(stage.recorder), ['later', 'page_view', 'purchase']);
      for (const { touch } of sentOnce(stage.recorder)) assert.equal(touch?.click_ids?.['gclid']?.value, 'AbC');
      assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
      const verdicts = (await toldBy(page)).map(({ verdict }) => verdict);
      assert.equal(verdicts.includes('not_stored'), how !== 'they are full of junk', `${verdicts}`);
    });
  }

  it('it is a sandboxed frame, which has no storage at all', async () => {
    stage.put('/framed', `<script>${purchase}</script>`, script());
    stage.put('/', '<iframe sandbox="allow-scripts" src="/framed?via=anna"></iframe>');
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    const [, frame] = page.frames();
    await frame?.evaluate(`track('later')`);
    await stage.recorder.waitForEvents(3);
    await page.waitForTimeout(200);
    assert.deepEqual(namesOnce(stage.recorder), ['later', 'page_view', 'purchase']);
    for (const { touch } of sentOnce(stage.recorder)) assert.equal(touch?.referral_code, 'anna');
    const told = frame ? await toldBy(frame) : [];
    assert.ok(told.some(({ verdict, subject }) => verdict === 'not_stored' && subject.includes('purchase.A-1')));
    assert.ok(told.some(({ verdict, subject }) => verdict === 'not_stored' && !subject.includes('purchase.A-1')));
  });
});

describe('where the storage does not take a conversion, it is sent all the same, once, and debug says so:', () => {
  for (const [how, breakage] of [
    [
      'it is full',
      `try { for (let size = 2 ** 22, n = 0; size >= 1; ) { try { localStorage.setItem(n++, 'x'.repeat(size)) } catch { size /= 2 } } } catch {}`,
    ],
    ['its mention throws', `Object.defineProperty(window, 'localStorage', { get() { throw new Error('storage') } })`],
    ['it is missing', `Object.defineProperty(window, 'localStorage', { value: undefined })`],
    ['it is null', `Object.defineProperty(window, 'localStorage', { value: null })`],
    [
      'every method throws',
      `for (const name of ['getItem', 'setItem', 'removeItem', 'key']) Storage.prototype[name] = () => { throw new Error(name) }`,
    ],
  ] as const) {
    it(how, async () => {
      stage.put('/', `<script>${purchase}; track('lead')</script>`, `<script>${breakage}</script>${script()}`);
      const page = await stage.open('shop.example');
      await stage.recorder.waitForEvents(3);
      await page.waitForTimeout(300);
      assert.deepEqual(namesOnce(stage.recorder), ['lead', 'page_view', 'purchase']);
      const lost = (await toldBy(page)).filter(({ verdict }) => verdict === 'not_stored');
      assert.ok(
        lost.some(({ subject, reason }) => subject.includes('purchase.A-1') && /Error/.test(reason)),
        JSON.stringify(lost),
      );
    });
  }

  it('it breaks between keeping and settling', async () => {
    const later = `<script>${purchase}; Storage.prototype.removeItem = () => { throw new Error('remove') }</script>`;
    stage.put('/', later, script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    await page.waitForTimeout(300);
    await page.evaluate(`track('later')`);
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(namesOnce(stage.recorder), ['later', 'page_view', 'purchase']);
  });

  it('it holds junk under our names', async () => {
    const junk = `<script>
      for (const text of ['', 'null', '5', '{', '[]', '["x"]', '[0, 5, {}]', '{"at":1}']) localStorage.setItem('_cst:' + text, text);
    </script>`;
    stage.put('/', `<script>${purchase}</script>`, junk + script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    await page.waitForTimeout(500);
    assert.deepEqual(namesOnce(stage.recorder), ['page_view', 'purchase']);
  });
});
