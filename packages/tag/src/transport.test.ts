import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakePage, type FakePageOptions } from '../test/fake-page.ts';
import { createTransport, keepaliveBudget } from './transport.ts';

function send(options: FakePageOptions, ...bodies: string[]) {
  const page = createFakePage(options);
  const transport = createTransport(page.window, 'https://c.example/e');
  return { ...page, transport, sent: Promise.all(bodies.map(transport)) };
}
const status = (code: number, headers = {}) => ({ answer: () => new Response(null, { status: code, headers }) });
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

  it('is a beacon where there is no fetch', async () => {
    const { requests, sent } = send({ answer: null }, '{}');
    assert.deepEqual(await sent, [undefined]);
    assert.equal(requests[0]?.via, 'beacon');
  });

  it('fails, and does not throw, where there is neither', async () => {
    assert.deepEqual(await send({ answer: null, beacon: null }, '{}').sent, [0]);
    assert.deepEqual(await send({ answer: null, beacon: () => false }, '{}').sent, [0]);
    const broken = () => {
      throw new TypeError('not that URL');
    };
    assert.deepEqual(await send({ answer: null, beacon: broken }, '{}').sent, [0]);
  });
});

describe('the budget', () => {
  it('is shared by all that is in flight; what does not fit becomes a beacon', async () => {
    const { requests, sent } = send({}, bodyOf(keepaliveBudget - 100), bodyOf(90), bodyOf(20));
    await sent;
    assert.deepEqual(
      requests.map(({ via, init }) => [via, init.keepalive]),
      [
        ['fetch', true],
        ['fetch', true],
        ['beacon', undefined],
      ],
    );
  });

  it('counts bytes, not characters', async () => {
    const { requests, sent } = send({}, JSON.stringify('€'.repeat(keepaliveBudget / 3)));
    await sent;
    assert.equal(requests[0]?.via, 'beacon');
  });

  it('sends without keepalive what the beacon does not take either', async () => {
    const { requests, sent } = send({ beacon: () => false }, bodyOf(keepaliveBudget + 1));
    assert.deepEqual(await sent, [undefined]);
    assert.deepEqual(
      requests.map(({ via, init }) => [via, init.keepalive]),
      [
        ['beacon', undefined],
        ['fetch', false],
      ],
    );
  });

  it('is given back, by failures too', async () => {
    const { transport, requests } = send(status(503));
    for (let round = 0; round < 3; round++) await transport(bodyOf(keepaliveBudget));
    assert.deepEqual(
      requests.map(({ init }) => init.keepalive),
      [true, true, true],
    );
  });
});

describe('an answer', () => {
  it('settles the matter if it is a yes, or a no for good', async () => {
    for (const code of [200, 202, 204, 400, 401, 403, 404, 409, 413, 422, 451]) {
      assert.deepEqual(await send(status(code), '{}').sent, [undefined], `${code}`);
    }
  });

  it('asks to try again if it is a no for now', async () => {
    for (const code of [408, 425, 429, 500, 502, 503, 504, 599]) {
      assert.deepEqual(await send(status(code), '{}').sent, [0], `${code}`);
    }
    assert.deepEqual(await send({ answer: () => Promise.reject(new TypeError('offline')) }, '{}').sent, [0]);
  });

  it('says how long to wait, up to five minutes', async () => {
    for (const [header, ms] of [
      ['7', 7000],
      ['0', 0],
      ['300', 300_000],
      ['86400', 300_000],
      ['soon', 0],
    ] as const) {
      assert.deepEqual(await send(status(503, { 'Retry-After': header }), '{}').sent, [ms], header);
    }
  });

  it('may be something else altogether, where the page has its own fetch', async () => {
    const answer = () => undefined as unknown as Response;
    assert.deepEqual(await send({ answer }, '{}').sent, [0]);
  });
});
