import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright';
import { launchKeepingBrowser, startUndrivenBrowser } from '../browser.ts';
import { setStage } from './stage.ts';

const stage = setStage();
const resolver = '--host-resolver-rules=MAP * 127.0.0.1';

/** All page views so far: path, and the path of the page before where it is one of the site. Repetitions are not forgiven. */
function views() {
  const all = stage.recorder.recordings.flatMap(({ batch }) => batch.events).filter(({ name }) => name === 'page_view');
  const pathOf = (url: string | undefined) => url?.replace(/^.*?:\d+/, '');
  return all.map(({ url, referrer }) => [pathOf(url), pathOf(referrer) || undefined]);
}

const paths = () => views().map(([path]) => path);

/** Waits until as many views have come, and for one too many. */
async function settle(page: Page, count: number): Promise<void> {
  await stage.recorder.waitForEvents(count);
  await page.waitForTimeout(350);
}

/** Time between two navigations: Chromium ignores a page that makes too many at once. */
const step = (page: Page, script: string) =>
  page.evaluate(`${script}; new Promise((resolve) => setTimeout(resolve, 60))`);

/** Takes the Navigation API away, as in a browser that has none. */
const noNavigation = `<script>Object.defineProperty(window, 'navigation', { value: undefined })</script>`;

for (const [way, head] of [
  ['by the Navigation API', ''],
  ['by the methods of the history', noNavigation],
] as const) {
  describe(`views of a single-page app, ${way},`, () => {
    it('follow pushState, replaceState, back and forward, each with the page before as referrer', async () => {
      stage.put('/', '', head + stage.script());
      const page = await stage.open('shop.example', '/?a=1');
      await step(page, `history.pushState({ n: 1 }, '', '/one')`);
      await step(page, `history.replaceState(null, '', '/two')`);
      await step(page, `history.pushState(null, '', '/three?x=1#y')`);
      await step(page, 'history.back()');
      await step(page, 'history.forward()');
      await step(page, 'history.go(-2)');
      await settle(page, 7);
      assert.deepEqual(views(), [
        ['/?a=1', undefined],
        ['/one', '/?a=1'],
        ['/two', '/one'],
        ['/three?x=1#y', '/two'],
        ['/two', '/three?x=1#y'],
        ['/three?x=1#y', '/two'],
        ['/?a=1', '/three?x=1#y'],
      ]);
    });

    it('drop what shows no other page: the same URL, another state, another fragment', async () => {
      stage.put('/', '<a href="#there">there</a>', head + stage.script());
      const page = await stage.open('shop.example', '/?a=1');
      await step(page, `history.replaceState({ n: 1 }, '')`);
      await step(page, `history.pushState({ n: 2 }, '', location.href)`);
      await step(page, `history.pushState(null, '', '#fragment')`);
      await step(page, `location.hash = 'other'`);
      await page.click('a');
      await step(page, 'history.back()');
      await step(page, `history.replaceState(null, '', '/once'); history.replaceState(null, '', '/once')`);
      await settle(page, 2);
      assert.deepEqual(paths(), ['/?a=1', '/once']);
    });

    it('follow the fragment where that is the page', async () => {
      stage.put('/', '<a href="#/link">there</a>', head + stage.script('data-hash="true"'));
      const page = await stage.open('shop.example', '/#/start');
      await step(page, `location.hash = '/one'`);
      await step(page, `history.pushState(null, '', '#/two')`);
      await page.click('a');
      await step(page, '0');
      await step(page, 'history.back()');
      await step(page, `location.hash = '/two'`);
      await settle(page, 5);
      assert.deepEqual(paths(), ['/#/start', '/#/one', '/#/two', '/#/link', '/#/two']);
    });

    it('make a touch of a campaign in the new URL, which the next event carries, and none of anything else', async () => {
      stage.put('/', '', head + stage.script());
      const page = await stage.open('shop.example', '/?utm_source=news');
      await step(page, `history.pushState(null, '', '/plain')`);
      await step(page, `history.pushState(null, '', '/offer?gclid=AbC')`);
      await step(page, `track('seen')`);
      await step(page, `history.pushState(null, '', '/other?gclid=AbC')`);
      await settle(page, 5);
      const events = stage.recorder.events();
      const [landing, plain, offer, seen, other] = events.map(({ touch }) => touch);
      assert.equal(landing?.utm?.['source'], 'news');
      assert.equal(plain, null);
      assert.equal(offer?.click_ids?.['gclid']?.value, 'AbC');
      assert.equal(offer?.url, stage.url('shop.example', '/offer?gclid=AbC'));
      assert.ok(!offer?.referrer);
      assert.equal(offer?.occurred_at, events[2]?.occurred_at);
      assert.equal(seen?.id, offer?.id);
      assert.equal(other, null, 'the same click is no second one');
    });

    it('are not recorded where the site does not want them', async () => {
      stage.put('/', '', head + stage.script('data-spa="false"'));
      const page = await stage.open('shop.example');
      const before = await page.evaluate('history.pushState === History.prototype.pushState');
      assert.equal(before, true);
      await step(page, `history.pushState(null, '', '/one')`);
      await step(page, `clickstitch.page({ by: 'hand' })`);
      await settle(page, 2);
      assert.deepEqual(views(), [
        ['/', undefined],
        ['/one', '/'],
      ]);
    });

    it('are all the app’s to call where none is automatic, and then carry the touch of their URL', async () => {
      stage.put('/', '', head + stage.script('data-auto-page="false"'));
      const page = await stage.open('shop.example', '/?via=anna');
      await step(page, `history.pushState(null, '', '/one?via=bob')`);
      await page.waitForTimeout(300);
      assert.deepEqual(stage.recorder.events(), []);
      await step(page, `clickstitch.page()`);
      await settle(page, 1);
      assert.deepEqual(paths(), ['/one?via=bob']);
      assert.equal(stage.recorder.events()[0]?.touch?.referral_code, 'bob');
    });

    it('begin with what a router did before the script had loaded', async () => {
      stage.recorder.scriptDelay = 300;
      const router = `<script>history.replaceState(null, '', '/routed')</script>`;
      stage.put('/', '', head + stage.stub + router + stage.script('async'));
      const page = await stage.open('shop.example', '/?via=anna');
      await settle(page, 2);
      assert.deepEqual(views(), [
        ['/?via=anna', undefined],
        ['/routed', '/?via=anna'],
      ]);
    });
  });
}

describe('a history that is patched', () => {
  it('does first what the browser does, as it does it: this, arguments, answer, error', async () => {
    const other = `<script>
      var seen = [];
      for (const method of ['pushState', 'replaceState']) {
        const original = history[method];
        history[method] = function (...state) {
          original.apply(this, state);
          seen.push([method, this === history, state.length, location.pathname]);
          return 'answer of ' + method;
        };
      }
    </script>`;
    stage.put('/', '', noNavigation + other + stage.script());
    const page = await stage.open('shop.example');
    const answers = await page.evaluate(`[
      history.pushState({ kept: 1 }, '', '/one'),
      history.state.kept,
      history.replaceState(null, ''),
      (() => { try { history.pushState(null, '', 'http://elsewhere.example/') } catch ({ name }) { return name } })(),
      (() => { try { history.pushState(() => {}, '') } catch ({ name }) { return name } })(),
      (() => { try { history.pushState() } catch ({ name }) { return name } })(),
    ]`);
    assert.deepEqual(answers, [
      ...['answer of pushState', 1, 'answer of replaceState'],
      ...['SecurityError', 'DataCloneError', 'TypeError'],
    ]);
    assert.deepEqual(await page.evaluate('seen'), [
      ['pushState', true, 3, '/one'],
      ['replaceState', true, 2, '/one'],
    ]);
    await settle(page, 2);
    assert.deepEqual(paths(), ['/', '/one']);
  });

  it('may be patched by another vendor afterwards, too, and called through either', async () => {
    const later = `<script>
      var kept = history.pushState, calls = 0;
      history.pushState = function () { calls++; return kept.apply(this, arguments) };
    </script>`;
    stage.put('/', '', noNavigation + stage.script() + later);
    const page = await stage.open('shop.example');
    await step(page, `history.pushState(null, '', '/one')`);
    await step(page, `kept.call(history, null, '', '/two')`);
    await step(page, `history.pushState = kept; history.pushState(null, '', '/three')`);
    await settle(page, 4);
    assert.deepEqual(paths(), ['/', '/one', '/two', '/three']);
    assert.equal(await page.evaluate('calls'), 1);
  });

  it('is left alone where the browser has the Navigation API', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    assert.deepEqual(
      await page.evaluate(`['pushState', 'replaceState'].map((method) => Object.hasOwn(history, method))`),
      [false, false],
    );
  });
});

describe('a page that the browser brings back', () => {
  let keeping: Browser;
  before(async () => {
    keeping = await launchKeepingBrowser(resolver);
  });
  after(() => keeping.close());

  it('is viewed again, and is no landing', async () => {
    stage.put(
      '/',
      '<script>addEventListener("pageshow", ({ persisted }) => { kept = persisted })</script>',
      stage.script(),
    );
    stage.put('/next', '', stage.script());
    const errors: unknown[] = [];
    const page = await keeping.newPage();
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(stage.url('shop.example', '/?utm_source=news'));
    await stage.recorder.waitForEvents(1);
    await page.evaluate('mark = 1');
    await page.goto(stage.url('shop.example', '/next?utm_source=ads'));
    await stage.recorder.waitForEvents(2);
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction('window.kept');
    assert.equal(await page.evaluate('mark'), 1, 'the page is the one that was left');
    await page.evaluate(`track('still_there')`);
    await settle(page, 4);
    const [landing, next, again, tracked] = stage.recorder.events();
    assert.deepEqual(paths(), ['/?utm_source=news', '/next?utm_source=ads', '/?utm_source=news']);
    assert.equal(landing?.touch?.utm?.['source'], 'news');
    assert.equal(next?.touch?.utm?.['source'], 'ads');
    assert.equal(again?.touch, null);
    assert.notEqual(again?.id, landing?.id);
    assert.equal(tracked?.touch?.id, next?.touch?.id, 'the latest arrival stays the latest');
    assert.deepEqual(errors, []);
  });
});

describe('a page that is rendered ahead', () => {
  it('is nothing until it is shown, and then a view with its landing', async () => {
    const { origin } = stage.recorder;
    const rules = JSON.stringify({
      prerender: [{ source: 'list', urls: ['/ahead?via=anna'], eagerness: 'immediate' }],
    });
    stage.put(
      '/',
      `<script type="speculationrules">${rules}</script>
       <script>setTimeout(() => { location.href = '/ahead?via=anna' }, 2500)</script>`,
    );
    stage.put(
      '/ahead',
      `<script>
        clickstitch.track('was_ahead', { prerendering: document.prerendering });
        const stored = document.cookie;
        document.addEventListener('prerenderingchange', () => setTimeout(() => track('shown', { stored }), 50));
      </script><img src="${origin}/rendered">`,
      stage.script(),
    );
    const stop = startUndrivenBrowser(stage.url('shop.example'), resolver);
    try {
      // The picture tells that the page has been rendered.
      await stage.recorder.waitForRecordings(1);
      const renderedAt = Date.now();
      assert.deepEqual(stage.recorder.events(), []);
      const events = await stage.recorder.waitForEvents(3);
      assert.deepEqual(
        events.map(({ name, props, touch }) => [name, props, touch?.referral_code]),
        [
          ['page_view', {}, 'anna'],
          ['was_ahead', { prerendering: true }, 'anna'],
          ['shown', { stored: '' }, 'anna'],
        ],
      );
      const sentAt = stage.recorder.recordings.find(({ batch }) => batch.events.length)?.at ?? 0;
      assert.ok(sentAt - renderedAt > 500, `${sentAt - renderedAt} ms`);
    } finally {
      await stop();
    }
  });
});
