import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakePage, type FakePageOptions } from '../../test/fake-page.ts';
import type { Verdict } from '../api.ts';
import { createTransport, handedOver, keepaliveBudget, settled, tooMuch } from './transport.ts';

function createSetup(options: FakePageOptions = {}) {
  const page = createFakePage(options);
  const notes: [Verdict, unknown, unknown?][] = [];
  const transport = createTransport(page.window, 'https://c.example/e', (...note) => notes.push(note));
  return { ...page, transport, notes, verdicts: () => notes.map(([verdict]) => verdict) };
}
function send(options: FakePageOptions, ...bodies: string[]) {
  const setup = createSetup(options);
  return { ...setup, sent: Promise.all(bodies.map((body) => setup.transport(body, false))) };
}
const status = (code: number, headers = {}, text: string | null = null) => ({
  answer: () => new Response(text, { status: code, headers }),
});
const offline = () => Promise.reject(new TypeError('offline'));
const bodyOf = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));

describe('a request', () => {
  it('needs no preflight, outlives the page and carries no cookies', async () => {
    const { requests, sent } = send({}, '{}');
    assert.equal(requests.length, 1, 'starts before the call returns');
    await sent;
    const { via, url, init } = requests[0] ?? assert.fail();
    assert.equal(via, 'fetch');
    assert.equal(url, 'https://c.example/e');
    assert.deepEqual(init, { method: 'POST', body: '{}', keepalive: true, credentials: 'omit' });
    assert.equal(new Request(url, init).headers.get('Content-Type'), 'text/plain;charset=UTF-8');
  });

  it('is a beacon where there is no fetch, and then nobody knows what became of it', async () => {
    const { requests, sent, notes } = send({ answer: null }, '{}');
    assert.deepEqual(await sent, [handedOver]);
    assert.equal(requests[0]?.via, 'beacon');
    assert.deepEqual(notes, [['sent', '{}']]);
  });

  it('fails, and does not throw, where there is neither', async () => {
    const broken = () => {
      throw new TypeError('not that URL');
    };
    for (const beacon of [null, () => false, broken]) {
      const { sent, verdicts } = send({ answer: null, beacon }, '{}');
      assert.deepEqual(await sent, [0]);
      assert.equal(verdicts().at(-1), 'failed');
    }
  });
});

describe('the budget', () => {
  const modes = (requests: ReturnType<typeof createSetup>['requests']) =>
    requests.map(({ via, init }) => [via, init.keepalive]);

  it('is shared by all that is in flight; what does not fit becomes a beacon', async () => {
    const { requests, sent } = send({}, bodyOf(keepaliveBudget - 100), bodyOf(90), bodyOf(20));
    assert.deepEqual(await sent, [settled, settled, handedOver]);
    assert.deepEqual(modes(requests), [
      ['fetch', true],
      ['fetch', true],
      ['beacon', undefined],
    ]);
  });

  it('counts bytes, not characters', async () => {
    const { requests, sent } = send({}, JSON.stringify('€'.repeat(keepaliveBudget / 3)));
    await sent;
    assert.equal(requests[0]?.via, 'beacon');
  });

  it('has what the beacon does not take either sent in parts, where there are parts', async () => {
    const { requests, transport, verdicts } = createSetup({ beacon: () => false });
    assert.equal(await transport(bodyOf(keepaliveBudget + 1), true), tooMuch);
    assert.deepEqual(modes(requests), [['beacon', undefined]]);
    assert.deepEqual(verdicts(), [], 'nothing was sent');
  });

  it('has what is one part sent without keepalive', async () => {
    const { requests, transport } = createSetup({ beacon: () => false });
    assert.equal(await transport(bodyOf(keepaliveBudget + 1), false), settled);
    assert.deepEqual(modes(requests), [
      ['beacon', undefined],
      ['fetch', false],
    ]);
  });

  it('is given back, by failures too', async () => {
    for (const options of [status(503), status(202)]) {
      const { transport, requests } = createSetup(options);
      for (let round = 0; round < 3; round++) await transport(bodyOf(keepaliveBudget), false);
      assert.deepEqual(
        requests.map(({ init }) => init.keepalive),
        [true, true, true],
      );
    }
  });

  it('is not asked for after a request that broke, until one is answered', async () => {
    for (const code of [202, 503]) {
      let count = 0;
      const answer = () => (++count < 3 ? offline() : status(code).answer());
      const { transport, requests, verdicts } = createSetup({ answer });
      for (let round = 0; round < 4; round++) await transport(bodyOf(keepaliveBudget), true);
      assert.deepEqual(modes(requests), [
        ['fetch', true],
        ['fetch', false],
        ['fetch', false],
        ['fetch', true],
      ]);
      const answered = code === 202 ? 'taken' : 'failed';
      assert.deepEqual(verdicts(), ['failed', 'failed', answered, answered]);
    }
  });

  it('is not used up by what goes without keepalive', async () => {
    const { sent, requests } = send({ beacon: () => false }, bodyOf(keepaliveBudget + 1), bodyOf(keepaliveBudget));
    await sent;
    assert.deepEqual(
      requests.filter(({ via }) => via === 'fetch').map(({ init }) => init.keepalive),
      [false, true],
    );
  });
});

describe('an answer', () => {
  it('settles the matter if it is a yes, or a no for good, and that is noted', async () => {
    for (const code of [200, 202, 204, 400, 401, 403, 404, 409, 413, 422, 451]) {
      const text = code === 204 ? null : `{"code":${code}}`;
      const { sent, notes } = send(status(code, {}, text), '{}');
      assert.deepEqual(await sent, [settled], `${code}`);
      assert.deepEqual(notes, [[code < 300 ? 'taken' : 'refused', '{}', text ?? '']]);
    }
  });

  it('asks to try again if it is a no for now', async () => {
    for (const code of [408, 425, 429, 500, 502, 503, 504, 599]) {
      const { sent, notes } = send(status(code), '{}');
      assert.deepEqual(await sent, [0], `${code}`);
      assert.deepEqual(notes, [['failed', '{}', code]]);
    }
  });

  it('that never came asks to try again too', async () => {
    const reason = new TypeError('offline');
    const { sent, notes } = send({ answer: () => Promise.reject(reason) }, '{}');
    assert.deepEqual(await sent, [0]);
    assert.deepEqual(notes.at(-1), ['failed', '{}', reason]);
  });

  it('says how long to wait, up to five minutes', async () => {
    for (const [header, ms] of [
      ['7', 7000],
      ['0', 0],
      ['300', 300_000],
      ['86400', 300_000],
      ['soon', 0],
      ['Wed, 21 Oct 2099 07:28:00 GMT', 0],
    ] as const) {
      assert.deepEqual(await send(status(503, { 'Retry-After': header }), '{}').sent, [ms], header);
    }
  });

  it('never passes for another outcome by a time that is before now', async () => {
    for (const header of ['-1', '-0.001', '-0.002', '-0.003']) {
      const [outcome = -1] = await send(status(503, { 'Retry-After': header }), '{}').sent;
      assert.ok(outcome >= 0, `${header} is no reason to lose what failed: ${outcome}`);
    }
  });

  it('may be something else altogether, where the page has its own fetch', async () => {
    const answer = () => undefined as unknown as Response;
    assert.deepEqual(await send({ answer }, '{}').sent, [0]);
  });
});
