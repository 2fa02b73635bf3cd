import assert from 'node:assert/strict';
import type { Case, Group, Stage } from '../stage.ts';
import { visitorsOf } from './our-cookie.ts';

/** Paths of the page views so far, in the order in which they happened. */
function paths({ recorder }: Stage): string[] {
  return recorder
    .events()
    .filter(({ name }) => name === 'page_view')
    .toSorted((a, b) => Number(a.occurred_at) - Number(b.occurred_at))
    .map(({ url }) => url?.replace(/^http:..[^/]+/, '') ?? '');
}

const noNavigation = `<script>Object.defineProperty(window, 'navigation', { value: undefined })</script>`;

/** Walks through a single-page app: what it shows is a view each, and a fragment is none. */
const ofAnApp = (name: string, head: string): Case => ({
  name,
  async run(stage) {
    const { person, recorder, put, script, site, until } = stage;
    put('/', '<a href="#part">part</a>', head + script());
    await person.goto(`http://${site}/?via=anna`);
    await recorder.waitForEvents(1);
    const steps: readonly [step: () => Promise<unknown>, url: string][] = [
      [() => person.evaluate(`history.pushState({ n: 1 }, '', '/one')`), '/one'],
      [() => person.evaluate(`history.replaceState(null, '', '/two?utm_source=x')`), '/two?utm_source=x'],
      [() => person.click('a'), '/two?utm_source=x#part'],
      [() => person.evaluate(`history.pushState(null, '', '/three')`), '/three'],
      [() => person.back(), '/two?utm_source=x#part'],
    ];
    for (const [step, url] of steps) {
      await step();
      await until(`location.href.endsWith(${JSON.stringify(url)})`);
      // So that no two views are of the same millisecond.
      await person.evaluate('new Promise((done) => setTimeout(done, 5))');
    }
    await recorder.waitForEvents(5);
    await person.evaluate(`track('end')`);
    await recorder.waitForEvents(6);
    const [landing, one, two, three, back] = paths(stage);
    assert.deepEqual([landing, one, two, three], ['/?via=anna', '/one', '/two?utm_source=x', '/three']);
    assert.match(back ?? '', /^\/two\?utm_source=x/);
    assert.equal(paths(stage).length, 5);
    const touches = recorder.events().filter(({ name, touch }) => name === 'page_view' && touch);
    assert.deepEqual(touches.map(({ touch }) => touch?.referral_code ?? touch?.utm?.['source']).toSorted(), [
      'anna',
      'x',
    ]);
  },
});

/** The tag comes by an element that does not run where it stands. */
const loadedBy = (name: string, elementOf: (script: string) => string): Case => ({
  name,
  async run(stage) {
    const { person, recorder, put, script, site } = stage;
    put('/', '', elementOf(script()));
    await person.goto(`http://${site}/?via=anna`);
    const [event] = await recorder.waitForEvents(1);
    assert.equal(recorder.recordings[0]?.batch.key, 'pk_test_1');
    assert.equal(event?.touch?.referral_code, 'anna');
  },
});

export const views: Group = {
  title: 'a page view',
  cases: [
    loadedBy('is told by a tag that is loaded as a module, and has no `currentScript`', (script) =>
      script.replace('<script', '<script type="module"'),
    ),
    loadedBy('is told by a tag that another script puts into the page', (script) => {
      const [, src, key] = /src="([^"]+)" data-key="([^"]+)"/.exec(script) ?? assert.fail();
      return `<script>{
        const element = Object.assign(document.createElement('script'), { src: '${src}', async: true });
        element.dataset.key = '${key}';
        document.head.append(element);
      }</script>`;
    }),
    loadedBy('is told by a tag that is loaded `async`', (script) => script.replace('<script', '<script async')),
    ofAnApp('of a single-page app is one for each URL, by the way that the browser has', ''),
    ofAnApp('of a single-page app is one for each URL, without the Navigation API', noNavigation),
    {
      name: 'of a page that the back button brings back from memory is one more, and no arrival',
      async run(stage) {
        const { person, recorder, put, script, site, otherSite, until } = stage;
        const listen = '<script>addEventListener("pageshow", ({ persisted }) => { kept = persisted })</script>';
        put('/', `${listen}<a href="http://${otherSite}/next">next</a>`, script());
        put('/next', '');
        await person.goto(`http://${site}/?utm_source=news`);
        await recorder.waitForEvents(1);
        await person.evaluate('void (window.mark = 1)');
        await person.click('a');
        await until(`location.pathname === '/next'`);
        await person.back();
        await until('window.kept');
        assert.equal(await person.evaluate('mark'), 1, 'the page is the one that was left');
        await recorder.waitForEvents(2);
        await person.evaluate(`track('still_there')`);
        const [landing, again, tracked] = await recorder.waitForEvents(3);
        assert.deepEqual(paths(stage), ['/?utm_source=news', '/?utm_source=news']);
        assert.deepEqual([landing?.touch?.utm?.['source'], again?.touch], ['news', null]);
        assert.equal(tracked?.touch?.id, landing?.touch?.id);
        assert.equal(visitorsOf(stage).length, 1);
      },
    },
    {
      name: 'of a page that is loaded again is no arrival, however late; the same link once more is',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        put('/', '', script());
        put('/plain', '');
        const url = `http://${site}/?utm_source=news`;
        await person.goto(url);
        await recorder.waitForEvents(1);
        await person.evaluate(`(() => {
          const visitor = JSON.parse(decodeURIComponent(document.cookie.slice(5)));
          for (const touch of [visitor.first, visitor.last]) touch.occurred_at -= 3_600_000;
          document.cookie = '_cst=' + encodeURIComponent(JSON.stringify(visitor)) + '; path=/; max-age=99; domain=${site}';
        })()`);
        await person.reload();
        await recorder.waitForEvents(2);
        await person.goto(`http://${site}/plain`);
        await person.goto(url);
        const touches = (await recorder.waitForEvents(3)).map(({ touch }) => touch?.utm?.['source']);
        assert.deepEqual(touches, ['news', undefined, 'news']);
      },
    },
    {
      name: 'has a touch where a link of another site led to it, as far as that site’s browser tells, and none within the site',
      async run({ person, recorder, put, script, site, otherSite }) {
        put('/', '', script());
        for (const [host, from] of [
          [`www.${site}`, `www.${otherSite}`],
          [`www.${site}`, `blog.${site}`],
          [site, `www.${site}`],
        ] as const) {
          recorder.clear();
          put('/from', `<a href="http://${host}/">go</a>`);
          await person.goto(`http://${from}/from?secret=1`);
          await person.click('a');
          const [event] = await recorder.waitForEvents(1);
          assert.equal(event?.referrer, `http://${from}/`);
          assert.equal(event?.touch?.referrer, from.endsWith(otherSite) ? `http://${from}/` : undefined);
        }
      },
    },
  ],
};
