import type { PayoutDetails } from '../domain/affiliate.ts';
import { AppError } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';
import type { GivenPayoutDetails } from '../wire/affiliate.ts';

/** Where somebody is paid, and the hash by which two who share an account are found. */
export interface ReadPayoutDetails {
  payout_details: PayoutDetails | null;
  payout_hash: string | null;
}

/** Throws `invalid` of an account number that cannot be one. */
export function readPayoutDetails(given: GivenPayoutDetails | null | undefined): ReadPayoutDetails {
  if (!given) return { payout_details: null, payout_hash: null };
  if (given.method === 'paypal') {
    const email = given.email.toLowerCase();
    return { payout_details: { method: 'paypal', email }, payout_hash: digestOf(`paypal:${email}`) };
  }
  const iban = readIban(given.iban);
  const bic = given.bic === null || given.bic === undefined ? null : readBic(given.bic);
  return { payout_details: { method: 'bank', holder: given.holder, iban, bic }, payout_hash: digestOf(`bank:${iban}`) };
}

/** ISO 13616: a country, two check digits, and up to 30 characters of the country's own. */
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;
/** ISO 9362 */
const BIC = /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/;

function readIban(text: string): string {
  const iban = compact(text);
  if (!IBAN.test(iban)) {
    throw refusal('iban', 'is not an IBAN: two letters, two digits and 11 to 30 letters and digits are expected');
  }
  if (remainderOf(iban) !== 1) throw refusal('iban', 'is not an IBAN: its check digits do not fit the rest');
  return iban;
}

function readBic(text: string): string {
  const bic = compact(text);
  if (BIC.test(bic)) return bic;
  throw refusal('bic', 'is not a BIC: 8 or 11 letters and digits are expected');
}

/** Modulo 97 of the number that ISO 7064 makes of an IBAN: its first four characters last, letters as 10 to 35. */
function remainderOf(iban: string): number {
  const moved = iban.slice(4) + iban.slice(0, 4);
  const digits = [...moved].map((character) => Number.parseInt(character, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}

function compact(text: string): string {
  return text.replaceAll(/[\s-]/g, '').toUpperCase();
}

function refusal(part: 'iban' | 'bic', message: string): AppError {
  const field = `payout_details.${part}`;
  return new AppError('invalid', `${field}: ${message}`, { field, hint: 'Copy it again from where it is printed.' });
}
