import assert from 'node:assert/strict';
import type { Group, Stage } from '../stage.ts';

const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;

/** All that the page has stored. */
async function stored({ person }: Stage): Promise<unknown> {
  return [await person.cookies(), await person.evaluate('[document.cookie, Object.keys(localStorage)]')];
}
const nothing = [[], ['', []]];

/** Waits until `tag.extra.js` hears the page's consent tool, which is the first that it does. */
const hears = `Object.hasOwn(window.dataLayer ?? {}, 'push')`;

export const consent: Group = {
  title: 'consent',
  cases: [
    {
      name: 'while it is denied nothing is stored or sent; once it is granted all goes, the landing too',
      async run(stage) {
        const { person, recorder, put, script, site, until } = stage;
        put('/', `<script>${purchase}</script>`, script('data-consent="denied"'));
        await person.goto(`http://${site}/?via=anna`);
        await until(hears);
        await person.evaluate('new Promise((done) => setTimeout(done, 400))');
        assert.deepEqual(await stored(stage), nothing);
        assert.deepEqual(recorder.recordings, []);
        await person.evaluate(`clickstitch.consent('granted')`);
        const events = await recorder.waitForEvents(2);
        assert.deepEqual(events.map(({ name, touch }) => [name, touch?.referral_code]).toSorted(), [
          ['page_view', 'anna'],
          ['purchase', 'anna'],
        ]);
        assert.deepEqual(
          (await person.cookies()).map(({ name }) => name),
          ['_cst'],
        );
      },
    },
    {
      name: 'while it is denied nothing is sent when the page is left, either',
      async run(stage) {
        const { person, recorder, put, script, site, until } = stage;
        put('/', '', script('data-consent="denied"'));
        put('/plain', '');
        await person.goto(`http://${site}/`);
        await until(hears);
        await person.evaluate(purchase);
        await person.goto(`http://${site}/plain`);
        await person.evaluate('new Promise((done) => setTimeout(done, 400))');
        assert.deepEqual(recorder.recordings, []);
        assert.deepEqual(await stored(stage), nothing);
      },
    },
    {
      name: 'once it is withdrawn what was stored is gone: the cookie, and a sale that waits',
      async run(stage) {
        const { person, recorder, put, script, site, until } = stage;
        const answers = Array.from(
          { length: 20 },
          () => (response: { writeHead(status: number): { end(): unknown } }) => {
            response.writeHead(503).end();
          },
        );
        recorder.answers.push(...answers);
        put('/', `<script>${purchase}</script>`, script());
        await person.goto(`http://www.${site}/`);
        await recorder.waitForRecordings(1);
        assert.deepEqual(await person.evaluate('[document.cookie.slice(0, 5), Object.keys(localStorage)]'), [
          '_cst=',
          ['_cst:purchase.A-1'],
        ]);
        await person.evaluate(`clickstitch.consent('denied')`);
        await until(`document.cookie === '' && localStorage.length === 0`);
        assert.deepEqual(await stored(stage), nothing);
      },
    },
    {
      name: 'Google Consent Mode is heard: a default that denies, and the update',
      async run(stage) {
        const { person, recorder, put, script, site, until } = stage;
        const layer = `<script>
          window.dataLayer = [];
          function gtag() { dataLayer.push(arguments) }
          gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'denied' });
        </script>`;
        put('/', '', layer + script());
        await person.goto(`http://${site}/?gclid=1`);
        await until(hears);
        await person.evaluate('new Promise((done) => setTimeout(done, 400))');
        assert.deepEqual(await stored(stage), nothing);
        assert.deepEqual(recorder.recordings, []);
        await person.evaluate(`gtag('consent', 'update', { analytics_storage: 'granted', ad_storage: 'granted' })`);
        const [event] = await recorder.waitForEvents(1);
        assert.equal(event?.touch?.click_ids?.['gclid']?.value, '1');
      },
    },
  ],
};
