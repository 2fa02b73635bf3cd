/**
 * Runs the tests of the dialects and prints, for each point that a vendor's document makes, whether it holds. The last line
 * is one JSON object; fails where a point does not hold or a test failed.
 *
 *   node test/compat/compat.ts [--write-docs]
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { type Ended, holdingPoints } from './holding.ts';
import { tableOf, writeDocs } from './table.ts';
import { loadDocumented, showsById } from './vectors-folder.ts';
import { VENDORS, type Vendor } from './vendor.ts';

const { values: options } = parseArgs({ options: { 'write-docs': { type: 'boolean', default: false } } });

const tests = await runTests();
const tables: [Vendor, string][] = [];
const counts: [Vendor, { documented: number; holding: number }][] = [];
for (const vendor of VENDORS) {
  const points = loadDocumented(vendor).items;
  const ids = points.map(({ id }) => id);
  const holding = holdingPoints(ids, showsById(vendor), tests);
  const table = tableOf(points, holding);
  tables.push([vendor, table]);
  counts.push([vendor, { documented: points.length, holding: holding.size }]);
  console.log(`${vendor}\n\n${table}\n`);
}
if (options['write-docs']) writeDocs(Object.fromEntries(tables) as Record<Vendor, string>);

const failed = tests.filter(({ passed }) => !passed);
for (const { title } of failed) console.log(`failed: ${title}`);
const sum = (of: 'documented' | 'holding') => counts.reduce((total, [, count]) => total + count[of], 0);
const [documented, holding] = [sum('documented'), sum('holding')];
process.exitCode = failed.length === 0 && documented > 0 && holding === documented ? 0 : 1;
console.log(JSON.stringify({ documented, holding, by_vendor: Object.fromEntries(counts) }));

/** What became of each test; one that is skipped or to be done shows nothing, so it counts as failed. */
async function runTests(): Promise<Ended[]> {
  const ended: Ended[] = [];
  const files = globSync('*.test.ts', { cwd: import.meta.dirname }).sort();
  const events = run({ files: files.map((file) => join(import.meta.dirname, file)), concurrency: 2 });
  events.on('test:pass', ({ name, skip, todo, details }) => {
    if (details.type !== 'suite') ended.push({ title: name, passed: !isSet(skip) && !isSet(todo) });
  });
  events.on('test:fail', ({ name, details }) => {
    if (details.type === 'suite') return;
    ended.push({ title: name, passed: false });
    console.error(`${name}\n${details.error.cause ?? details.error}\n`);
  });
  for await (const _ of events);
  return ended;
}

function isSet(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}
