import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EARNING_OVERRIDES, EARNING_STATUSES } from '../../domain/earning.ts';
import { currentSalesStatus } from '../../domain/sales-status.ts';
import { COMMISSION_STATUSES, commissionStatusOf, traitsOf } from './commission-view.ts';

test('what is shown in a status is what a list by that status holds', () => {
  for (const status of EARNING_STATUSES) {
    for (const earning_status of [null, ...EARNING_OVERRIDES]) {
      for (const refunded_minor of [0, 50, 100]) {
        const conversion = { earning_status, sales_status: 'complete', amount_minor: 100, refunded_minor } as const;
        const isRefunded = currentSalesStatus(conversion) === 'refunded';
        const listed = COMMISSION_STATUSES.filter((shown) =>
          traitsOf(shown).some(
            (trait) =>
              trait.status === status &&
              (trait.overrides?.includes(earning_status) ?? true) &&
              (trait.is_refunded === undefined || trait.is_refunded === isRefunded),
          ),
        );
        assert.deepEqual(listed, [commissionStatusOf(conversion, { status })], `${status} ${earning_status}`);
      }
    }
  }
});
