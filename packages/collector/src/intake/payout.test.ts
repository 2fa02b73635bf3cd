import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { PAYOUT_STATUSES, PAYOUT_STEPS, type PayoutRow, type PayoutStatus } from '../domain/payout.ts';
import { intakePayout, intakePayoutStep, type PayoutStep } from './payout.ts';

const NOW = Date.UTC(2026, 10, 20);

function payout(status: PayoutStatus): PayoutRow {
  return {
    ...{ workspace_id: 'w', id: 'p', external_id: null, affiliate_id: 'a', program_id: 'g' },
    ...{ currency: 'EUR', amount_minor: 100, items: 1, details: null, shared_with: null },
    ...{ status, reference: null, failure: null, paid_at: null },
    ...{ created_at: 0, updated_at: 0, deleted_at: null, version: 3 },
  };
}

const STEPS: readonly PayoutStep[] = [
  { status: 'approved' },
  { status: 'canceled' },
  { status: 'reopened' },
  { status: 'paid', reference: 'SEPA 1', paid_at: undefined },
  { status: 'failed', failure: 'account closed' },
];

describe('intakePayoutStep', () => {
  for (const status of PAYOUT_STATUSES) {
    for (const step of STEPS) {
      const isPossible = PAYOUT_STEPS[status].includes(step.status);
      test(`from ${status} to ${step.status} is ${isPossible ? 'a step' : 'none'}`, () => {
        if (isPossible) {
          const edit = intakePayoutStep(payout(status), step, NOW);
          assert.deepEqual([edit.subject, edit.subject_id, edit.version], ['payout', 'p', 3]);
          assert.equal(edit.patch['status'], step.status);
          return;
        }
        assert.throws(
          () => intakePayoutStep(payout(status), step, NOW),
          (error) => error instanceof AppError && error.code === 'conflict' && error.detail.field === 'status',
        );
      });
    }
  }

  test('a step that is none is told what is possible', () => {
    assert.throws(
      () => intakePayoutStep(payout('draft'), { status: 'failed', failure: 'x' }, NOW),
      (error) => error instanceof AppError && error.detail.hint === 'What is possible now: approve or cancel.',
    );
  });

  test('what is paid was paid when it is said, or now, and never later', () => {
    const paid = (paid_at?: number) =>
      intakePayoutStep(payout('approved'), { status: 'paid', reference: null, paid_at }, NOW).patch;
    assert.deepEqual(paid(), { status: 'paid', reference: null, paid_at: NOW });
    assert.equal(paid(NOW - 1)['paid_at'], NOW - 1);
    assert.throws(() => paid(NOW + 3_600_000), /paid_at: lies more than 5 minutes in the future/);
  });

  test('what is approved again has not failed', () => {
    assert.deepEqual(intakePayoutStep(payout('failed'), { status: 'approved' }, NOW).patch, {
      status: 'approved',
      failure: null,
    });
  });
});

test('an earning that is named twice is paid once', () => {
  const asked = { affiliate_id: 'a', external_id: null, earning_ids: ['e1', 'e2', 'e1'] };
  const command = intakePayout(asked, { workspace_id: 'w', received_at: NOW });
  assert.deepEqual(command.earning_ids, ['e1', 'e2']);
  assert.equal('idempotency' in command, false);
});
