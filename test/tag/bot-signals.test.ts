import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();
/** Makes the browser, which a program drives, look like one that nobody does. */
const human = `Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })`;

describe('signs of a bot', () => {
  for (const [what, script, expected] of [
    ['a driven browser', '', ['webdriver']],
    ['a browser that somebody uses', human, undefined],
  ] as const) {
    it(`are told with every event, and drop none: ${what}`, async () => {
      stage.put('/', '', `<script>${script}</script>${stage.script()}`);
      const page = await stage.open('shop.example');
      await page.evaluate(`track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' })`);
      const events = await stage.recorder.waitForEvents(2);
      assert.deepEqual(
        events.map(({ bot_signals }) => bot_signals),
        [expected, expected],
      );
    });
  }
});
