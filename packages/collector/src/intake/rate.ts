import { AppError } from '../domain/errors.ts';

/** Decimals of a percentage. */
const DECIMALS = 4;
const MILLIONTHS = 10 ** DECIMALS;
const PER_CENT = /^\+?(\d{1,3})(?:\.(\d*))?$/;

/** Per cent above 0 and up to 100 as millionths: 20 is 200,000. Throws `invalid` with `field`. */
export function readRate(field: string, given: number | string): number {
  const [, whole, fraction = ''] = PER_CENT.exec(String(given).trim()) ?? [];
  const decimals = fraction.replace(/0+$/, '');
  if (whole === undefined || decimals.length > DECIMALS) throw refusal(field, given);
  const millionths = Number(whole) * MILLIONTHS + Number(decimals.padEnd(DECIMALS, '0'));
  if (millionths > 0 && millionths <= 100 * MILLIONTHS) return millionths;
  throw refusal(field, given);
}

/** Millionths as per cent. */
export function perCentOf(millionths: number): number {
  return millionths / MILLIONTHS;
}

function refusal(field: string, given: number | string): AppError {
  const what = `is not per cent above 0, up to 100 and with at most ${DECIMALS} decimals: ${JSON.stringify(given)}`;
  return new AppError('invalid', `${field}: ${what}`, { field, hint: 'Send 20 for 20 %.' });
}
