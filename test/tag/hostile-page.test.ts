import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';
import { listener, namesOnce, sentOnce, toldBy } from './witness.ts';

/** After each of these the stage checks that the page saw no exception and no unhandled rejection. */
const stage = setStage();

/** The script element, with somebody who listens. */
const script = (attributes = '') => listener + stage.script(`${attributes} data-debug="true"`);

const purchase = `track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR', items: [{ item_id: 'X' }], list: [1, 'two'] })`;

describe('a frozen history', () => {
  for (const [how, breakage] of [
    ['in a browser with the Navigation API', ''],
    ['in one without', `Object.defineProperty(window, 'navigation', { value: undefined });`],
  ] as const) {
    it(`${how} hurts nobody`, async () => {
      stage.put(
        '/',
        '',
        `<script>${breakage}Object.freeze(history); Object.freeze(History.prototype)</script>${script()}`,
      );
      const page = await stage.open('shop.example', '/?via=anna');
      await stage.recorder.waitForEvents(1);
      await page.evaluate(`history.pushState({ n: 1 }, '', '/one')`);
      await page.waitForTimeout(60);
      await page.evaluate('history.back()');
      await page.waitForTimeout(500);
      const views = sentOnce(stage.recorder).map(({ url }) => new URL(url ?? '').pathname);
      assert.deepEqual(views, breakage ? ['/'] : ['/', '/one', '/']);
      await page.evaluate(purchase);
      await page.waitForTimeout(300);
      assert.ok(namesOnce(stage.recorder).includes('purchase'));
      const hasError = (await toldBy(page)).some(({ verdict }) => verdict === 'error');
      assert.equal(hasError, breakage !== '', 'debug says that the views are not seen');
    });
  }
});

describe('two copies of the tag are one:', () => {
  const core = () => script().replace('tag.js', 'tag.core.js');
  for (const [how, head] of [
    ['both whole, behind the stub', () => stage.stub + script() + script()],
    ['both whole, without it', () => script() + script()],
    ['both async', () => stage.stub + script('async') + script('async')],
    ['the smallest first', () => stage.stub + core() + script()],
    ['the smallest last', () => script() + core()],
    ['stub, script, stub, script', () => stage.stub + script() + stage.stub + script()],
  ] as const) {
    it(how, async () => {
      stage.put('/', `<script>addEventListener('load', () => { ${purchase} })</script>`, head());
      const page = await stage.open('shop.example', '/?via=anna');
      await stage.recorder.waitForEvents(2);
      await page.evaluate(`history.pushState(null, '', '/one')`);
      await page.waitForTimeout(1000);
      const views = how === 'the smallest first' ? ['page_view'] : ['page_view', 'page_view'];
      assert.deepEqual(namesOnce(stage.recorder), [...views, 'purchase']);
    });
  }
});

describe('a clock that is wrong', () => {
  const hour = 3_600_000;
  const shifted = (by: number) => `<script>var by = ${by}, now = Date.now; Date.now = () => now() + by</script>`;
  for (const by of [hour, -hour]) {
    it(`by ${by} ms can be told from what is sent, and confuses nothing`, async () => {
      stage.put('/', `<script>${purchase}</script>`, shifted(by) + script());
      const page = await stage.open('shop.example', '/?gclid=AbC');
      await stage.recorder.waitForEvents(2);
      await page.waitForTimeout(300);
      for (const { batch, at } of stage.recorder.recordings) {
        assert.ok(Math.abs(Number(batch.sent_at) - at - by) < 10_000);
        for (const { occurred_at } of batch.events) assert.ok(Number(batch.sent_at) - Number(occurred_at) < 10_000);
      }
      assert.deepEqual(namesOnce(stage.recorder), ['page_view', 'purchase']);
      stage.put('/', `<script>track('later')</script>`, script());
      await page.goto(stage.url('shop.example'));
      await page.evaluate(`clickstitch.identify('user_1')`);
      const events = await stage.recorder.waitForEvents(5);
      assert.equal(events.find(({ name }) => name === 'later')?.touch?.click_ids?.['gclid']?.value, 'AbC');
      assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
      await page.goto(stage.url('shop.example', '/?again'));
      const more = await stage.recorder.waitForEvents(7);
      assert.equal(more.find(({ url }) => url?.endsWith('?again'))?.user?.user_id, 'user_1');
    });
  }

  it('and jumps while the page lives is followed', async () => {
    stage.put('/', '', shifted(0) + script());
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await stage.recorder.waitForEvents(1);
    for (const [n, by] of [hour, -hour, 0, Number.NaN, -1e15].entries()) {
      await page.evaluate(`by = ${by}; clickstitch.identify('user_${n}'); track('at_${n}')`);
      await page.waitForTimeout(300);
    }
    const names = sentOnce(stage.recorder).map(({ name }) => name);
    for (const n of [0, 1, 2]) {
      const event = sentOnce(stage.recorder).find(({ name }) => name === `at_${n}`);
      assert.deepEqual(
        [event?.user?.user_id, event?.touch?.click_ids?.['gclid']?.value],
        [`user_${n}`, 'AbC'],
        `${names}`,
      );
    }
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
  });
});

describe('500 kB of query string', () => {
  it('are cut, and the campaign in them is read', async () => {
    const long = `<script>history.replaceState(null, '', '/?x=' + 'a'.repeat(250_000) + '&gclid=AbC&y=' + 'b'.repeat(250_000) + '&ttclid=' + 'c'.repeat(5000))</script>`;
    stage.put('/', `<script>${purchase}</script>`, long + script());
    const page = await stage.open('shop.example');
    const events = await stage.recorder.waitForEvents(2);
    await page.waitForTimeout(300);
    assert.deepEqual(namesOnce(stage.recorder), ['page_view', 'purchase']);
    for (const { url, touch } of events) {
      assert.equal(url?.length, 2048);
      assert.deepEqual(Object.keys(touch?.click_ids ?? {}), ['gclid']);
    }
    assert.equal((await stage.context.cookies()).filter(({ name }) => name === '_cst').length, 1);
    await page.evaluate(`history.pushState(null, '', '/?utm_source=' + 'd'.repeat(500_000)); track('later')`);
    await page.waitForTimeout(400);
    assert.deepEqual(namesOnce(stage.recorder), ['later', 'page_view', 'page_view', 'purchase']);
  });

  it('of ten thousand parameters do not hold the page up', async () => {
    const many = `<script>history.replaceState(null, '', '/?' + Array.from({ length: 20_000 }, (_, n) => 'utm_p' + n + '=' + n).join('&') + '&via=anna')</script>`;
    stage.put('/', `<script>${purchase}</script>`, many + script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    const took = await page.evaluate<number>('performance.timing.domComplete - performance.timing.responseEnd');
    assert.ok(took < 3000, `${took} ms`);
    assert.deepEqual(namesOnce(stage.recorder), ['page_view', 'purchase']);
    const longest = Math.max(...sentOnce(stage.recorder).map((event) => JSON.stringify(event).length));
    assert.ok(longest < 16_000, `an event of ${longest} characters is refused`);
  });
});

describe('elements that take the names of the document', () => {
  for (const name of ['title', 'cookie', 'hidden', 'referrer', 'body', 'forms', 'location', 'clickstitch', 'fetch']) {
    it(`cost at most what they hide: ${name}`, async () => {
      for (const tag of ['form', 'img']) {
        const taken = `<${tag} name="${name}" id="${name}"></${tag}>`;
        stage.put('/', `${taken}<script>clickstitch.track('one')</script>${script()}`, stage.stub);
        const page = await stage.open('shop.example');
        await stage.recorder.waitForEvents(tag === 'form' ? 2 : 4);
        await page.close();
      }
      assert.deepEqual(namesOnce(stage.recorder), ['one', 'one', 'page_view', 'page_view']);
    });
  }

  it('or those of the window leave the tag its own', async () => {
    stage.put(
      '/',
      `<div id="clickstitch"></div><form name="track"></form>${script()}<script>clickstitch.track('one')</script>`,
    );
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(namesOnce(stage.recorder), ['one', 'page_view']);
  });
});

describe('an old framework', () => {
  for (const [how, breakage] of [
    ['that gives texts a toJSON', `String.prototype.toJSON = function () { return '"' + this + '"' }`],
    ['that adds to every object', 'Object.prototype.extend = function () {}; Object.prototype.each = function () {}'],
    ['that adds to every array', 'Array.prototype.each = function () {}; Array.prototype.remove = function () {}'],
    ['that has an Array.from of its own', 'Array.from = (item) => item == null ? [] : [item]'],
    ['that has a Math.random of its own', 'Math.random = () => 0.5'],
    [
      'that returns from forEach',
      'Array.prototype.forEach = function (fn, self) { for (let i = 0; i < this.length; i++) fn.call(self, this[i], i, this); return this }',
    ],
  ] as const) {
    it(`${how} changes nothing`, async () => {
      stage.put('/', `<script>${purchase}</script>`, `<script>${breakage}</script>${script()}`);
      const page = await stage.open('shop.example', '/?gclid=AbC');
      await stage.recorder.waitForEvents(2);
      await page.waitForTimeout(300);
      assert.deepEqual(namesOnce(stage.recorder), ['page_view', 'purchase']);
      const event = sentOnce(stage.recorder).find(({ name }) => name === 'purchase');
      assert.deepEqual([event?.id, event?.currency, event?.items], ['purchase.A-1', 'EUR', [{ item_id: 'X' }]]);
      assert.deepEqual([event?.props, event?.bot_signals], [{ list: [1, 'two'] }, ['webdriver']]);
      assert.equal(event?.touch?.click_ids?.['gclid']?.value, 'AbC');
      assert.equal((await stage.context.cookies()).filter(({ name }) => name === '_cst').length, 1);
    });
  }
});
