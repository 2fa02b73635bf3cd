import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { parseAllowedSkips } from './allowed-skips.ts';
import { type TestResult, tallyTests } from './tally.ts';

const NOTHING_ALLOWED = new Set<string>();

function result(name: string, more: Partial<TestResult> = {}): TestResult {
  return { name, file: '/x.test.ts', details: { type: 'test' }, ...more };
}

test('counts tests and not the suites around them', () => {
  const events = new EventEmitter();
  const tally = tallyTests(events, NOTHING_ALLOWED);
  events.emit('test:pass', result('one'));
  events.emit('test:fail', result('two'));
  events.emit('test:fail', result('around', { details: { type: 'suite' } }));
  assert.deepEqual(tally.counts, { passed: 1, failed: 1, skipped: 0 });
  assert.deepEqual(tally.complaints(), []);
});

test('complains of a skipped test unless it is named with a reason', () => {
  const events = new EventEmitter();
  const allowed = parseAllowedSkips('[{"name":"known","reason":"needs a printer"},{"name":"lazy","reason":" "}]');
  const tally = tallyTests(events, allowed);
  events.emit('test:pass', result('runs'));
  events.emit('test:pass', result('known', { skip: 'no printer' }));
  events.emit('test:pass', result('lazy', { skip: true }));
  events.emit('test:fail', result('later', { todo: true }));
  events.emit('test:pass', result('whole suite', { skip: true, details: { type: 'suite' } }));
  assert.deepEqual(tally.counts, { passed: 1, failed: 0, skipped: 4 });
  assert.deepEqual(
    tally.complaints().map((line) => line.split('"')[1]),
    ['lazy', 'later', 'whole suite'],
  );
});

test('takes neither an empty run nor an empty file for a success', () => {
  const events = new EventEmitter();
  const tally = tallyTests(events, NOTHING_ALLOWED);
  assert.deepEqual(tally.complaints(), ['No test ran.']);
  events.emit('test:pass', result('/x.test.ts'));
  assert.deepEqual(tally.complaints(), ['/x.test.ts contains no test.', 'No test ran.']);
});
