import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

/** After each of these the stage checks that the page saw no exception and no unhandled rejection. */
const stage = setStage();

const hostileCalls = `
  const cycle = { order_id: 'A-1', value: 1 }; cycle.self = cycle;
  const hostile = new Proxy({}, { get() { throw new Error('get') }, ownKeys() { throw new Error('ownKeys') } });
  const polluting = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}');
  for (const verb of ['init', 'page', 'track', 'identify', 'reset', 'consent']) {
    for (const args of [[], [null], [hostile], ['x', hostile], ['x', cycle], ['x', { n: 1n }], ['x', polluting],
      [Symbol('x')], ['x', window], ['x', document.body], [{}, {}, {}]]) clickstitch[verb](...args);
  }
`;

describe('the page sees no error', () => {
  it('when it calls with nonsense, and the rest still arrives', async () => {
    stage.put('/', `<script>${hostileCalls}</script>`, stage.stub + stage.script('async'));
    const page = await stage.open('shop.example');
    await page.evaluate(hostileCalls);
    await page.evaluate(`track('purchase', cycle); track('fine', { a: 1 })`);
    await page.waitForTimeout(2000);
    const events = stage.recorder.events();
    assert.deepEqual(events.find(({ name }) => name === 'fine')?.props, { a: 1 });
    const purchase = events.find(({ name }) => name === 'purchase');
    assert.deepEqual([purchase?.id, purchase?.value, purchase?.props], ['purchase.A-1', 1, undefined]);
    assert.equal(await page.evaluate('({}).polluted'), undefined);
  });

  it('when the listener of its notes throws, and the rest still arrives', async () => {
    const listen = `clickstitch.debug(() => { throw new Error('listener throws') })`;
    stage.put(
      '/',
      `<script>track('early')</script>`,
      `${stage.stub}<script>${listen}</script>${stage.script('async')}`,
    );
    const page = await stage.open('shop.example');
    await page.evaluate(`track('purchase', { order_id: 'A-1', props: { n: 1n } })`);
    const names = (await stage.recorder.waitForEvents(3)).map(({ name }) => name);
    assert.deepEqual(names.toSorted(), ['early', 'page_view', 'purchase']);
  });

  it('when cookies are off', async () => {
    const off = `Object.defineProperty(document, 'cookie', { get: () => '', set() {} })`;
    stage.put(
      '/',
      `<script>track('purchase', { order_id: 'A-1' })</script>`,
      `<script>${off}</script>${stage.script()}`,
    );
    await stage.open('shop.example', '/?gclid=AbC');
    const events = await stage.recorder.waitForEvents(2);
    assert.equal(events[1]?.touch?.click_ids?.['gclid']?.value, 'AbC');
    assert.deepEqual(await stage.context.cookies(), []);
  });

  it('in a sandboxed frame, where the mere mention of cookies throws', async () => {
    stage.put('/framed', `<script>track('inside')</script>`, stage.script());
    stage.put('/', '<iframe sandbox="allow-scripts" src="/framed?via=anna"></iframe>');
    await stage.open('shop.example');
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ name, touch }) => [name, touch?.referral_code]),
      [
        ['page_view', 'anna'],
        ['inside', 'anna'],
      ],
    );
  });

  it('when nothing can be sent', async () => {
    const broken = [
      `fetch = () => { throw new Error('fetch') }; navigator.sendBeacon = () => { throw new Error('beacon') }`,
      `fetch = () => Promise.reject(new Error('fetch')); navigator.sendBeacon = () => false`,
      'fetch = () => undefined; navigator.sendBeacon = () => false',
      'fetch = undefined; Navigator.prototype.sendBeacon = undefined',
      'fetch = undefined; navigator.sendBeacon = () => false',
    ];
    for (const breakage of broken) {
      stage.put(
        '/',
        `<script>track('purchase', { order_id: 'A-1' })</script>`,
        `<script>${breakage}</script>${stage.script()}`,
      );
      const page = await stage.open('shop.example');
      await page.waitForTimeout(100);
      await page.close();
    }
    assert.deepEqual(stage.recorder.events(), []);
  });

  it('when a policy forbids to send', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`;
    stage.put('/', `<script>track('purchase', { order_id: 'A-1' })</script>`, policy + stage.script());
    const page = await stage.open('shop.example');
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.events(), []);
  });

  it('when what the tag needs is missing or not what it was', async () => {
    const broken = [
      'delete window.crypto; Object.defineProperty(window, "crypto", { value: undefined })',
      'Object.defineProperty(window, "performance", { value: undefined })',
      'window.clickstitch = 1',
      'window.clickstitch = { q: "text", l: 5 }',
      'window.clickstitch = Object.freeze({})',
      'Object.defineProperty(document, "title", { get() { throw new Error("title") } })',
      'Object.defineProperty(document, "currentScript", { get() { throw new Error("script") } })',
      'JSON.stringify = () => { throw new Error("JSON") }',
    ];
    for (const breakage of broken) {
      stage.put(
        '/',
        '<script>if (window.track) track("purchase", { order_id: "A-1" })</script>',
        `<script>${breakage}</script>${stage.script()}`,
      );
      const page = await stage.open('shop.example');
      await page.waitForTimeout(250);
      await page.close();
    }
  });

  it('and neither its clicks nor its back/forward cache are touched', async () => {
    const watch = `
      var listening = [], add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, ...rest) {
        listening.push(type);
        return add.call(this, type, ...rest);
      };
    `;
    stage.put('/', '<a href="/next">next</a>', `<script>${watch}</script>${stage.script()}`);
    stage.put('/next', '');
    const page = await stage.open('shop.example');
    assert.deepEqual(((await page.evaluate('listening')) as string[]).toSorted(), [
      'currententrychange',
      'online',
      'pagehide',
      'pageshow',
      'visibilitychange',
    ]);
    assert.equal(await page.evaluate('String(onbeforeunload) + onunload + onclick'), 'nullnullnull');
    await page.click('a');
    await page.waitForURL('**/next');
  });
});
