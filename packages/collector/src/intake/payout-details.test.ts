import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { readPayoutDetails } from './payout-details.ts';

const bank = (iban: string, bic?: string) => readPayoutDetails({ method: 'bank', holder: 'Ada Kiln', iban, bic });
const fieldAtFault = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return error.detail.field;
  }
  return undefined;
};

describe('payout details', () => {
  test('are kept as banks print them in one word, and the BIC may be left out', () => {
    const { payout_details } = bank('de89 3704 0044 0532 0130 00', 'cobadeff xxx');
    assert.deepEqual(payout_details, {
      method: 'bank',
      holder: 'Ada Kiln',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
    });
    const without = bank('GB82-WEST-1234-5698-7654-32').payout_details;
    assert.equal(without?.method === 'bank' && without.bic, null);
  });

  test('of one account have one hash, however it is written and whoever holds it', () => {
    const hash = bank('DE89370400440532013000').payout_hash;
    assert.equal(bank('de89 3704 0044 0532 0130 00', 'COBADEFF').payout_hash, hash);
    assert.notEqual(bank('GB82WEST12345698765432').payout_hash, hash);
    const paypal = (email: string) => readPayoutDetails({ method: 'paypal', email }).payout_hash;
    assert.equal(paypal('Ada@kiln.test'), paypal('ada@KILN.test'));
    assert.notEqual(paypal('ada@kiln.test'), hash);
    assert.deepEqual(readPayoutDetails(null), { payout_details: null, payout_hash: null });
  });

  test('are refused where one character of an IBAN is wrong, or two of its digits changed places', () => {
    const iban = 'NL91ABNA0417164300';
    assert.equal(
      fieldAtFault(() => bank(iban)),
      undefined,
    );
    for (let at = 2; at < iban.length; at += 1) {
      const wrong = String((Number.parseInt(iban[at] ?? '', 36) + 1) % 10);
      assert.equal(
        fieldAtFault(() => bank(iban.slice(0, at) + wrong + iban.slice(at + 1))),
        'payout_details.iban',
        `character ${at}`,
      );
    }
    assert.equal(
      fieldAtFault(() => bank('NL91ABNA0417164030')),
      'payout_details.iban',
    );
    assert.equal(
      fieldAtFault(() => bank('NL91')),
      'payout_details.iban',
    );
    assert.equal(
      fieldAtFault(() => bank('')),
      'payout_details.iban',
    );
    assert.equal(
      fieldAtFault(() => bank(iban, 'ABNA')),
      'payout_details.bic',
    );
  });
});
