import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachEngine } from '../each-engine.ts';
import { isKept, runCrash } from './run-crash.ts';

eachEngine((engine) => {
  test('what was acknowledged is there once after each of ten kills under load, and nothing is half done', async (context) => {
    const verdict = await runCrash(engine, 10, (text) => context.diagnostic(text));
    assert.ok(isKept(verdict), JSON.stringify(verdict));
  });
});
