import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();

describe('the stub', () => {
  it('keeps early calls with their time and URL, in their order, behind the page view', async () => {
    stage.recorder.scriptDelay = 600;
    stage.put(
      '/',
      `<script>
        track('first', { n: 1 });
        history.pushState(null, '', '/second');
        clickstitch.identify('user_1');
        const kept = clickstitch.track;
        setTimeout(() => { history.pushState(null, '', '/third'); kept('third') }, 250);
        addEventListener('load', () => { kept('after'); track('after_too') });
      </script>`,
      stage.stub + stage.script('async'),
    );
    await stage.open('shop.example', '/?via=anna');
    const received = await stage.recorder.waitForEvents(7);
    const isLateView = ({ name, url }: { name: string; url?: string | undefined }) =>
      name === 'page_view' && url?.endsWith('/third');
    const events = received.filter((event) => !isLateView(event));
    assert.deepEqual(
      events.map(({ name, url, user }) => [name, url?.replace(/.*:\d+/, ''), user?.user_id]),
      [
        ['page_view', '/?via=anna', undefined],
        ['first', '/?via=anna', undefined],
        ['identify', '/second', 'user_1'],
        ['third', '/third', 'user_1'],
        ['after', '/third', 'user_1'],
        ['after_too', '/third', 'user_1'],
      ],
    );
    const times = events.map(({ occurred_at }) => Number(occurred_at));
    assert.deepEqual(times, times.toSorted(), 'no call is older than the arrival');
    // Where the router has gone meanwhile is a page too, and nobody came there from outside.
    const lateView = received.find(isLateView);
    assert.ok(Number(lateView?.occurred_at) > Number(times[3]));
    assert.equal(lateView?.touch, null);
    // The script is there 600 ms after it was asked for; each call has the time at which it was made.
    const [arrival = 0, first = 0, , third = 0, after = 0] = times;
    assert.ok(third - first >= 240 && after > third, times.join());
    assert.equal(events[1]?.touch?.id, events[0]?.touch?.id);
    assert.equal(events[0]?.touch?.occurred_at, arrival);
  });

  it('is enough for a sale to be counted, even if the page is left before the script has run', async () => {
    stage.put(
      '/',
      `<script>track('purchase', { order_id: 'A-1', value: '9.90', currency: 'EUR' })</script>`,
      stage.stub,
    );
    const page = await stage.open('shop.example');
    assert.deepEqual(await page.evaluate('clickstitch.q.map(([, , verb, args]) => [verb, args[0]])'), [
      ['track', 'purchase'],
    ]);
    await page.addScriptTag({ url: `${stage.recorder.origin}/tag.js` });
    await page.evaluate(`clickstitch.init({ key: 'pk_by_hand' })`);
    const [event] = await stage.recorder.waitForEvents(1);
    assert.deepEqual([event?.id, event?.value, event?.currency], ['purchase.A-1', '9.90', 'EUR']);
  });

  it("leaves a track of the page's own alone", async () => {
    stage.put(
      '/',
      `<script>clickstitch.track('ours')</script>`,
      `<script>var calls = []; function track(name) { calls.push(name) }</script>${stage.stub}${stage.script()}`,
    );
    const page = await stage.open('shop.example');
    await page.evaluate(`track('theirs')`);
    assert.deepEqual(await page.evaluate('calls'), ['theirs']);
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['page_view', 'ours'],
    );
  });
});

describe('the script', () => {
  it('works without the stub', async () => {
    stage.put('/', `<script>track('one'); clickstitch.track('two')</script>`, stage.script());
    await stage.open('shop.example');
    const events = await stage.recorder.waitForEvents(3);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['page_view', 'one', 'two'],
    );
    assert.equal(stage.recorder.recordings.length, 1, 'they share a request');
  });

  it('runs once, however often it is on the page', async () => {
    const other = stage.script().replace('pk_test_1', 'pk_test_2');
    stage.put(
      '/',
      `<script>track('one')</script>${stage.script()}`,
      stage.stub + stage.script() + other + stage.script('async'),
    );
    const page = await stage.open('shop.example');
    await page.evaluate(`track('two')`);
    await stage.recorder.waitForEvents(3);
    await page.waitForTimeout(400);
    assert.deepEqual(
      stage.recorder.events().map(({ name }) => name),
      ['page_view', 'one', 'two'],
    );
    assert.deepEqual(new Set(stage.recorder.recordings.map(({ batch }) => batch.key)), new Set(['pk_test_1']));
  });

  it('finds itself as a module, where no script is the current one', async () => {
    stage.put('/', '', stage.script('type="module"'));
    await stage.open('shop.example');
    assert.equal((await stage.recorder.waitForEvents(1))[0]?.name, 'page_view');
  });

  it('sends to the endpoint that the page names', async () => {
    stage.put(
      '/',
      '',
      stage.script(`data-endpoint="${stage.recorder.origin.replace('127.0.0.1', 'collect.example')}/"`),
    );
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    assert.match(stage.recorder.recordings[0]?.headers.host ?? '', /^collect\.example:/);
  });

  it('leaves page views to the page if it wants that, and then they carry the touch', async () => {
    stage.put('/', '', stage.script('data-auto-page="false"'));
    const page = await stage.open('shop.example', '/?via=anna');
    await page.waitForTimeout(400);
    assert.deepEqual(stage.recorder.events(), []);
    await page.evaluate(`clickstitch.page({ template: 'home' }); clickstitch.page()`);
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      events.map(({ props, touch }) => [props, touch?.referral_code]),
      [
        [{ template: 'home' }, 'anna'],
        [{}, undefined],
      ],
    );
  });

  it('reads referral codes from the parameters that the page names', async () => {
    stage.put('/', '', stage.script('data-referral-params="partner, p"'));
    await stage.open('shop.example', '/?p=anna&via=bob');
    assert.equal((await stage.recorder.waitForEvents(1))[0]?.touch?.referral_code, 'anna');
  });
});
