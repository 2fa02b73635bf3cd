import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();
const start = (hook: string) =>
  `<script>clickstitch.init({ key: 'pk_test_1', endpoint: '${stage.recorder.origin}', beforeSend: ${hook} })</script>`;
/** A page that starts the tag by hand with a hook, and keeps the notes. */
function put(hook: string): void {
  const script = stage.script().replace('data-key="pk_test_1"', '');
  stage.put(
    '/',
    '',
    `${script}<script>var notes = []; clickstitch.debug((...note) => notes.push(note))</script>${start(hook)}`,
  );
}
const dropped = `notes.filter(([, verdict]) => verdict === 'dropped').map(([, , event, reason]) => [event.name, String(reason)])`;

describe('beforeSend', () => {
  it('changes an event, in place or by giving another', async () => {
    put(`(event) => event.name === 'page_view'
      ? { ...event, url: 'https://shop.example/hidden' }
      : Object.assign(event, { props: { changed: true } })`);
    const page = await stage.open('shop.example', '/?secret=1');
    await page.evaluate(`track('seen', { a: 1 })`);
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ name, url, props }) => [name, url, props]),
      [
        ['page_view', 'https://shop.example/hidden', {}],
        ['seen', stage.url('shop.example', '/?secret=1'), { changed: true }],
      ],
    );
  });

  it('sees the event whole, as it would be sent', async () => {
    put('(event) => { (window.seen ??= []).push(structuredClone(event)); return event }');
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await page.evaluate(
      `document.cookie = '_ttp=x; path=/'; track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' })`,
    );
    const events = (await stage.recorder.waitForEvents(2)).toSorted(
      (a, b) => Number(a.occurred_at) - Number(b.occurred_at),
    );
    assert.deepEqual(JSON.parse(JSON.stringify(await page.evaluate('seen'))), JSON.parse(JSON.stringify(events)));
    assert.equal(events[1]?.vendor_ids?.['_ttp'], 'x');
  });

  it('drops an event by null, and does not keep it either', async () => {
    put(`(event) => event.name === 'purchase' ? null : event`);
    const page = await stage.open('shop.example');
    await page.evaluate(`track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' }); track('after')`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      stage.recorder.events().map(({ name }) => name),
      ['page_view', 'after'],
    );
    assert.deepEqual(await page.evaluate(dropped), [['purchase', 'beforeSend']]);
    assert.equal(await page.evaluate('localStorage.length'), 0);
  });

  for (const [what, hook, reason] of [
    ['throws', `() => { throw new Error('broken') }`, 'Error: broken'],
    ['is async, for nobody waits for it', 'async (event) => event', 'beforeSend'],
    ['gives nothing', '() => {}', 'beforeSend'],
    ['gives no event', '() => true', 'beforeSend'],
    ['gives what breaks when it is looked at', `() => ({ get name() { throw new Error('trap') } })`, 'Error: trap'],
    ['is no function', '42', 'TypeError'],
    ['is the name of none', `'secretive'`, 'beforeSend'],
  ] as const) {
    it(`drops an event and says so, where it ${what}`, async () => {
      put(hook);
      const page = await stage.open('shop.example');
      await page.evaluate(`track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' })`);
      await page.waitForTimeout(300);
      assert.deepEqual(stage.recorder.recordings, []);
      const said = (await page.evaluate(
        `notes.filter(([, verdict]) => /dropped|error/.test(verdict)).map(([, , subject, reason]) => String(reason ?? subject))`,
      )) as string[];
      assert.equal(said.length, 2, 'a note for each event');
      for (const line of said) assert.ok(line.startsWith(reason), line);
    });
  }

  it('may call the tag itself', async () => {
    put(`(event) => { if (event.name === 'page_view') track('viewed'); return event }`);
    await stage.open('shop.example');
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(events.map(({ name }) => name).toSorted(), ['page_view', 'viewed']);
  });

  it('is found by its name in the attribute', async () => {
    const hook = `<script>function withoutProps({ props, ...event }) { return event }</script>`;
    stage.put('/', '', hook + stage.script('data-before-send="withoutProps"'));
    const page = await stage.open('shop.example');
    await page.evaluate(`track('seen', { secret: 1 })`);
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ props }) => props),
      [undefined, undefined],
    );
  });

  it('lets nothing out where the attribute names what is not there', async () => {
    stage.put('/', '', stage.script('data-before-send="missing"'));
    const page = await stage.open('shop.example');
    await page.evaluate(`track('seen', { secret: 1 })`);
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.events(), []);
  });
});
