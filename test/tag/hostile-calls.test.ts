import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';
import { listener, namesOnce, sentOnce, toldBy } from './witness.ts';

/** After each of these the stage checks that the page saw no exception and no unhandled rejection. */
const stage = setStage();

/** The script element, with somebody who listens. */
const script = (attributes = '') => listener + stage.script(`${attributes} data-debug="true"`);

describe('properties that cannot be sent are left out, the event is not, and debug says so:', () => {
  for (const [how, props] of [
    ['a cycle', '(() => { const cycle = { a: {} }; cycle.a.b = cycle; return cycle })()'],
    ['a bigint', '{ n: 1n }'],
    ['a getter deep inside that throws', `{ a: { get n() { throw new Error('get') } } }`],
    ['a toJSON that throws', `{ a: { toJSON() { throw new Error('toJSON') } } }`],
    ['a toJSON of their own that throws', `{ toJSON() { throw new Error('toJSON') } }`],
    ['200 kB', `{ text: 'x'.repeat(200_000) }`],
    ['a million items', '{ items: Array(1_000_000).fill({}) }'],
    [
      'depth without end',
      '(() => { let deep = {}; for (let n = 0; n < 50_000; n++) deep = { deep }; return { deep } })()',
    ],
  ] as const) {
    it(how, async () => {
      stage.put('/', '', script());
      const page = await stage.open('shop.example');
      await stage.recorder.waitForEvents(1);
      await page.evaluate(`var props = ${props};
        clickstitch.track('odd', props); clickstitch.page(props); clickstitch.identify('user_1', { traits: props });
        clickstitch.track('fine', { n: 1 });`);
      await stage.recorder.waitForEvents(5);
      await page.waitForTimeout(300);
      assert.deepEqual(namesOnce(stage.recorder), ['fine', 'identify', 'odd', 'page_view', 'page_view']);
      const { props: sent, user } = sentOnce(stage.recorder).find(({ name }) => name === 'fine') ?? {};
      assert.deepEqual([sent, user?.user_id], [{ n: 1 }, 'user_1']);
      const told = await toldBy(page);
      assert.ok(
        told.some(({ verdict }) => verdict === 'dropped' || verdict === 'error'),
        JSON.stringify(told),
      );
    });
  }

  it('but an order keeps its id, value and currency', async () => {
    stage.put('/', '', script());
    const page = await stage.open('shop.example');
    await page.evaluate(`var order = { order_id: 7, value: '9.90', currency: 'EUR', n: 1n, items: [{ self: 1n }] };
      track('purchase', order);`);
    const event = (await stage.recorder.waitForEvents(2)).find(({ name }) => name === 'purchase');
    assert.deepEqual(
      [event?.id, event?.order_id, event?.value, event?.currency, event?.props],
      ['purchase.7', '7', '9.90', 'EUR', undefined],
    );
  });
});

describe('properties that cannot even be looked at cost the page nothing, and debug says so:', () => {
  for (const [how, props] of [
    ['a getter that throws', `{ get n() { throw new Error('get') } }`],
    [
      'a Proxy that answers nothing',
      `new Proxy({}, { get() { throw new Error('get') }, ownKeys() { throw new Error('keys') } })`,
    ],
  ] as const) {
    it(how, async () => {
      stage.put('/', '', script());
      const page = await stage.open('shop.example');
      await page.evaluate(`var props = ${props};
        track('odd', props); clickstitch.page(props); clickstitch.identify(props); clickstitch.identify('user_1', props);
        clickstitch.consent(props); clickstitch.init(props); track('fine', { n: 1 });`);
      await page.waitForTimeout(500);
      const names = namesOnce(stage.recorder);
      assert.ok(names.includes('fine') && names.includes('page_view'), `${names}`);
      assert.ok((await toldBy(page)).some(({ verdict }) => verdict === 'error'));
    });
  }
});

describe('names of the language', () => {
  it('are properties like others, and change nothing in the page', async () => {
    stage.put('/', '', script());
    const page = await stage.open('shop.example');
    await page.evaluate(`
      var props = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "prototype": 1, "toString": 2, "a": 1}');
      track('__proto__', props); track('constructor', { props }); clickstitch.page(props);
      clickstitch.identify({ user_id: '__proto__', traits: props }); clickstitch.consent(props); clickstitch.consent('__proto__');
      track('fine');
    `);
    await page.waitForTimeout(500);
    const names = ['__proto__', 'constructor', 'fine', 'identify', 'page_view', 'page_view'];
    assert.deepEqual(namesOnce(stage.recorder), names);
    const sent = sentOnce(stage.recorder);
    const first = sent.find(({ name }) => name === '__proto__')?.props;
    assert.deepEqual([first?.['constructor'], first?.['a']], [{ prototype: { polluted: 1 } }, 1]);
    assert.equal(await page.evaluate('[({}).polluted, Object.prototype.polluted, [].polluted].join()'), ',,');
  });

  it('in the query are parameters like others', async () => {
    stage.put('/', '', script());
    const page = await stage.open(
      'shop.example',
      '/?__proto__=1&constructor=2&utm___proto__=x&utm_constructor=y&utm_source=news&gclid=AbC',
    );
    await page.evaluate(`track('later')`);
    const events = await stage.recorder.waitForEvents(2);
    for (const { touch } of events) {
      assert.equal(touch?.utm?.['source'], 'news');
      assert.equal(touch?.click_ids?.['gclid']?.value, 'AbC');
    }
    assert.equal(await page.evaluate('({}).x'), undefined);
  });
});

describe('10,000 calls', () => {
  for (const [when, attributes] of [
    ['at once', ''],
    ['before the script is there', 'async'],
    ['before consent', 'data-consent="denied"'],
  ] as const) {
    it(`${when} all arrive, once, and the page stays responsive`, async () => {
      const loop = `
        var longest = 0, last = performance.now();
        setInterval(() => { longest = Math.max(longest, performance.now() - last); last = performance.now() }, 20);
        var began = performance.now();
        for (let n = 0; n < 10_000; n++) track('call', { n });
        var took = performance.now() - began;
        if (${when === 'before consent'}) setTimeout(() => clickstitch.consent('granted'), 300);
      `;
      stage.recorder.scriptDelay = 200;
      stage.put('/', `<script>${loop}</script>`, stage.stub + script(attributes));
      const page = await stage.open('shop.example', '/?via=anna');
      const count = when === 'before consent' ? 10_000 : 10_001;
      const deadline = Date.now() + 30_000;
      while (stage.recorder.events().length < count && Date.now() < deadline) await page.waitForTimeout(200);
      await page.waitForTimeout(1000);
      const calls = sentOnce(stage.recorder).filter(({ name }) => name === 'call');
      const missing = 10_000 - new Set(calls.map(({ props }) => props?.['n'])).size;
      const [took, longest] = (await page.evaluate('[took, longest]')) as [number, number];
      const requests = stage.recorder.recordings.length;
      assert.ok(missing <= (when === 'before consent' ? 1 : 0), `${missing} are missing`);
      // Both would be a tenth of that on a machine that does nothing else.
      assert.ok(took < 10_000 && longest < 10_000, `the loop took ${took} ms, the page was stuck for ${longest} ms`);
      assert.ok(requests < 2000, `${requests} requests`);
    });
  }
});
