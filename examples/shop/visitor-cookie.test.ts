import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVisitorCookie } from './visitor-cookie.ts';

const VISITOR = '019a8f00-0000-7000-8000-000000000001';

function cookie(value: unknown): string {
  return `_cst=${encodeURIComponent(JSON.stringify(value))}`;
}

test('finds the visitor and the click of the latest arrival', () => {
  const value = {
    visitor_id: VISITOR,
    ts: 1,
    first: { click_ids: { gclid: { value: 'Cj0', first_seen_at: 1 } } },
    last: { click_ids: { cs_click: { value: 'clk_019a', first_seen_at: 1 } } },
  };
  assert.deepEqual(readVisitorCookie(`theme=dark; ${cookie(value)}; x=1`), {
    visitor_id: VISITOR,
    click_id: 'clk_019a',
  });
});

test('takes the newest of several cookies', () => {
  const header = `${cookie({ visitor_id: 'old', ts: 5 })}; ${cookie({ visitor_id: 'new', ts: 9 })}; _cst=broken`;
  assert.deepEqual(readVisitorCookie(header), { visitor_id: 'new' });
});

test('takes nothing from what is not a cookie of the tag', () => {
  const wrong = [
    undefined,
    '',
    '_cst=',
    '_cst=%',
    '_cst=null',
    '_cst=%7B',
    cookie([]),
    cookie({ visitor_id: 7, last: 'x' }),
    cookie({ visitor_id: 'a b', last: { click_ids: null } }),
    cookie({ last: { click_ids: { cs_click: { value: 'Cj0' } } } }),
    '_cst2=x',
  ];
  for (const header of wrong) {
    assert.deepEqual(readVisitorCookie(header), {}, header);
  }
});
