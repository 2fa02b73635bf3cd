/**
 * Runs every test, or those whose path contains one of the arguments: `npm test -- tag/src e2e`. Ends with the line
 * `N passed, N failed, N skipped` and fails when a test failed, when none ran, or when one was skipped that
 * test/skipped.json does not name.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { startPostgres } from '../test/postgres.ts';
import { ROOT } from './setup/root.mjs';
import { readStamp } from './setup/stamp.mjs';
import { parseAllowedSkips } from './test/allowed-skips.ts';
import { tallyTests } from './test/tally.ts';

/** The slow ones come first, so that they do not run alone at the end. */
const PATTERNS = ['test/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'scripts/**/*.test.ts'];
const CONCURRENCY = 2;
/** A test that hangs must not hold up the verdict on the others for ever. */
const LIMIT_MS = 45 * 60_000;

process.chdir(ROOT);
const wanted = process.argv.slice(2);
const files = PATTERNS.flatMap((pattern) => globSync(pattern, { exclude: ['**/node_modules/**', '**/dist/**'] }).sort())
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .map((file) => join(ROOT, file));
console.log(`Running ${files.length} test files.`);

// Tests read in the environment where the browsers and the servers are; the setup has found them.
const { browser, programs } = readStamp();
for (const [variable, path] of Object.entries({ TEST_BROWSER: browser, ...programs })) {
  if (path !== undefined) {
    process.env[variable] ??= path;
  }
}
// One for all of them, for each would take half a second and its share of memory.
const postgres = process.env['TEST_POSTGRES_URL'] ? undefined : await startPostgres();
if (postgres !== undefined) {
  process.env['TEST_POSTGRES_URL'] = postgres.url;
}

const limit = AbortSignal.timeout(LIMIT_MS);
const events = run({ files, concurrency: CONCURRENCY, signal: limit });
const tally = tallyTests(events, parseAllowedSkips(readFileSync('test/skipped.json', 'utf8')));
for await (const text of events.compose(new spec())) {
  process.stdout.write(text);
}
await postgres?.remove();

const complaints = tally.complaints();
if (limit.aborted) {
  complaints.push(`The tests took longer than ${LIMIT_MS / 60_000} minutes and were stopped.`);
}
for (const complaint of complaints) {
  console.log(complaint);
}
const { passed, failed, skipped } = tally.counts;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || complaints.length > 0 ? 1 : 0;
