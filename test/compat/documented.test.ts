import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type DocumentedPoint, parseCsv, readDocumented } from './documented.ts';
import { loadBadInput, loadDocumented, loadExamples, loadVectors, showsById } from './vectors-folder.ts';
import { FLOORS, SPOKEN, VENDORS } from './vendor.ts';

/** Points that a test of ours is named after. */
const TITLED = globSync('*.test.ts', { cwd: import.meta.dirname }).flatMap((file) =>
  [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/test\('([\w/-]+): /g)].map(([, id = '']) => id),
);

describe('documented.csv is read', () => {
  test('with quoted fields, doubled quotes, and line breaks of any kind', () => {
    assert.deepEqual(parseCsv('a,"b, ""c""\nd"\r\n\n"",e\n'), [
      ['a', 'b, "c"\nd'],
      ['', 'e'],
    ]);
    assert.deepEqual(parseCsv('a,b'), [['a', 'b']]);
    assert.deepEqual(parseCsv('a,'), [['a', '']]);
    assert.throws(() => parseCsv('a,"b'), /does not end/);
    assert.throws(() => parseCsv('a,"b"c'), /quote ends before/);
  });

  test('and whatever is wrong with a row is said', () => {
    const read = (row: string) => readDocumented(`id,line,kind,statement,test\n${row}\n`, 'nexor');
    assert.deepEqual(read('nexor/a/b,3,field,"It is, so",nexor/a/b nexor/a/c'), [
      { id: 'nexor/a/b', line: 3, kind: 'field', statement: 'It is, so', tests: ['nexor/a/b', 'nexor/a/c'] },
    ]);
    assert.throws(() => read('whop/a/b,3,field,x,t'), /begin with nexor\//);
    assert.throws(() => read('nexor/a/b,3,field,x, y, t'), /expected 5 columns/);
    assert.throws(() => read('nexor/a/b,3,thing,x,t'), /expected one of/);
    assert.equal(read('nexor/a/b,https://docs.example.com/a,field,x,t')[0]?.line, 'https://docs.example.com/a');
    assert.throws(() => read('nexor/a/b,x,field,x,t'), /line number/);
    assert.throws(() => read('nexor/a/b,http://docs.example.com/a,field,x,t'), /line number/);
    assert.throws(() => read('nexor/a/b,3,field, ,t'), /states nothing/);
    assert.throws(() => read('nexor/a/b,3,field,x, '), /no test shows it/);
    assert.throws(() => read('nexor/a/b,3,field,x,t\nnexor/a/b,4,field,y,t'), /came before/);
    assert.throws(() => readDocumented('id,kind\n', 'nexor'), /expected the header/);
  });
});

for (const vendor of VENDORS) {
  describe(`documented points of ${vendor}`, () => {
    const { items: points, faults } = loadDocumented(vendor);

    test(`the points of ${vendor} can be read, and are no fewer than its floor`, () => {
      assert.deepEqual(faults, []);
      assert.ok(points.length >= FLOORS[vendor], `${points.length} points, and ${FLOORS[vendor]} are the least`);
    });

    test(`every point of ${vendor} is shown by something, and nothing shows what is no point`, () => {
      const ids = new Set(points.map(({ id }) => id));
      const entries = [...showsById(vendor)];
      const showing = ({ id }: DocumentedPoint) => [
        ...entries.filter(([test, shows]) => test === id || shows.includes(id)).map(([test]) => test),
        ...TITLED.filter((test) => test === id),
      ];
      for (const point of points) assert.deepEqual(point.tests.toSorted(), showing(point).sort(), point.id);
      const unknown = entries.flatMap(([id, shows]) =>
        shows.filter((point) => !ids.has(point)).map((point) => `${id} shows ${point}`),
      );
      assert.deepEqual(unknown, [], 'these are not in documented.csv');
    });
  });
}

test('no id is taken twice, and every file can be read', () => {
  const ids = SPOKEN.flatMap((spoken) => [...showsById(spoken).keys()]);
  assert.equal(new Set(ids).size, ids.length);
  for (const spoken of SPOKEN) {
    const faults = [loadVectors(spoken), loadBadInput(spoken)].flatMap((loaded) => loaded.faults);
    assert.deepEqual(faults, [], spoken);
  }
  for (const vendor of VENDORS) assert.deepEqual(loadExamples(vendor).faults, [], vendor);
});
