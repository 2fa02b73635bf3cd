import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Bundle, bundleApp } from '../../packages/tag/test/bundle-app.ts';
import { setStage } from './stage.ts';

/** Each feature of the package, by its path, with the name under which it is exported and something that only its code says. */
const features: Record<string, [name: string, sign: string]> = {
  'vendor-ids': ['vendorIds', '_rdt_uuid'],
  'bot-signals': ['botSignals', 'webdriver'],
  'before-send': ['beforeSend', ',"beforeSend")'],
  outbox: ['outbox', '_cst:'],
  'consent-signals': ['consentSignals', '__tcfapi'],
  'meta-ids': ['metaIds', '_fbp'],
  goals: ['goals', 'auxclick'],
  'hash-user': ['hashUser', 'SHA-256'],
  renewal: ['renewal', '/visitor'],
  linker: ['linker', 'cs_link='],
  checkout: ['checkout', 'stripe-buy-button'],
  forward: ['forward', 'ViewContent'],
  'data-layer': ['dataLayer', 'ecommerce'],
  capture: ['capture', 'outbound_click'],
  inspector: ['inspector', 'attachShadow'],
};

/** An app that has those features. */
const appWith = (paths: readonly string[], then = '') => {
  const names = paths.map((path) => features[path]?.[0]);
  const imports = paths.map((path, index) => `import { ${names[index]} } from '@clickstitch/tag/${path}';`);
  return `import { createClickstitch } from '@clickstitch/tag/create';
    ${imports.join('\n')}
    export const clickstitch = createClickstitch([${names}]);
    ${then}`;
};

describe('an app that bundles the package', () => {
  const stage = setStage();
  const start = () => `clickstitch.init({ key: 'pk_npm', endpoint: '${stage.recorder.origin}', debug: true,`;

  it('runs with one feature', async () => {
    const goal = `goals: [{ event: 'priced', url: '/prices' }] });`;
    const { code } = await bundleApp(appWith(['goals'], `${start()} ${goal} clickstitch.track('seen');`));
    stage.put('/prices', `<script type="module">${code}</script>`);
    await stage.open('shop.example', '/prices?gclid=AbC');
    const events = await stage.recorder.waitForEvents(3);
    assert.deepEqual(
      events.map(({ name, touch }) => [name, touch?.click_ids?.['gclid']?.value]),
      [
        ['page_view', 'AbC'],
        ['seen', 'AbC'],
        ['priced', 'AbC'],
      ],
    );
  });

  it('hands the visitor over to another site, with the feature for it', async () => {
    const { code } = await bundleApp(appWith(['linker'], `${start()} linker: 'shop.example,two.example' });`));
    stage.put('/', `<a href="${stage.url('two.example', '/there')}">On</a><script type="module">${code}</script>`);
    stage.put('/there', `<script type="module">${code}</script>`);
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await stage.recorder.waitForEvents(1);
    await page.click('a');
    await stage.recorder.waitForEvents(2);
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
    assert.equal(page.url(), stage.url('two.example', '/there'));
  });

  it('keeps back what the visitor has denied, without any feature', async () => {
    const { code } = await bundleApp(appWith([], `${start()} consent: { ads: 'denied' } });`));
    stage.put('/', `<script type="module">${code}</script>`);
    await stage.open('shop.example', '/?gclid=AbC&utm_source=mail');
    const [view] = await stage.recorder.waitForEvents(1);
    assert.deepEqual([view?.touch?.click_ids ?? {}, view?.touch?.utm?.['source']], [{}, 'mail']);
  });

  it('gives features their places, in whatever order it names them', async () => {
    const hook = `beforeSend: (event) => { delete event.vendor_ids; return event } });`;
    const app = appWith(['before-send', 'vendor-ids'], `${start()} ${hook} clickstitch.track('seen');`);
    const { code } = await bundleApp(app);
    stage.put('/', `<script>document.cookie = '_ttp=abc'</script><script type="module">${code}</script>`);
    await stage.open('shop.example');
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(events.map(({ name, vendor_ids }) => [name, vendor_ids]).at(-1), ['seen', undefined]);
  });

  for (const [option, path] of [
    [`beforeSend: (event) => event`, 'before-send'],
    [`hashIdentity: true`, 'hash-user'],
  ]) {
    it(`sends nothing where ${option} is asked for and its feature is not there, and says so`, async () => {
      const notes = 'globalThis.notes = []; clickstitch.debug((...note) => notes.push(note));';
      const app = appWith([], `${notes} ${start()} ${option} }); clickstitch.identify({ email: 'a@b.example' });`);
      const { code } = await bundleApp(app.replace('debug: true,', ''));
      stage.put('/', `<script type="module">${code}</script>`);
      const page = await stage.open('shop.example');
      await page.waitForFunction('globalThis.notes?.filter(([, verdict]) => verdict === "dropped").length === 2');
      const said = await page.evaluate('notes.find(([, verdict]) => verdict === "error")[2]');
      assert.match(`${said}`, new RegExp(`@clickstitch/tag/${path}`));
      await page.waitForTimeout(400);
      assert.deepEqual(stage.recorder.events(), []);
    });
  }

  it('is told of an option that nobody reads, and is counted all the same', async () => {
    const { code } = await bundleApp(
      appWith(
        [],
        `globalThis.notes = []; clickstitch.debug((...note) => notes.push(note));
        clickstitch.init({ key: 'pk_npm', endpoint: '${stage.recorder.origin}', linker: 'two.example' });`,
      ),
    );
    stage.put('/', `<script type="module">${code}</script>`);
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    assert.deepEqual(await page.evaluate('notes.filter(([, verdict]) => verdict === "error").map((note) => note[2])'), [
      'linker: give createClickstitch what @clickstitch/tag/linker exports',
    ]);
  });
});

describe('a bundler', () => {
  const bundles = new Map<string, Bundle>();
  before(async () => {
    bundles.set('nothing', await bundleApp(appWith([])));
    for (const path of Object.keys(features)) bundles.set(path, await bundleApp(appWith([path])));
    bundles.set('everything', await bundleApp(`export * from '@clickstitch/tag';`));
  });

  it('keeps only what is used', () => {
    const every = Object.keys(features).sort();
    for (const [path, bundle] of bundles) {
      const expected = { nothing: [], everything: every.filter((name) => name !== 'inspector') }[path] ?? [path];
      const found = bundle.features.filter((name) => name !== 'packaged-feature');
      assert.deepEqual(found.sort(), expected, path);
    }
    for (const [path, [, sign]] of Object.entries(features)) {
      assert.ok(bundles.get(path)?.code.includes(sign), path);
      assert.ok(!bundles.get('nothing')?.code.includes(sign), path);
    }
  });

  it('makes a smaller app of fewer features', (t) => {
    const sizeOf = (path: string) => bundles.get(path)?.size ?? 0;
    for (const [path, { size }] of bundles) t.diagnostic(`${path}: ${size} B by brotli`);
    for (const path of Object.keys(features)) assert.ok(sizeOf('nothing') < sizeOf(path), path);
    assert.ok(sizeOf('nothing') < 0.5 * sizeOf('everything'));
  });

  it('leaves out all of it where nothing of it is called', async () => {
    const { code } = await bundleApp(`import { createClickstitch } from '@clickstitch/tag/create';
      import { goals } from '@clickstitch/tag/goals'; export const one = 1;`);
    assert.ok(code.length < 50, code);
  });
});
