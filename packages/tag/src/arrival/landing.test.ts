import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createFakePage } from '../../test/fake-page.ts';
import { readLanding } from './landing.ts';

it('takes time and URL from the arrival, and the rest from the page', () => {
  const { window } = createFakePage({ url: 'https://shop.example/after-the-router', referrer: 'https://a.example/' });
  assert.deepEqual(readLanding(window, [1000, 'https://shop.example/?gclid=1']), {
    url: 'https://shop.example/?gclid=1',
    referrer: 'https://a.example/',
    occurred_at: 1000,
    _shownAgain: false,
  });
});

it('knows a page that is shown again', () => {
  for (const [navigation, shownAgain] of [
    ['navigate', false],
    ['prerender', false],
    ['reload', true],
    ['back_forward', true],
  ] as const) {
    assert.equal(readLanding(createFakePage({ navigation }).window, [1, '/'])._shownAgain, shownAgain);
  }
});
