import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();

/** A page whose app imports the package, as a bundler would have it. */
function putApp(app: string): void {
  const { origin } = stage.recorder;
  const imports = { '@clickstitch/tag': `${origin}/index.js`, 'js-cookie': `${origin}/js-cookie.js` };
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  const start = `import { identify, init, page, track } from '@clickstitch/tag'; const endpoint = '${origin}';`;
  stage.put('/', `<script type="module">${start}${app}</script>`, map);
}

describe('the package', () => {
  it('sends what the app calls, in its order, and nothing else', async () => {
    putApp(`
      track('early', { n: 1 });
      init({ key: 'pk_npm', endpoint });
      history.replaceState(null, '', '/clean');
      page({ template: 'home' });
      identify('user_1', { email: 'a@b.example' });
      track('purchase', { order_id: 7, value: '9.90', currency: 'EUR' });
    `);
    const page = await stage.open('shop.example', '/?gclid=AbC');
    const events = await stage.recorder.waitForEvents(4);
    assert.deepEqual(
      events.map(({ id, name, url, user }) => [
        name === 'purchase' ? id : name,
        url?.replace(/.*:\d+/, ''),
        user?.user_id,
      ]),
      [
        ['early', '/?gclid=AbC', undefined],
        ['page_view', '/clean', undefined],
        ['identify', '/clean', 'user_1'],
        ['purchase.7', '/clean', 'user_1'],
      ],
    );
    for (const { name, touch } of events) {
      assert.equal(touch?.click_ids?.['gclid']?.value, name === 'identify' ? undefined : 'AbC');
    }
    assert.deepEqual(new Set(stage.recorder.recordings.map(({ batch }) => batch.key)), new Set(['pk_npm']));
    assert.equal(await page.evaluate('typeof window.track + typeof window.clickstitch'), 'undefinedundefined');
  });

  it('does nothing before it is started', async () => {
    putApp(`page(); track('purchase', { order_id: 'A-1' })`);
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await page.waitForTimeout(400);
    assert.deepEqual(stage.recorder.events(), []);
    assert.deepEqual(await stage.context.cookies(), []);
  });
});
