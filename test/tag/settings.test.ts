import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';
import { listener, namesOnce, sentOnce, toldBy } from './witness.ts';

const stage = setStage();

/** The script element without a key, so that it waits for `init`. */
const keyless = () => stage.script().replace('data-key="pk_test_1"', '');

/** What the collector hands over in front of the script. */
const served = (settings: object) => `<script>window.clickstitch = { s: ${JSON.stringify(settings)} }</script>`;

describe('an attribute', () => {
  it('may be a word, a list, JSON, or the name of a function', async () => {
    stage.put(
      '/',
      `<script>track('drop'); track('keep', { email: 'a@b.example' })</script>`,
      `<script>function clean(event) { delete event.props?.email; return event.name === 'drop' ? null : event }</script>` +
        stage.script(
          `data-before-send="clean" data-referral-params="partner, p" data-click-ids='["promo_click"]' data-cookie-domain="www.shop.example"`,
        ),
    );
    await stage.open('www.shop.example', '/?p=anna&promo_click=X1');
    await stage.recorder.waitForEvents(2);
    const [view, keep, ...others] = sentOnce(stage.recorder);
    assert.deepEqual([keep?.name, keep?.props, others], ['keep', {}, []]);
    assert.equal(view?.touch?.referral_code, 'anna');
    assert.equal(view?.touch?.click_ids?.['promo_click']?.value, 'X1');
    assert.deepEqual(
      (await stage.context.cookies()).map(({ domain }) => domain),
      ['.www.shop.example'],
    );
  });

  it('that means nothing changes nothing', async () => {
    const junk = ['consent', 'spa', 'hash', 'renew', 'cookieless', 'goals', 'referral-params', 'click-ids'];
    for (const text of ['', '{', 'nonsense', '[null]']) {
      stage.recorder.clear();
      stage.put('/', '', stage.script(junk.map((name) => `data-${name}="${text}"`).join(' ')));
      const page = await stage.open('shop.example', '/?gclid=AbC');
      await page.waitForTimeout(400);
      assert.deepEqual(namesOnce(stage.recorder), ['page_view'], `all are "${text}"`);
      await page.close();
    }
  });

  it('data-debug tells on the console from the start', async () => {
    stage.put('/', '', stage.script('data-debug="true"'));
    const page = await stage.newPage();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await page.goto(stage.url('shop.example'));
    await stage.recorder.waitForEvents(1);
    await page.waitForTimeout(200);
    assert.ok(
      lines.some((line) => line.includes(' taken ')),
      `${lines}`,
    );
  });
});

describe('settings that are served with the script', () => {
  it('hold as if the page had made them', async () => {
    const settings = {
      key: 'pk_served',
      referralParams: ['partner'],
      cookieDomain: '',
      spa: false,
      endpoint: stage.recorder.origin,
    };
    stage.put('/', '', served(settings) + keyless());
    const page = await stage.open('www.shop.example', '/?partner=anna');
    await stage.recorder.waitForEvents(1);
    await page.evaluate(`history.pushState(null, '', '/one'); track('later')`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(namesOnce(stage.recorder), ['later', 'page_view']);
    assert.equal(stage.recorder.recordings[0]?.batch.key, 'pk_served');
    assert.equal(sentOnce(stage.recorder)[0]?.touch?.referral_code, 'anna');
    assert.deepEqual(
      (await stage.context.cookies()).map(({ domain }) => domain),
      ['www.shop.example'],
    );
  });

  it('give way to the attributes, each for itself', async () => {
    const settings = { key: 'pk_served', referralParams: ['partner'], clickIds: ['promo_click'], autoPage: false };
    stage.put('/', '', served(settings) + stage.script('data-referral-params="p" data-auto-page="true"'));
    await stage.open('shop.example', '/?p=anna&partner=bob&promo_click=X1');
    const [view] = await stage.recorder.waitForEvents(1);
    assert.equal(stage.recorder.recordings[0]?.batch.key, 'pk_test_1');
    assert.equal(view?.touch?.referral_code, 'anna');
    assert.equal(view?.touch?.click_ids?.['promo_click']?.value, 'X1');
  });

  it('are found beside the stub, which keeps its calls', async () => {
    const settings = `<script>clickstitch.s = { consent: 'denied' }</script>`;
    stage.put('/', `<script>track('early')</script>`, stage.stub + settings + stage.script('async'));
    const page = await stage.open('shop.example');
    await page.waitForTimeout(400);
    assert.deepEqual(stage.recorder.events(), []);
    await page.evaluate(`clickstitch.consent('granted')`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(namesOnce(stage.recorder), ['early', 'page_view']);
  });
});

describe('init by hand', () => {
  it('starts the tag with its options, views included; the first call wins', async () => {
    stage.put('/', `<script>track('early')</script>`, stage.stub + keyless());
    const page = await stage.open('shop.example', '/?partner=anna');
    await page.waitForTimeout(300);
    assert.deepEqual([stage.recorder.events(), await stage.context.cookies()], [[], []]);
    await page.evaluate(`
      clickstitch.init({});
      clickstitch.init({ key: 'pk_first', referralParams: ['partner'] });
      clickstitch.init({ key: 'pk_second', referralParams: [] });
    `);
    await stage.recorder.waitForEvents(2);
    await page.evaluate(`history.pushState(null, '', '/one')`);
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(namesOnce(stage.recorder), ['early', 'page_view', 'page_view']);
    assert.deepEqual(new Set(stage.recorder.recordings.map(({ batch }) => batch.key)), new Set(['pk_first']));
    assert.equal(sentOnce(stage.recorder).find(({ name }) => name === 'page_view')?.touch?.referral_code, 'anna');
  });

  it('comes too late where the script has a key', async () => {
    stage.put(
      '/',
      `<script>clickstitch.init({ key: 'pk_late', autoPage: false })</script>`,
      stage.stub + stage.script(),
    );
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    assert.deepEqual(new Set(stage.recorder.recordings.map(({ batch }) => batch.key)), new Set(['pk_test_1']));
  });

  it('with nonsense hurts nobody and starts nothing', async () => {
    stage.put('/', '', stage.stub + keyless());
    const page = await stage.open('shop.example');
    await page.evaluate(
      `for (const options of [undefined, null, 5, 'pk', [], {}, { key: '' }]) clickstitch.init(options)`,
    );
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.events(), []);
    await page.evaluate(`clickstitch.init({ key: 'pk', endpoint: '${stage.recorder.origin}' })`);
    await stage.recorder.waitForEvents(1);
  });
});

describe('a script that is loaded', () => {
  const element = (attributes: string) => listener + stage.script(`${attributes} data-debug="true"`);
  /** What a loader that runs the text of a script by itself does. */
  const evaluate = `
    const request = new XMLHttpRequest();
    request.open('GET', document.querySelector('script[data-key]').src, false);
    request.send();
    (0, eval)(request.responseText);`;
  for (const [how, head] of [
    ['async', () => stage.stub + element('async')],
    ['defer', () => stage.stub + element('defer')],
    ['as a module', () => stage.stub + element('type="module"')],
    [
      'by an element that a script has made',
      () => `${stage.stub + listener}<script>
        const script = document.createElement('script');
        script.src = '${stage.recorder.origin}/tag.js';
        Object.assign(script.dataset, { key: 'pk_test_1', debug: 'true' });
        document.head.append(script);
      </script>`,
    ],
    [
      'by a loader that evaluates it later, when no script is the current one',
      () => `${stage.stub + element('type="text/plain"')}<script>setTimeout(() => {${evaluate}})</script>`,
    ],
  ] as const) {
    it(`${how} starts, once, and knows where it came from`, async () => {
      stage.put('/', `<script>track('early')</script>`, head());
      const page = await stage.open('shop.example', '/?via=anna');
      await stage.recorder.waitForEvents(2);
      await page.waitForTimeout(300);
      assert.deepEqual(namesOnce(stage.recorder), ['early', 'page_view']);
      assert.ok((await toldBy(page)).some(({ verdict }) => verdict === 'taken'));
    });
  }
});

describe('a page that has taken a name', () => {
  for (const [how, breakage] of [
    ['track, as a function', `function track() { theirs++ }`],
    ['track, as a constant', `const track = () => theirs++`],
    ['track, by a getter', `Object.defineProperty(window, 'track', { get: () => () => theirs++ })`],
  ] as const) {
    it(`${how}, keeps it`, async () => {
      const page = await openWith(`var theirs = 0; ${breakage}`);
      await page.evaluate(`track('theirs'); clickstitch.track('ours')`);
      await stage.recorder.waitForEvents(2);
      assert.deepEqual(namesOnce(stage.recorder), ['ours', 'page_view']);
      assert.equal(await page.evaluate('theirs'), 1);
    });
  }

  for (const [how, breakage] of [
    ['a number', 'window.clickstitch = 1'],
    ['a text', `window.clickstitch = 'text'`],
    ['a function', 'function clickstitch() {}'],
    ['frozen', 'window.clickstitch = Object.freeze({})'],
    ['a constant', 'const clickstitch = {}'],
    ['read-only', `Object.defineProperty(window, 'clickstitch', { value: { l: 5, q: 'text', s: 7 } })`],
    ['what throws', `window.clickstitch = new Proxy({}, { get() { throw new Error('get') } })`],
  ] as const) {
    it(`clickstitch, ${how}, sees no error, and nothing is sent twice`, async () => {
      const page = await openWith(breakage);
      await page.waitForTimeout(400);
      namesOnce(stage.recorder);
    });
  }

  async function openWith(breakage: string) {
    stage.put('/', '', `<script>${breakage}</script>${stage.stub}${stage.script()}`);
    return await stage.open('shop.example');
  }
});
