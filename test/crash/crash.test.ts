import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKept, runCrash } from './run-crash.ts';

test('what was acknowledged is there once after each of ten kills under load, and nothing is half done', async (context) => {
  const verdict = await runCrash(10, (text) => context.diagnostic(text));
  assert.ok(isKept(verdict), JSON.stringify(verdict));
});
