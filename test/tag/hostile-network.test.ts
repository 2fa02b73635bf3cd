import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';
import { listener, namesOnce, toldBy, untilTold } from './witness.ts';

/** After each of these the stage checks that the page saw no exception and no unhandled rejection. */
const stage = setStage();

/** The script element, with somebody who listens. */
const script = (attributes = '') => listener + stage.script(`${attributes} data-debug="true"`);

const purchase = `track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' })`;

/** Pauses between attempts are random; so they are none. */
const impatient = 'Math.random = () => 0';

async function openWith(breakage: string, head = ''): Promise<Page> {
  const broken = `<script>${impatient}; ${breakage}</script>`;
  stage.put('/', `<script>${purchase}</script>`, head + broken + script());
  return await stage.open('shop.example');
}

describe('what cannot be sent is given up after a few attempts, and debug says so:', () => {
  const noBeacon = 'navigator.sendBeacon = () => { throw new Error("beacon") }';
  for (const [how, breakage] of [
    ['neither fetch nor sendBeacon is there', 'fetch = undefined; Navigator.prototype.sendBeacon = undefined'],
    ['there is no fetch, and beacons are refused', 'fetch = undefined; navigator.sendBeacon = () => false'],
    ['there is no fetch, and sendBeacon throws', `fetch = undefined; ${noBeacon}`],
    ['fetch throws', `fetch = () => { throw new Error('fetch') }; ${noBeacon}`],
    ['fetch throws what is no error', `fetch = () => { throw null }`],
    ['fetch rejects', `fetch = () => Promise.reject(undefined)`],
    ['fetch answers nothing', 'fetch = () => undefined'],
    ['fetch answers with an error without headers', 'fetch = async () => ({ status: 503 })'],
    ['fetch is no function', 'fetch = {}'],
    ['Blob is missing', 'Blob = undefined'],
  ] as const) {
    it(how, async () => {
      const page = await openWith(breakage);
      const told = await untilTold(page, 'given_up');
      assert.ok(told.filter(({ verdict }) => verdict === 'failed').length <= 10, JSON.stringify(told));
      assert.deepEqual(stage.recorder.events(), []);
    });
  }
});

describe('the page goes on, whatever its fetch has become:', () => {
  for (const [how, breakage, verdict] of [
    ['it never answers', 'fetch = () => new Promise(() => {})', 'sent'],
    ['it answers with anything', 'fetch = async () => ({})', 'refused'],
    ['it answers with what throws', `fetch = async () => ({ get status() { throw new Error('status') } })`, 'given_up'],
    ['it answers with a page', `fetch = async () => new Response('<html>', { status: 200 })`, 'taken'],
    [
      'it answers with something like a promise',
      `fetch = () => ({ then(resolve) { resolve({ status: 204 }); resolve() } })`,
      'taken',
    ],
  ] as const) {
    it(how, async () => {
      const page = await openWith(breakage);
      await page.evaluate(`for (let n = 0; n < 100; n++) track('more', { text: 'x'.repeat(2000) })`);
      await untilTold(page, verdict);
    });
  }

  it('it is missing, and a beacon goes in its place, once', async () => {
    const page = await openWith('fetch = undefined');
    await stage.recorder.waitForEvents(2);
    await page.waitForTimeout(400);
    // Beacons of the page before may still come.
    const names = namesOnce(stage.recorder).filter((name) => name !== 'more');
    assert.deepEqual(names, ['page_view', 'purchase']);
    assert.ok((await toldBy(page)).some(({ verdict }) => verdict === 'sent'));
  });

  it('it is wrapped by the page, which may look at what goes out', async () => {
    const page = await openWith('var own = fetch, calls = 0; fetch = (...args) => { calls++; return own(...args) }');
    await stage.recorder.waitForEvents(2);
    await page.waitForTimeout(300);
    assert.deepEqual(namesOnce(stage.recorder), ['page_view', 'purchase']);
    assert.equal(await page.evaluate('calls'), stage.recorder.recordings.length);
  });
});

describe('a Content-Security-Policy', () => {
  it('that forbids to send is told by debug', async () => {
    const page = await openWith('', `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`);
    const told = await untilTold(page, 'given_up');
    assert.ok(
      told.some(({ verdict, reason }) => verdict === 'failed' && /TypeError/.test(reason)),
      JSON.stringify(told),
    );
    assert.deepEqual(stage.recorder.recordings, []);
  });

  it('that lets only the script itself in is told by debug, and costs only what the other file does', async () => {
    const policy = `script-src 'unsafe-inline' ${stage.recorder.origin}/tag.js`;
    stage.put(
      '/',
      '',
      `<meta http-equiv="Content-Security-Policy" content="${policy}">${script(`data-goals='[{"event":"lead","url":"/"}]'`)}`,
    );
    const page = await stage.newPage();
    await page.goto(stage.url('shop.example'));
    await stage.recorder.waitForEvents(1);
    // Such a policy forbids to evaluate, but not to whom drives the browser.
    const told = await untilTold(page, 'failed');
    assert.ok(
      told.some(({ verdict, subject }) => verdict === 'failed' && /^tag\.extra\./.test(subject)),
      JSON.stringify(told),
    );
    assert.deepEqual(namesOnce(stage.recorder), ['page_view']);
  });
});

describe('a content blocker', () => {
  it('that eats what is sent is tried five times, and again only with what comes later', async () => {
    let eaten = 0;
    await stage.context.route(`${stage.recorder.origin}/e`, (route) => {
      eaten++;
      return route.abort('blockedbyclient');
    });
    stage.put('/', '', `<script>${impatient}</script>${script()}`);
    const page = await stage.open('shop.example');
    await untilTold(page, 'given_up');
    await page.waitForTimeout(400);
    assert.equal(eaten, 5);
    await stage.context.unroute(`${stage.recorder.origin}/e`);
    await page.evaluate(purchase);
    await stage.recorder.waitForEvents(1);
    await page.waitForTimeout(300);
    assert.deepEqual(namesOnce(stage.recorder), ['purchase']);
  });

  it('that eats the script leaves the stub, to which the page can talk on', async () => {
    await stage.context.route('**/tag.js', (route) => route.abort('blockedbyclient'));
    stage.put('/', `<script>${purchase}; clickstitch.consent('denied')</script>`, stage.stub + script('async'));
    const page = await stage.open('shop.example');
    await page.evaluate(
      `track('later'); clickstitch.page(); clickstitch.identify('user_1'); clickstitch.reset(); clickstitch.debug()`,
    );
    assert.equal(await page.evaluate('clickstitch.q.length'), 7);
  });

  it('that eats only the rarely needed file costs nothing else', async () => {
    await stage.context.route(/tag\.extra\./, (route) => route.abort('blockedbyclient'));
    stage.put('/', `<script>${purchase}</script>`, script(`data-goals='[{"event":"lead","url":"/"}]'`));
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    await untilTold(page, 'failed');
    assert.deepEqual(namesOnce(stage.recorder), ['page_view', 'purchase']);
  });

  for (const attribute of [`data-consent='{"ads":"denied"}'`, 'data-hash-identity="true"']) {
    it(`that eats it where nothing may go without it has nothing sent or stored, and debug says so: ${attribute}`, async () => {
      await stage.context.route(/tag\.extra\./, (route) => route.abort('blockedbyclient'));
      stage.put('/', `<script>${purchase}</script>`, script(attribute));
      const page = await stage.open('shop.example', '/?gclid=AbC');
      const verdicts = (await untilTold(page, 'failed')).map(({ verdict }) => verdict);
      assert.deepEqual(verdicts, ['held', 'failed']);
      await page.waitForTimeout(300);
      assert.deepEqual([stage.recorder.recordings, await stage.context.cookies()], [[], []]);
      assert.equal(await page.evaluate('localStorage.length'), 0);
    });
  }
});
