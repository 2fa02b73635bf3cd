import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ENGINES } from '../engines/engine.ts';
import { runDelivery } from './run-delivery.ts';
import { isKept } from './verdict.ts';

/** The long form is `npm run test:delivery`. */
const ROUNDS = { chromium: 6, firefox: 2, webkit: 2 };

describe('what pages report while everything fails', { concurrency: true }, () => {
  for (const engine of ENGINES) {
    it(`arrives once, from ${engine}`, async () => {
      const told: string[] = [];
      const task = { engine, rounds: ROUNDS[engine], seed: 7, parallel: 2, rounds_per_browser: 3 };
      const verdict = await runDelivery(task, (text) => told.push(text));
      assert.equal(verdict.rounds, ROUNDS[engine]);
      assert.ok(verdict.conversions > verdict.killed_before_stored, 'nothing was put to the test');
      assert.ok(isKept(verdict), told.join('\n'));
    });
  }
});
