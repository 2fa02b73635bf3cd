import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costsOf, spreadOf, tableOf } from './summary.ts';
import type { Visit } from './visit.ts';

const visit = (eval_ms: number, cookies: string[] = []): Visit => ({
  eval_ms,
  main_ms: eval_ms + 8,
  long_tasks: 1,
  long_task_ms: 60,
  br_bytes: 5_000,
  requests: 2,
  cookies,
  storage: ['a'],
  paths: [],
});

describe('the summary', () => {
  it('has the middle, and how far it reaches', () => {
    assert.deepEqual(spreadOf([3, 1, 2]), { median: 2, min: 1, max: 3 });
    assert.deepEqual(spreadOf([4, 1, 2, 3]), { median: 2.5, min: 1, max: 4 });
  });

  it('holds each page against the empty one', () => {
    const costs = costsOf(
      new Map([
        ['empty', [visit(2), visit(2), visit(50)]],
        ['ours', [visit(20, ['_cst']), visit(10, ['_cst']), visit(12)]],
      ]),
    );
    const { eval_ms, eval_ms_min, eval_ms_max, main_ratio, cookies, cookie_names, storage_keys } =
      costs.get('ours') ?? {};
    assert.deepEqual([eval_ms, eval_ms_min, eval_ms_max, main_ratio], [12, 10, 20, 2]);
    assert.deepEqual([cookies, cookie_names, storage_keys], [1, ['_cst'], 1]);
    assert.match(tableOf(costs), /\| ours \| 12 \(10–20\) \| 20 \(×2\) \| 1 \(60 ms\) \| 5,000 \| 2 \| 1 \| 1 \|/);
  });
});
