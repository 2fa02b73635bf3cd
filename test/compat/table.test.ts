import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentedPoint } from './documented.ts';
import { rowsOf, statedIn, tableOf, withTables } from './table.ts';

const point = (id: string, statement: string): DocumentedPoint => ({
  ...{ id, line: 7, kind: 'field', statement, tests: [id] },
});
const elsewhere = { ...point('nexor/c', 'It says'), line: 'https://docs.example.com/a' };
const points = [point('nexor/a', 'a | b, or\n c'), point('nexor/b', 'It is'), elsewhere];
const tables = {
  nexor: tableOf(points, new Set(['nexor/b'])),
  brandwave: tableOf([point('brandwave/a', 'x')], new Set()),
  chase: tableOf([], new Set()),
  affonso: tableOf([], new Set()),
  whop: tableOf([], new Set()),
};

test('a table tells which points hold, and is read again as it was written', () => {
  assert.match(tables.nexor, /^\| `nexor\/a` \| 7 \| a \\\| b, or c \| no \|$/m);
  assert.match(tables.nexor, /^\| `nexor\/b` \| 7 \| It is \| yes \|$/m);
  assert.match(tables.nexor, /^\| `nexor\/c` \| \[page\]\(https:\/\/docs\.example\.com\/a\) \| It says \| no \|$/m);
  const document = withTables('# Dialects\n\nWords.\n', tables);
  assert.deepEqual(statedIn(document, 'nexor'), rowsOf(points));
  assert.deepEqual(statedIn(document, 'brandwave'), [['brandwave/a', 7, 'x']]);
  assert.deepEqual(statedIn(document, 'whop'), []);
});

test('tables take the place of those before, and nothing else changes', () => {
  const once = withTables('# Dialects\n\nWords.\n', { ...tables, nexor: 'before' });
  assert.ok(once.startsWith('# Dialects\n\nWords.\n\n## What is documented, and holds\n'));
  const after = `${once}\n## More\n`;
  const twice = withTables(after, tables);
  assert.equal(
    twice,
    after.replace('before', () => tables.nexor),
  );
  assert.equal(withTables(twice, tables), twice);
  assert.throws(() => withTables('<!-- compat -->', tables), /no <!-- \/compat --> after it/);
});
