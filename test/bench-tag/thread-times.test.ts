import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type TraceEvent, threadTimes } from './thread-times.ts';

const url = 'http://www.shop.localhost/';
const page = { pid: 7, tid: 1 };
const known: TraceEvent[] = [
  { ...page, name: 'thread_name', ph: 'M', args: { name: 'CrRendererMain' } },
  { ...page, tid: 2, name: 'thread_name', ph: 'M', args: { name: 'Compositor' } },
  { pid: 8, tid: 1, name: 'thread_name', ph: 'M', args: { name: 'CrRendererMain' } },
  { ...page, name: 'navigationStart', ph: 'R', args: { data: { documentLoaderURL: url } } },
];
const work = (name: string, tts: number, tdur: number, where = page): TraceEvent => ({
  ...where,
  name,
  ph: 'X',
  tts,
  tdur,
});

describe('the time for scripts', () => {
  it('is that of all their events, what is inside another once', () => {
    const events = [
      work('RunTask', 500, 6_000),
      work('EvaluateScript', 1_000, 4_000),
      work('v8.compile', 1_000, 1_000),
      work('FunctionCall', 4_500, 1_500),
      work('RunMicrotasks', 9_000, 500),
      work('RunTask', 8_900, 1_000),
    ];
    assert.deepEqual(threadTimes([...known, ...events.toReversed()], url), { eval_ms: 5.5, main_ms: 7 });
  });

  it('is not that of other work, other threads and other pages', () => {
    const events = [
      work('Layout', 1_000, 4_000),
      work('FunctionCall', 1_000, 4_000, { pid: 7, tid: 2 }),
      work('FunctionCall', 1_000, 4_000, { pid: 8, tid: 1 }),
    ];
    assert.deepEqual(threadTimes([...known, ...events], url), { eval_ms: 0, main_ms: 0 });
  });

  it('is not known of a page that the trace does not have', () => {
    assert.throws(() => threadTimes(known, 'http://other.localhost/'), /knows nothing of/);
  });
});
