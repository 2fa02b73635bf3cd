import type { ConversionDetail } from '../domain/conversion.ts';
import { AppError } from '../domain/errors.ts';
import type { NewConversion } from '../wire/conversion.ts';
import { readAmount, readCurrency } from './money.ts';

type Given = Pick<NewConversion, 'commissionable_amount' | 'commission_amount' | 'commission_currency'>;
type Commission = Pick<ConversionDetail, 'commissionable_minor' | 'commission_minor' | 'commission_currency'>;

/** What of a sale in this currency a commission is on, and the commission that the caller states. Throws `invalid`. */
export function readCommission(given: Given, sold: string | null): Commission {
  const { commissionable_amount, commission_amount, commission_currency } = given;
  if (commissionable_amount != null && sold === null) {
    throw new AppError('invalid', 'commissionable_amount: is of an amount, and there is none', {
      field: 'commissionable_amount',
      hint: 'Send the amount of the sale, too.',
    });
  }
  const commissionable_minor =
    commissionable_amount == null ? null : readAmount('commissionable_amount', commissionable_amount, sold ?? '');
  if (commission_amount == null) return { commissionable_minor, commission_minor: null, commission_currency: null };
  const currency = commission_currency ?? sold;
  if (currency == null) {
    throw new AppError('invalid', 'commission_currency: is required where the sale has no currency', {
      field: 'commission_currency',
      hint: "Send the currency of the affiliate's program.",
    });
  }
  const code = readCurrency(currency, 'commission_currency');
  return {
    commissionable_minor,
    commission_minor: readAmount('commission_amount', commission_amount, code),
    commission_currency: code,
  };
}
