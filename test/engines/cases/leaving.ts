import assert from 'node:assert/strict';
import type { Group, Stage } from '../stage.ts';

const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;

/** Names of what came, in the order of the alphabet: what is urgent overtakes. */
function names({ recorder }: Stage): string[] {
  return recorder
    .events()
    .map(({ name }) => name)
    .toSorted();
}

/** Events of about a kilobyte each, all at once. */
const many = (count: number): string => `for (let n = 0; n < ${count}; n++) track('big', { n, text: 'x'.repeat(700) })`;

/** Leaves a page that says something as its link is clicked. */
async function leaveSaying(stage: Stage, said: string): Promise<void> {
  const { person, recorder, put, script, site, otherSite, until } = stage;
  put('/', `<a href="http://${otherSite}/next" onclick="${said}">away</a>`, script());
  put('/next', '');
  await person.goto(`http://${site}/`);
  await recorder.waitForEvents(1);
  await person.click('a');
  await until(`location.pathname === '/next'`);
}

export const leaving: Group = {
  title: 'what is tracked as the page goes away',
  cases: [
    {
      name: 'arrives when a link is clicked: the sale, and what is not urgent',
      async run(stage) {
        await leaveSaying(stage, `track('choice', { n: 1 }); ${purchase}`);
        await stage.recorder.waitForEvents(3);
        assert.deepEqual(names(stage), ['choice', 'page_view', 'purchase']);
        assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
      },
    },
    {
      name: 'arrives when it is said no sooner than in `pagehide`',
      async run(stage) {
        await leaveSaying(stage, `window.addEventListener('pagehide', () => { track('last_words'); ${purchase} })`);
        await stage.recorder.waitForEvents(3);
        assert.deepEqual(names(stage), ['last_words', 'page_view', 'purchase']);
      },
    },
    {
      name: 'arrives when the tab is closed',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        put('/', '', script());
        put('/first', '');
        await person.goto(`http://${site}/first`);
        await person.newTab();
        await person.goto(`http://${site}/`);
        await recorder.waitForEvents(1);
        await person.evaluate(`track('choice'); ${purchase}`.replace(/^(.*); (.*)$/, '($1, $2)'));
        await person.closeTab();
        await recorder.waitForEvents(3);
        assert.deepEqual(names(stage), ['choice', 'page_view', 'purchase']);
      },
    },
    {
      name: 'arrives when another tab hides the page, which may then be ended without a word (driven, only Firefox hides it)',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        // Nothing goes because time passes.
        const listen = `document.addEventListener('visibilitychange', () => { window.wasHidden = true })`;
        put('/', '', `<script>window.setTimeout = () => 0; ${listen}</script>${script()}`);
        put('/next', '');
        await person.goto(`http://${site}/`);
        await person.evaluate(`track('choice')`);
        assert.deepEqual(recorder.recordings, []);
        await person.newTab();
        if (person.engine === 'firefox') await recorder.waitForEvents(2);
        await person.closeTab();
        assert.equal(await person.evaluate('!!window.wasHidden'), person.engine === 'firefox');
        await person.goto(`http://${site}/next`);
        await recorder.waitForEvents(2);
        assert.deepEqual(names(stage), ['choice', 'page_view']);
      },
    },
    {
      name: 'arrives when it is the first view of a page that is left at once',
      async run(stage) {
        const { person, recorder, put, script, site, until } = stage;
        put('/', '<script>location.href = "/next"</script>', script());
        put('/next', '', script());
        await person.goto(`http://${site}/?via=anna`);
        await until(`location.pathname === '/next'`);
        const events = await recorder.waitForEvents(2);
        assert.deepEqual(events.map(({ url }) => new URL(url ?? '').pathname).toSorted(), ['/', '/next']);
        const [landing] = events.filter(({ url }) => url?.includes('via'));
        assert.equal(landing?.touch?.referral_code, 'anna');
      },
    },
    {
      name: 'arrives whole when it is 40 events of 1 kB at once',
      async run(stage) {
        await leaveSaying(stage, many(40).replaceAll('"', '&quot;'));
        const events = await stage.recorder.waitForEvents(41);
        const told = events.filter(({ name }) => name === 'big').map(({ props }) => props?.['n'] as number);
        assert.deepEqual(
          told.toSorted((a, b) => a - b),
          Array.from({ length: 40 }, (_, n) => n),
        );
      },
    },
    {
      name: 'arrives when it is the link itself that is recorded, by `capture`',
      async run(stage) {
        const { person, recorder, put, script, site, otherSite, until } = stage;
        put('/', `<a href="http://${otherSite}/next">away</a>`, script('data-capture="outbound"'));
        put('/next', '');
        await person.goto(`http://${site}/`);
        await recorder.waitForEvents(1);
        const part = `performance.getEntriesByType('resource').find(({ name }) => name.includes('/tag.capture.'))?.name`;
        await until(part);
        // The same module, which is not run twice: once this is done it has run.
        await person.evaluate(`import(${part}).then(() => true)`);
        await person.click('a');
        await until(`location.pathname === '/next'`);
        const events = await recorder.waitForEvents(2);
        assert.deepEqual(events[1]?.props, { url: `http://${otherSite}/next` });
      },
    },
    {
      name: 'goes as plain text, without a cookie of the collector’s',
      async run({ person, recorder, put, script, site, collector }) {
        put('/plain', '');
        await person.goto(`http://www.${collector}/plain`);
        await person.evaluate(`void (document.cookie = 'theirs=1; path=/; max-age=99; domain=${collector}')`);
        assert.equal((await person.cookies()).length, 1);
        put('/', '', script());
        await person.goto(`http://${site}/`);
        await person.evaluate(purchase);
        await recorder.waitForEvents(2);
        for (const { method, headers } of recorder.recordings) {
          assert.deepEqual(
            [method, headers['content-type'], headers.cookie],
            ['POST', 'text/plain;charset=UTF-8', undefined],
          );
        }
      },
    },
  ],
};
