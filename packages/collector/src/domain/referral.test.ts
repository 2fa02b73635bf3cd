import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ReferralStep, referralStatusOf, type SaidOfReferral } from './referral.ts';

const SILENT: SaidOfReferral = { status: null, locks_rate: null };

function step(conversion: Partial<ReferralStep['conversion']> = {}, earning: Partial<ReferralStep['earning']> = {}) {
  return {
    conversion: {
      sales_status: 'complete',
      is_subscription: null,
      amount_minor: 1000,
      refunded_minor: 0,
      ...conversion,
    },
    earning: { kind: 'sale', status: 'pending', reason: null, ...earning },
  } as ReferralStep;
}

const LEAD = step({ amount_minor: null }, { kind: 'lead', status: 'none', reason: 'no_incentive' });
const TRIAL = step({ sales_status: 'trialing', amount_minor: 0, is_subscription: true });
const PAYMENT = step({ is_subscription: true });
const BLOCKED = step({}, { status: 'declined', reason: 'fraud' });
const statusOf = (...steps: ReferralStep[]) => referralStatusOf(steps, SILENT);

describe('how far a referral has come', () => {
  test('from the lead to the subscription', () => {
    assert.equal(statusOf(), 'lead');
    assert.equal(statusOf(LEAD), 'lead');
    assert.equal(statusOf(LEAD, TRIAL), 'trialing');
    assert.equal(statusOf(LEAD, TRIAL, step()), 'customer');
    assert.equal(statusOf(LEAD, TRIAL, PAYMENT), 'active');
    assert.equal(statusOf(PAYMENT, PAYMENT, step()), 'active');
    assert.equal(statusOf(PAYMENT, step()), 'customer');
  });

  test('a sale that is open or failed is none yet', () => {
    assert.equal(statusOf(LEAD, step({ sales_status: 'open' }), step({ sales_status: 'failed' })), 'lead');
  });

  test('refunded is whose every sale was given back whole', () => {
    const whole = step({ refunded_minor: 1000 });
    assert.equal(statusOf(LEAD, whole), 'refunded');
    assert.equal(statusOf(whole, step({ sales_status: 'refunded' })), 'refunded');
    assert.equal(statusOf(whole, step({ refunded_minor: 999 })), 'customer');
    assert.equal(statusOf(step({ amount_minor: 0 })), 'customer');
  });

  test('rejected is whom checks for fraud blocked in all that they did', () => {
    assert.equal(statusOf(BLOCKED, BLOCKED), 'rejected');
    assert.equal(statusOf(BLOCKED, step()), 'customer');
    assert.equal(statusOf(step({}, { status: 'declined', reason: 'declined_by_hand' })), 'customer');
  });

  test('what somebody said holds', () => {
    assert.equal(referralStatusOf([PAYMENT], { status: 'canceled', locks_rate: null }), 'canceled');
    assert.equal(referralStatusOf([], { status: 'rejected', locks_rate: true }), 'rejected');
  });
});
