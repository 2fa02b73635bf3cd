import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sift } from './sift.ts';

const read = (all: readonly number[]) => async (behind: number | undefined, size: number) => {
  const from = behind === undefined ? 0 : all.indexOf(behind) + 1;
  return all.slice(from, from + size);
};
const numbers = Array.from({ length: 2_000 }, (_, at) => at);
const even = (rows: readonly number[]) => rows.filter((row) => row % 2 === 0);

test('a page of what passes, and how many pass in all', async () => {
  const page = await sift({ limit: 3, offset: 600, most: 10_000, counts: true, read: read(numbers), keep: even });
  assert.deepEqual(page, { rows: [1_200, 1_202, 1_204], has_more: true, passed: 1_000, is_whole: true });
});

test('it stops where the page is full, and nobody asks how many there are', async () => {
  const page = await sift({ limit: 2, offset: 0, most: 10_000, counts: false, read: read(numbers), keep: even });
  assert.deepEqual([page.rows, page.has_more, page.is_whole], [[0, 2], true, false]);
});

test('the last page has no more behind it', async () => {
  const page = await sift({ limit: 10, offset: 995, most: 10_000, counts: true, read: read(numbers), keep: even });
  assert.deepEqual([page.rows, page.has_more], [[1_990, 1_992, 1_994, 1_996, 1_998], false]);
});

test('it looks no further than it may, and says so', async () => {
  const page = await sift({ limit: 5, offset: 0, most: 6, counts: true, read: read(numbers), keep: even });
  assert.deepEqual(page, { rows: [0, 2, 4], has_more: false, passed: 3, is_whole: false });
});
