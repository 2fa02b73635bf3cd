import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { createFakePage } from '../../test/fake-page.ts';
import type { Verdict } from '../api.ts';
import { createQueue, type Queued } from './queue.ts';
import { handedOver, type Outcome, settled, tooMuch } from './transport.ts';

/** A transport that takes notes and answers from a list, then always the same. */
function createSetup(answers: Outcome[] = [], usually: Outcome = settled) {
  const page = createFakePage();
  const sent: string[] = [];
  const bodies: { canSplit: boolean; [field: string]: unknown }[] = [];
  const notes: Verdict[] = [];
  const send = async (body: string, canSplit: boolean) => {
    const { events, ...envelope } = JSON.parse(body);
    sent.push(events.join());
    bodies.push({ ...envelope, canSplit });
    return answers.shift() ?? usually;
  };
  const queue = createQueue(page.window, send, 'pk_1', (verdict) => notes.push(verdict));
  const add = (json: string | number, isUrgent?: boolean, more: Partial<Queued> = {}) =>
    queue({ _json: `${json}`, _visitorId: 'v1', _urgency: isUrgent ? 1 : 0, ...more });
  return { ...page, sent, bodies, notes, add };
}

/** Lets promises settle and `ms` go by. */
async function pass(ms: number): Promise<void> {
  await new Promise(setImmediate);
  mock.timers.tick(ms);
  await new Promise(setImmediate);
}

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 5000 });
});

describe('events', () => {
  it('wait a little for each other and go in order', async () => {
    const { add, sent } = createSetup();
    for (const event of [1, 2, 3]) add(event);
    await pass(199);
    assert.deepEqual(sent, []);
    await pass(1);
    assert.deepEqual(sent, ['1,2,3']);
    add(4);
    await pass(200);
    assert.deepEqual(sent, ['1,2,3', '4']);
  });

  it('go in an envelope that says whose they are and when they went', async () => {
    const { add, bodies } = createSetup();
    add(1);
    await pass(200);
    assert.deepEqual(bodies, [{ v: 1, key: 'pk_1', visitor_id: 'v1', sent_at: 5200, canSplit: false }]);
  });

  it('go at once when one of them is urgent, and that one first', () => {
    const { add, sent } = createSetup();
    for (const event of [1, 2]) add(event);
    add(3, true);
    assert.deepEqual(sent, ['3,1,2']);
  });

  it('go at once when the page may end, and so do later ones, until it is seen again', async () => {
    for (const end of ['hide', 'leave'] as const) {
      const { add, sent, show, ...page } = createSetup();
      add(1);
      page[end]();
      assert.deepEqual(sent, ['1']);
      add(2);
      assert.deepEqual(sent, ['1', '2']);
      show();
      add(3);
      assert.equal(sent.length, 2);
      await pass(200);
      assert.equal(sent.length, 3);
    }
  });

  it('go twenty to a batch, those that matter most in the first', () => {
    const { add, sent, leave } = createSetup();
    for (const event of upTo(40)) add(event);
    add(41, true);
    assert.deepEqual(sent, [[41, ...upTo(19)].join(), upTo(20, 20).join(), '40']);
    leave();
    assert.equal(sent.length, 3, 'none twice');
  });

  it('of two visitors never share a batch', async () => {
    const { add, bodies, sent } = createSetup();
    add(1);
    add(2, false, { _visitorId: 'v2' });
    add(3);
    await pass(200);
    const byEvent = sent.map((event, index) => [event, bodies[index]?.['visitor_id']]).toSorted();
    assert.deepEqual(byEvent, [
      ['1', 'v1'],
      ['2', 'v2'],
      ['3', 'v1'],
    ]);
  });

  it('tell whoever wants to know when the collector has settled them, and only then', async () => {
    const done: string[] = [];
    const { add } = createSetup([0, settled, handedOver]);
    const tellAs = (name: string) => ({ _onSettled: () => void done.push(name) });
    add(1, true, tellAs('failed, then settled'));
    await pass(0);
    assert.deepEqual(done, []);
    await pass(2000);
    assert.deepEqual(done, ['failed, then settled']);
    add(2, true, tellAs('handed to the browser'));
    await pass(5000);
    assert.deepEqual(done, ['failed, then settled']);
  });
});

describe('batches go four beside each other', () => {
  /** A transport whose answers are given by hand. */
  function createPending() {
    const page = createFakePage();
    const answers: (() => void)[] = [];
    const send = () => new Promise<Outcome>((resolve) => answers.push(() => resolve(settled)));
    const queue = createQueue(page.window, send, 'pk_1', () => {});
    const add = (json: number, _urgency = 0) => queue({ _json: `${json}`, _visitorId: 'v1', _urgency });
    return { ...page, add, answers };
  }

  it('and the next when one of them is answered', async () => {
    const { add, answers } = createPending();
    for (const event of upTo(120)) add(event);
    await pass(200);
    assert.equal(answers.length, 4);
    await pass(60_000);
    assert.equal(answers.length, 4);
    answers[0]?.();
    await pass(0);
    assert.equal(answers.length, 5);
    for (const answer of answers) answer();
    await pass(0);
    assert.equal(answers.length, 6);
  });

  it('but what is urgent does not wait for them', async () => {
    const { add, answers } = createPending();
    for (const event of upTo(120)) add(event);
    await pass(200);
    add(121, 1);
    assert.equal(answers.length, 5);
  });

  it('but all goes when the page may end', async () => {
    const { add, answers, leave } = createPending();
    for (const event of upTo(120)) add(event);
    await pass(200);
    leave();
    assert.equal(answers.length, 6);
  });
});

describe('a batch that is too much', () => {
  it('goes in parts, none lost and none twice', async () => {
    const { add, sent, bodies } = createSetup([tooMuch]);
    for (const event of [1, 2, 3]) add(event);
    await pass(200);
    assert.deepEqual(sent, ['1,2,3', '1', '2', '3']);
    assert.deepEqual(
      bodies.map(({ canSplit }) => canSplit),
      [true, false, false, false],
    );
    await pass(600_000);
    assert.equal(sent.length, 4);
  });

  it('is no failure, and each part has its own', async () => {
    const { add, sent, notes } = createSetup([tooMuch, settled, 0]);
    for (const event of [1, 2]) add(event);
    await pass(200);
    assert.deepEqual(sent, ['1,2', '1', '2']);
    await pass(2000);
    assert.deepEqual(sent, ['1,2', '1', '2', '2']);
    assert.deepEqual(notes, []);
  });
});

describe('what failed', () => {
  it('goes again after a while, and together with what has come since', async () => {
    const { add, sent } = createSetup([0]);
    add(1, true);
    await pass(0);
    add(2, true);
    assert.deepEqual(sent, ['1'], 'what is urgent waits too, for nothing gets through');
    await pass(2000);
    assert.deepEqual(sent, ['1', '1,2']);
    await pass(600_000);
    assert.equal(sent.length, 2);
  });

  it('goes again no sooner than the server wants', async () => {
    const { add, sent } = createSetup([30_000]);
    add(1, true);
    await pass(29_999);
    add(2, true);
    assert.deepEqual(sent, ['1']);
    await pass(2001);
    assert.deepEqual(sent, ['1', '1,2']);
  });

  it('goes at once when the page may end', async () => {
    const { add, sent, hide } = createSetup([30_000]);
    add(1, true);
    await pass(1000);
    hide();
    assert.deepEqual(sent, ['1', '1']);
  });

  it('goes at once when there is a network again', async () => {
    const { add, sent, tell } = createSetup([30_000]);
    add(1, true);
    await pass(0);
    tell(new Event('online'));
    assert.deepEqual(sent, ['1', '1']);
    await pass(600_000);
    assert.equal(sent.length, 2);
  });

  it('is given up after five times, and then the next has its five', async () => {
    const { add, sent, notes } = createSetup([], 0);
    add(1, true);
    for (let round = 0; round < 20; round++) await pass(60_000);
    assert.deepEqual(sent, Array(5).fill('1'));
    assert.deepEqual(notes, ['given_up']);
    add(2, true);
    for (let round = 0; round < 20; round++) await pass(60_000);
    assert.deepEqual(sent.slice(5), Array(5).fill('2'));
  });

  it('is not given up because much of it failed at once: that is one failure of the network', async () => {
    const { add, sent, notes } = createSetup(Array(6).fill(0));
    const done: number[] = [];
    for (const event of upTo(120)) add(event, false, { _onSettled: () => void done.push(event) });
    await pass(200);
    assert.equal(sent.length, 4);
    for (let round = 0; round < 20; round++) await pass(60_000);
    assert.deepEqual(notes, []);
    assert.deepEqual(
      done.toSorted((a, b) => a - b),
      upTo(120),
    );
  });

  it('waits at random, and longer each time', async () => {
    const page = createFakePage();
    const waits: number[] = [];
    page.window.setTimeout = ((fn: () => void, ms: number) => {
      waits.push(ms);
      queueMicrotask(fn);
    }) as unknown as typeof page.window.setTimeout;
    const random = mock.method(Math, 'random', () => 0.5);
    const queue = createQueue(
      page.window,
      async () => 0,
      'pk_1',
      () => {},
    );
    queue({ _json: '1', _visitorId: 'v1', _urgency: 1 });
    await new Promise(setImmediate);
    random.mock.restore();
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000]);
  });
});
