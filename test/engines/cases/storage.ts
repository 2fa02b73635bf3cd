import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Case, Group, Stage } from '../stage.ts';

const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;
const unavailable = (response: ServerResponse): unknown => response.writeHead(503, { 'Retry-After': '300' }).end();
const cut = (response: ServerResponse): unknown => response.destroy();

/** Has a page report its sale to a collector that does not take it, and leaves it; a page without the tag is shown. */
async function loseSale(stage: Stage, answer: (response: ServerResponse) => unknown, host: string): Promise<void> {
  const { person, recorder, put, script } = stage;
  recorder.answers.push(...Array.from({ length: 150 }, () => answer));
  put('/thanks', `<script>${purchase}</script>`, script());
  put('/aside', '');
  await person.goto(`http://${host}/thanks`);
  await recorder.waitForRecordings(1);
  await person.goto(`http://${host}/aside`);
  assert.deepEqual(await person.evaluate('Object.keys(localStorage)'), ['_cst:purchase.A-1']);
  // Eleven seconds pass: it cannot be under way any more.
  await person.evaluate(`Object.entries(localStorage).forEach(([key, text]) => {
    const [at, ...more] = JSON.parse(text);
    localStorage.setItem(key, JSON.stringify([at - 11000, ...more]));
  })`);
}

/** How often the sale has arrived since the collector takes what comes. */
function sales({ recorder }: Stage): number {
  return recorder.recordings.flatMap(({ batch }) => batch.events.filter(({ name }) => name === 'purchase')).length;
}

const sentLater = ([what, answer]: readonly [string, (response: ServerResponse) => unknown]): Case => ({
  name: `is kept where ${what}, and sent by the next page`,
  async run(stage) {
    const { person, recorder, put, script, site, until } = stage;
    await loseSale(stage, answer, `www.${site}`);
    const [lost] = recorder.recordings.flatMap(({ batch }) => batch.visitor_id);
    recorder.clear();
    put('/', '', script());
    await person.goto(`http://www.${site}/`);
    await recorder.waitForEvents(2);
    await until('localStorage.length === 0');
    assert.equal(sales(stage), 1);
    assert.deepEqual(new Set(recorder.recordings.map(({ batch }) => batch.visitor_id)), new Set([lost]));
  },
});

export const storage: Group = {
  title: 'a conversion',
  cases: [
    ...[['the collector is not there', unavailable] as const, ['the connection breaks', cut] as const].map(sentLater),
    {
      name: 'that was kept is sent once where pages open at the same time (a secure context, with its locks)',
      async run(stage) {
        const { person, recorder, put, script, secureHost, until } = stage;
        await loseSale(stage, unavailable, secureHost);
        assert.equal(await person.evaluate('typeof navigator.locks'), 'object');
        recorder.clear();
        put('/', '', script());
        put('/frames', '<iframe src="/"></iframe>'.repeat(4));
        await person.goto(`http://${secureHost}/frames`);
        await recorder.waitForEvents(5);
        await until('localStorage.length === 0');
        assert.equal(sales(stage), 1);
      },
    },
    {
      name: 'is sent where the storage is full',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        const fill = `for (let size = 2 ** 22, n = 0; size >= 1; ) {
          try { localStorage.setItem(n++, 'x'.repeat(size)) } catch { size = Math.floor(size / 2) }
        }`;
        put('/', `<script>${fill}; ${purchase}</script>`, script());
        await person.goto(`http://${site}/`);
        await recorder.waitForEvents(2);
        assert.equal(sales(stage), 1);
        await person.evaluate('localStorage.clear()');
      },
    },
    {
      name: 'is sent from a sandboxed frame, where any mention of cookies or storage throws',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        put('/framed', `<script>${purchase}</script>`, script());
        put('/', '<iframe sandbox="allow-scripts" src="/framed?via=anna"></iframe>');
        await person.goto(`http://${site}/`);
        const events = await recorder.waitForEvents(2);
        assert.deepEqual(events.map(({ name, touch }) => [name, touch?.referral_code]).toSorted(), [
          ['page_view', 'anna'],
          ['purchase', 'anna'],
        ]);
      },
    },
  ],
};
