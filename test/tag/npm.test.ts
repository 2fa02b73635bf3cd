import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();

/** A page whose app imports the package, as a bundler would have it. */
function putApp(app: string): void {
  const { origin } = stage.recorder;
  const imports = { '@clickstitch/tag': `${origin}/esm/index.js`, 'js-cookie': `${origin}/js-cookie.js` };
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const start = `import { consent, identify, init, page, track } from '@clickstitch/tag'; const endpoint = '${origin}';`;
  stage.put('/', `<script type="module">${start}${app}</script>`, map);
}

describe('the package', () => {
  it('records page views by itself, and what the app calls', async () => {
    putApp(`
      track('early', { n: 1 });
      init({ key: 'pk_npm', endpoint });
      history.replaceState(null, '', '/clean');
      identify('user_1', { email: 'a@b.example' });
      track('purchase', { order_id: 7, value: '9.90', currency: 'EUR' });
    `);
    const page = await stage.open('shop.example', '/?gclid=AbC');
    const events = await stage.recorder.waitForEvents(5);
    assert.deepEqual(
      events.map(({ id, name, url, user, touch }) => [
        name === 'purchase' ? id : name,
        url?.replace(/.*:\d+/, ''),
        user?.user_id,
        touch?.click_ids?.['gclid']?.value,
      ]),
      [
        // A sale first.
        ['purchase.7', '/clean', 'user_1', 'AbC'],
        ['page_view', '/?gclid=AbC', undefined, 'AbC'],
        ['early', '/?gclid=AbC', undefined, 'AbC'],
        ['page_view', '/clean', undefined, undefined],
        ['identify', '/clean', 'user_1', 'AbC'],
      ],
    );
    assert.deepEqual(new Set(stage.recorder.recordings.map(({ batch }) => batch.key)), new Set(['pk_npm']));
    assert.equal(await page.evaluate('typeof window.track + typeof window.clickstitch'), 'undefinedundefined');
  });

  it('leaves page views to the app if it wants that', async () => {
    putApp(`
      init({ key: 'pk_npm', endpoint, autoPage: false });
      history.replaceState(null, '', '/clean');
      page({ template: 'home' });
    `);
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await stage.recorder.waitForEvents(1);
    await page.waitForTimeout(400);
    assert.deepEqual(
      stage.recorder.events().map(({ name, url, props }) => [name, url?.replace(/.*:\d+/, ''), props]),
      [['page_view', '/clean', { template: 'home' }]],
    );
  });

  it('knows the visitor again on the next page, with the first touch', async () => {
    putApp(`init({ key: 'pk_npm', endpoint }); track('seen')`);
    const page = await stage.open('shop.example', '/?gclid=AbC&utm_source=a%3Db');
    await stage.recorder.waitForEvents(2);
    await page.goto(stage.url('shop.example', '/?q=1'));
    const events = await stage.recorder.waitForEvents(4);
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
    assert.equal(events.at(-1)?.touch?.click_ids?.['gclid']?.value, 'AbC');
  });

  it('holds all back while the visitor has not agreed', async () => {
    putApp(
      `init({ key: 'pk_npm', endpoint, consent: 'denied' }); track('seen'); window.agree = () => consent('granted')`,
    );
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await page.waitForTimeout(400);
    assert.deepEqual(stage.recorder.events(), []);
    assert.deepEqual(await stage.context.cookies(), []);
    await page.evaluate('agree()');
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ name, touch }) => [name, touch?.click_ids?.['gclid']?.value]),
      [
        ['page_view', 'AbC'],
        ['seen', 'AbC'],
      ],
    );
  });

  it('does nothing before it is started', async () => {
    putApp(`page(); track('purchase', { order_id: 'A-1' })`);
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await page.waitForTimeout(400);
    assert.deepEqual(stage.recorder.events(), []);
    assert.deepEqual(await stage.context.cookies(), []);
  });
});
