import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readTables } from './document.ts';
import { rowNames } from './table.ts';

it('docs/browser-support.md lists what is run, and nothing else', () => {
  const rows = readTables()
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (---|the browser|the tag) /.test(line))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | ?\|$/g, '').trim()));
  assert.deepEqual(
    rows.map(([name]) => name),
    rowNames(),
    'npm run engines -- --write-docs brings it up to date',
  );
  assert.equal(new Set(rowNames()).size, rows.length, 'two rows have the same name');
  for (const [name, ...cells] of rows) {
    const isTitle = name?.startsWith('**');
    assert.deepEqual(
      cells.filter((cell) => (isTitle ? cell !== '' : cell !== 'yes' && cell !== 'no')),
      [],
      name,
    );
    assert.equal(cells.length, 3, name);
  }
});
