import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import type { Verdict } from '../../packages/tag/src/browser/note.ts';
import { setStage } from './stage.ts';

const stage = setStage();
const refused = (response: ServerResponse) => response.writeHead(400).end('{"error":"no such key"}');
const unavailable = (response: ServerResponse) => response.writeHead(503).end();

/** What a page has heard since `listen`, with errors in words. */
const listen = `var notes = [];
  clickstitch.debug((...note) => notes.push(note.map((part) => (part instanceof Error ? String(part) : part))))`;
async function verdicts(page: Page): Promise<Verdict[]> {
  return (await page.evaluate('notes.map(([, verdict]) => verdict)')) as Verdict[];
}
const until = (page: Page, verdict: Verdict) =>
  page.waitForFunction(`notes.some(([, told]) => told === '${verdict}')`, undefined, { timeout: 5_000 });

describe('debug', () => {
  it('tells to a function what becomes of each call from then on, in order and with its time', async () => {
    stage.put('/', `<script>track('seen', { order_id: 1 })</script>`, stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    await page.waitForTimeout(100);
    await page.evaluate(listen);
    const before = Date.now();
    await page.evaluate(
      `const cycle = {}; cycle.self = cycle; track('later', { order_id: 2, cycle }); track('last', { order_id: 3 })`,
    );
    await page.waitForFunction('notes.length >= 3');
    await page.waitForTimeout(100);
    assert.deepEqual(await verdicts(page), ['dropped', 'taken', 'taken']);
    const times = (await page.evaluate('notes.map(([at]) => at)')) as number[];
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    assert.ok(times.every((at) => at >= before && at <= Date.now()));
  });

  it('tells on the console from the start with the option, and from then on by a call without a function', async () => {
    for (const how of ['option', 'call']) {
      const lines: string[] = [];
      stage.recorder.clear();
      stage.put('/', '', stage.script(how === 'option' ? 'data-debug="true"' : ''));
      const page = await stage.newPage();
      page.on('console', (message) => lines.push(message.text()));
      await page.goto(stage.url('shop.example'));
      await stage.recorder.waitForEvents(1);
      await page.waitForTimeout(100);
      const isTaken = (name: string) => lines.some((line) => line.includes(' taken ') && line.includes(name));
      assert.equal(isTaken('page_view'), how === 'option', `${lines}`);
      await page.evaluate(`${how === 'call' ? 'clickstitch.debug();' : ''} track('later', { order_id: 1 })`);
      await stage.recorder.waitForEvents(2);
      await page.waitForTimeout(100);
      assert.ok(isTaken('later'), `by ${how}: ${lines}`);
      await page.close();
    }
  });

  it('says nothing where nobody asked', async () => {
    const lines: string[] = [];
    stage.put('/', '', stage.script());
    const page = await stage.newPage();
    page.on('console', (message) => lines.push(message.text()));
    await page.goto(stage.url('shop.example', '/?via=anna'));
    await stage.recorder.waitForEvents(1);
    await page.waitForTimeout(100);
    assert.deepEqual(lines, []);
  });

  it('called before the script has come, tells of all calls, those before it too', async () => {
    stage.recorder.scriptDelay = 200;
    const calls = `track('early'); ${listen}; track('late')`;
    stage.put('/', `<script>${calls}</script>`, stage.stub + stage.script('async data-consent="denied"'));
    const page = await stage.open('shop.example');
    await page.waitForFunction('notes.length >= 2');
    const held = await page.evaluate('notes.map(([, verdict, [, , verb, [name]]]) => [verdict, verb, name])');
    assert.deepEqual(held, [
      ['held', 'track', 'early'],
      ['held', 'track', 'late'],
    ]);
    await page.evaluate(`clickstitch.consent('granted')`);
    await until(page, 'taken');
  });

  it('loses no event to a listener that throws, and the page sees no error of it', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(`clickstitch.debug(() => { throw new Error('listener') }); track('seen')`);
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['page_view', 'seen'],
    );
    await page.waitForTimeout(300);
    assert.equal(stage.recorder.recordings.flatMap(({ batch }) => batch.events).length, 2, 'and sends none twice');
  });
});

/** What makes each verdict fall after the page view, of what it is said, and why. */
const cases: Record<
  Verdict,
  {
    attributes?: string;
    answers?: ((response: ServerResponse) => void)[];
    act: string;
    subject: RegExp;
    reason: RegExp;
  }
> = {
  held: {
    attributes: 'data-consent="denied"',
    act: `track('seen')`,
    subject: /"track",\["seen"/,
    reason: /^undefined$/,
  },
  dropped: { act: `track('seen', { n: 1n })`, subject: /^\[object Object]$/, reason: /BigInt/ },
  // More than may be under way in requests that outlive the page, and less than a beacon takes.
  sent: {
    act: `for (let n = 0; n < 6; n++) track('seen', { long: 'x'.repeat(9000) })`,
    subject: /"name":"seen"/,
    reason: /^undefined$/,
  },
  taken: { act: `track('seen')`, subject: /"name":"seen"/, reason: /^\{}$/ },
  refused: { answers: [refused], act: `track('seen')`, subject: /"name":"seen"/, reason: /no such key/ },
  failed: { answers: [unavailable], act: `track('seen')`, subject: /"name":"seen"/, reason: /^503$/ },
  given_up: {
    answers: Array.from({ length: 5 }, () => unavailable),
    act: `Math.random = () => 0; track('seen')`,
    subject: /seen/,
    reason: /^undefined$/,
  },
  forwarded: {
    attributes: 'data-forward="fbq"',
    act: `window.fbq = () => {}; track('seen')`,
    subject: /"name":"seen"/,
    reason: /^fbq$/,
  },
  not_forwarded: {
    attributes: 'data-forward="fbq"',
    act: `track('seen')`,
    subject: /"name":"seen"/,
    reason: /^fbq: not in this page/,
  },
  not_stored: {
    act: `Storage.prototype.setItem = () => { throw new Error('full') }; track('lead')`,
    subject: /^_cst:/,
    reason: /full/,
  },
  error: {
    act: `clickstitch.page({ get x() { throw new Error('trap') } })`,
    subject: /^Error: trap$/,
    reason: /^undefined$/,
  },
};

describe('the verdict', () => {
  for (const [verdict, { attributes, answers = [], act, subject, reason }] of Object.entries(cases)) {
    it(`${verdict} falls, and says on what and why`, async () => {
      stage.put('/', '', stage.script(attributes));
      const page = await stage.open('shop.example');
      if (!attributes) await stage.recorder.waitForEvents(1);
      await page.waitForTimeout(100);
      stage.recorder.answers.push(...answers);
      await page.evaluate(`${listen}; ${act}`);
      await until(page, verdict as Verdict);
      const words = `(part) => {
        try { return typeof part === 'string' ? part : String(JSON.stringify(part)) } catch { return String(part) }
      }`;
      const said = await page.evaluate(
        `notes.find(([, told]) => told === '${verdict}').slice(2).concat(undefined).slice(0, 2).map(${words})`,
      );
      const [about = '', why = ''] = said as string[];
      assert.match(about, subject);
      assert.match(why, reason);
    });
  }
});
