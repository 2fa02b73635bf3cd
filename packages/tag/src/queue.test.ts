import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import fc from 'fast-check';
import { createFakePage } from '../test/fake-page.ts';
import { createQueue } from './queue.ts';
import { keepaliveBudget } from './transport.ts';

/** A transport that takes notes and answers from a list, then with "taken". */
function createSetup(answers: (number | undefined)[] = []) {
  const page = createFakePage();
  const sent: string[] = [];
  const send = async (body: string) => {
    sent.push(body);
    return answers.shift();
  };
  return { ...page, sent, queue: createQueue(page.window, send, (events) => `[${events}]`) };
}

/** Lets promises settle and `ms` go by. */
async function pass(ms: number): Promise<void> {
  await new Promise(setImmediate);
  mock.timers.tick(ms);
  await new Promise(setImmediate);
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
});

describe('events', () => {
  it('wait a little for each other and go in order', async () => {
    const { queue, sent } = createSetup();
    for (const event of ['1', '2', '3']) queue(event, false);
    await pass(199);
    assert.deepEqual(sent, []);
    await pass(1);
    assert.deepEqual(sent, ['[1,2,3]']);
    queue('4', false);
    await pass(200);
    assert.deepEqual(sent, ['[1,2,3]', '[4]']);
  });

  it('go at once when one of them is urgent', () => {
    const { queue, sent } = createSetup();
    queue('1', false);
    queue('2', true);
    assert.deepEqual(sent, ['[1,2]']);
  });

  it('go at once when the page may end, and so do later ones, until it is seen again', async () => {
    for (const end of ['hide', 'leave'] as const) {
      const { queue, sent, show, ...page } = createSetup();
      queue('1', false);
      page[end]();
      assert.deepEqual(sent, ['[1]']);
      queue('2', false);
      assert.deepEqual(sent, ['[1]', '[2]']);
      show();
      queue('3', false);
      assert.equal(sent.length, 2);
      await pass(200);
      assert.equal(sent.length, 3);
    }
  });

  it('go in batches that fit the budget, none lost and none twice', async () => {
    const event = fc.string({ unit: fc.constantFrom('a', 'é', '€', '𝄞', '"'), maxLength: 9000, size: 'max' });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const { queue, sent, leave } = createSetup();
        for (const [index, text] of events.entries()) queue(JSON.stringify([index, text]), false);
        leave();
        assert.deepEqual(
          sent.flatMap((body) => JSON.parse(body)),
          events.map((text, index) => [index, text]),
        );
        for (const body of sent) {
          const isAlone = JSON.parse(body).length === 1;
          assert.ok(isAlone || Buffer.byteLength(body) < keepaliveBudget - 500);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('what failed', () => {
  it('goes again after a while, and together with what has come since', async () => {
    const { queue, sent } = createSetup([0]);
    queue('1', true);
    await pass(0);
    queue('2', true);
    assert.deepEqual(sent, ['[1]'], 'what is urgent waits too, for nothing gets through');
    await pass(2000);
    assert.deepEqual(sent, ['[1]', '[1,2]']);
    await pass(600_000);
    assert.equal(sent.length, 2);
  });

  it('goes again no sooner than the server wants', async () => {
    const { queue, sent } = createSetup([30_000]);
    queue('1', true);
    await pass(29_999);
    queue('2', true);
    assert.deepEqual(sent, ['[1]']);
    await pass(2001);
    assert.deepEqual(sent, ['[1]', '[1,2]']);
  });

  it('goes at once when the page may end', async () => {
    const { queue, sent, hide } = createSetup([30_000]);
    queue('1', true);
    await pass(1000);
    hide();
    assert.deepEqual(sent, ['[1]', '[1]']);
  });

  it('is given up after five times, and then the next has its five', async () => {
    const { queue, sent } = createSetup(Array.from({ length: 10 }, () => 0));
    queue('1', true);
    for (let round = 0; round < 20; round++) await pass(60_000);
    assert.deepEqual(
      sent,
      Array.from({ length: 5 }, () => '[1]'),
    );
    queue('2', true);
    for (let round = 0; round < 20; round++) await pass(60_000);
    assert.deepEqual(
      sent.slice(5),
      Array.from({ length: 5 }, () => '[2]'),
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
      (events) => events,
    );
    queue('1', true);
    await new Promise(setImmediate);
    random.mock.restore();
    assert.deepEqual(waits, [1000, 2000, 4000, 8000]);
  });
});
