import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { namesIn, numbered, numberedPage, pageIn, parseQuery, sortIn } from './pagination.ts';

const query = z.object({ ...numbered });
const refusal = (field: string) => ({ code: 'invalid', detail: { field } });
const isRefused = (work: () => unknown, field: string) =>
  assert.throws(work, (error: unknown) => {
    assert.deepEqual(pick(error), refusal(field));
    return true;
  });

function pick(error: unknown) {
  const { code, detail } = error as { code: string; detail: { field: string } };
  return { code, detail: { field: detail.field } };
}

test('a page is the first of fifty, and its bounds have three names', () => {
  assert.deepEqual(pageIn(parseQuery(query, {})), { limit: 50, offset: 0, from: undefined, to: undefined });
  const day = Date.UTC(2026, 0, 2);
  for (const [from, to] of [
    ['created_gte', 'created_lte'],
    ['createdGte', 'createdLte'],
    ['dateFrom', 'dateTo'],
  ] as const) {
    const given = parseQuery(query, { page: '3', limit: '20', [from]: '2026-01-02', [to]: '2026-01-02T12:00:00Z' });
    assert.deepEqual(pageIn(given), { limit: 20, offset: 40, from: day, to: day + 43_200_000 });
  }
});

test('what is no page is refused by its name', () => {
  for (const [field, value] of [
    ['page', '0'],
    ['page', '-1'],
    ['page', '1e3'],
    ['limit', '201'],
    ['dateFrom', 'yesterday'],
    ['limit', ['1', '2']],
  ] as const) {
    isRefused(() => parseQuery(query, { [field]: value }), field);
  }
});

test('sorting goes by columns that there are', () => {
  const columns = { createdAt: 'created_at', name: 'name' } as const;
  assert.deepEqual(sortIn(undefined, columns), { by: 'created_at', order: 'descending' });
  assert.deepEqual(sortIn('name:asc', columns), { by: 'name', order: 'ascending' });
  for (const sort of ['email:asc', 'name:up', 'name:asc:desc', 'constructor:asc', ':']) {
    isRefused(() => sortIn(sort, columns), 'sort');
  }
});

test('a comma list may come several times', () => {
  assert.deepEqual(namesIn('expand', ['a, b', 'c'], ['a', 'b', 'c']), ['a', 'b', 'c']);
  assert.deepEqual(namesIn('expand', undefined, ['a']), []);
  isRefused(() => namesIn('expand', 'a,x', ['a']), 'expand');
});

test('the numbers of a page are told in both spellings', () => {
  const { body } = numberedPage([1], { total: 101, has_more: true }, { page: 2, limit: 50 });
  assert.deepEqual(body, {
    success: true,
    data: [1],
    pagination: {
      ...{ page: 2, limit: 50, total: 101, total_pages: 3, has_next_page: true, has_prev_page: true },
      ...{ totalPages: 3, hasNextPage: true, hasPrevPage: true },
    },
  });
});
