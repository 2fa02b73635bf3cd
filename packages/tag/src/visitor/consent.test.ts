import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ConsentChange, changedConsent } from './consent.ts';

const denied = { analytics: 'denied', ads: 'denied' } as const;
const granted = { analytics: 'granted', ads: 'granted' } as const;

describe('changedConsent', () => {
  it('takes one word for both', () => {
    assert.deepEqual(changedConsent(granted, 'denied'), denied);
    assert.deepEqual(changedConsent(denied, 'granted'), granted);
  });

  it('takes one for each, and leaves what is not mentioned', () => {
    assert.deepEqual(changedConsent(granted, { ads: 'denied' }), { analytics: 'granted', ads: 'denied' });
    assert.deepEqual(changedConsent(denied, { analytics: 'granted' }), { analytics: 'granted', ads: 'denied' });
    assert.deepEqual(changedConsent(denied, { analytics: 'granted', ads: 'granted' }), granted);
  });

  it('changes nothing by anything else', () => {
    const change = fc.oneof(
      fc.anything(),
      fc.constantFrom('Granted', 'denied ', 'grantied', 'denyed', true, { analytics: 'yes', ads: undefined }),
    );
    fc.assert(
      fc.property(fc.constantFrom(granted, denied), change, (before, change) => {
        assert.deepEqual(changedConsent(before, change as ConsentChange), before);
      }),
    );
  });

  it('leaves the consent that it was given as it was', () => {
    const before = { ...granted };
    changedConsent(before, 'denied');
    assert.deepEqual(before, granted);
  });
});
