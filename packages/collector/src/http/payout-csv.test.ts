import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PayoutRow } from '../domain/payout.ts';
import { csvOf, payoutFile } from './payout-csv.ts';

const CREATED = Date.UTC(2026, 10, 20, 23, 59);

function payout(details: PayoutRow['details'], external_id: string | null = null): PayoutRow {
  return {
    ...{ workspace_id: 'w', id: '019a9f00-1234-7abc-8def-0123456789ab', external_id, affiliate_id: 'a1' },
    ...{ program_id: 'g', currency: 'EUR', amount_minor: 123_450, items: 2, details, shared_with: null },
    ...{ status: 'approved' as const, reference: null, failure: null, paid_at: null },
    ...{ created_at: CREATED, updated_at: CREATED, deleted_at: null, version: 1 },
  };
}

const bank = (holder: string) => ({ method: 'bank' as const, holder, iban: 'DE02120300000000202051', bic: null });
const payPal = (email: string) => ({ method: 'paypal' as const, email });

describe('payoutFile', () => {
  test('a bank gets a line of headings, and a reference that fits its field', () => {
    const file = payoutFile([payout(bank('Ada Lovelace'))], 'bank');
    assert.equal(
      csvOf(file, 'bank'),
      'date,holder,iban,bic,amount,currency,reference\r\n' +
        '2026-11-20,Ada Lovelace,DE02120300000000202051,,1234.50,EUR,019a9f0012347abc8def0123456789\r\n',
    );
  });

  test('PayPal gets no headings, and the caller’s own id where it can be one', () => {
    const file = payoutFile(
      [payout(payPal('ada@shop.test'), 'nov-1'), payout(payPal('b@shop.test'), 'has spaces')],
      'paypal',
    );
    assert.equal(
      csvOf(file, 'paypal'),
      'ada@shop.test,1234.50,EUR,nov-1,Affiliate commission\r\n' +
        'b@shop.test,1234.50,EUR,019a9f0012347abc8def0123456789,Affiliate commission\r\n',
    );
  });

  test('who is paid otherwise, or has said nothing, is left out and named', () => {
    const { rows, skipped } = payoutFile([payout(null), payout(payPal('a@shop.test')), payout(bank('Ada'))], 'bank');
    assert.equal(rows.length, 1);
    assert.deepEqual(
      skipped.map(({ affiliate_id, reason }) => [affiliate_id, reason]),
      [
        ['a1', 'the payout has no details'],
        ['a1', 'the payout has other details than a bank account'],
      ],
    );
  });

  for (const [holder, cell] of [
    ['=HYPERLINK("http://x.test")', '"\'=HYPERLINK(""http://x.test"")"'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', "' =1"],
    ['\t=1', "' =1"],
    ['Lovelace, Ada', '"Lovelace, Ada"'],
    ['Ada\r\n=1', 'Ada =1'],
    ['Ada "A"', '"Ada ""A"""'],
  ] as const) {
    test(`${JSON.stringify(holder)} is carried out by no spreadsheet, and breaks no line`, () => {
      const [, line = ''] = csvOf(payoutFile([payout(bank(holder))], 'bank'), 'bank').split('\r\n');
      assert.ok(line.startsWith(`2026-11-20,${cell},DE02`), line);
    });
  }

  test('an address that would be carried out is not paid by a file', () => {
    const { rows, skipped } = payoutFile([payout(payPal('+a@shop.test'))], 'paypal');
    assert.deepEqual([rows.length, skipped.length], [0, 1]);
  });
});
