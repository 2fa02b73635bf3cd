import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AffiliateRow, AffiliateStatus } from '../domain/affiliate.ts';
import { AppError } from '../domain/errors.ts';
import { AFFILIATE_STEPS, intakeAffiliate, intakeAffiliateEdit, intakeAffiliateStep } from './affiliate.ts';
import { intakeCoupon } from './coupon.ts';
import { intakeLink } from './link.ts';

const context = { workspace_id: 'w', received_at: 5 };
const affiliate: AffiliateRow = {
  ...{ workspace_id: 'w', id: 'a', external_id: null, program_id: null, name: 'Ada', email: null, status: 'applied' },
  ...{ group_name: null, first_group: null, application: null, payout_details: null, payout_hash: null },
  ...{ created_at: 1, updated_at: 1, deleted_at: null, version: 3 },
};

describe('an affiliate', () => {
  test('whom a server enters is approved at once, with a link whose code is made of the name', () => {
    const { affiliate, link } = intakeAffiliate({ name: 'Ada Kiln', email: 'Ada@Example.com' }, context);
    assert.deepEqual([affiliate.status, affiliate.email, affiliate.program_id], ['approved', 'ada@example.com', null]);
    assert.match(link.code, /^ada-[0-9a-f]{8}$/);
    const { link: nameless } = intakeAffiliate({ name: '古川' }, { ...context, program_id: 'p' });
    assert.match(nameless.code, /^link-/);
  });

  test('is changed in the columns that are given, and the hash follows the account', () => {
    const patch = { group: 'gold', payout_details: { method: 'paypal', email: 'Ada@kiln.test' } } as const;
    const columns = intakeAffiliateEdit(affiliate, patch, context)?.patch ?? {};
    assert.deepEqual(Object.keys(columns).sort(), ['group_name', 'payout_details', 'payout_hash']);
    assert.deepEqual(columns['payout_details'], { method: 'paypal', email: 'ada@kiln.test' });
    assert.deepEqual(intakeAffiliateEdit(affiliate, { payout_details: null }, context)?.patch, {
      payout_details: null,
      payout_hash: null,
    });
    assert.equal(intakeAffiliateEdit(affiliate, {}, context), undefined);
    const joining = intakeAffiliateEdit(affiliate, {}, { ...context, program_id: 'p' });
    assert.deepEqual([joining?.patch, joining?.version], [{ program_id: 'p' }, 3]);
  });

  test('is approved, rejected and suspended in turn, and once', () => {
    const outcomeOf = (status: AffiliateStatus) =>
      AFFILIATE_STEPS.map((step) => {
        try {
          return intakeAffiliateStep({ ...affiliate, status }, step, context)?.patch['status'] ?? 'done';
        } catch (error) {
          return error instanceof AppError ? error.code : error;
        }
      });
    assert.deepEqual(outcomeOf('applied'), ['approved', 'rejected', 'conflict']);
    assert.deepEqual(outcomeOf('approved'), ['done', 'conflict', 'suspended']);
    assert.deepEqual(outcomeOf('rejected'), ['approved', 'done', 'conflict']);
    assert.deepEqual(outcomeOf('suspended'), ['approved', 'conflict', 'done']);
  });

  test('has codes in one spelling: links in lower case, coupons in capital letters', () => {
    assert.equal(intakeLink({ code: ' Ada-2 ' }, affiliate, context).link.code, 'ada-2');
    assert.equal(intakeCoupon({ code: ' ada10 ' }, 'a', context).coupon.code, 'ADA10');
    assert.throws(() => intakeLink({ code: 'a b' }, affiliate, context), /code: "a b" cannot be a code/);
    assert.throws(() => intakeCoupon({ code: '  ' }, 'a', context), /code: " {2}" cannot be a code/);
  });
});
