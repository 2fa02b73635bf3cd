import { z } from 'zod';
import { RATE } from '../domain/exchange-rate.ts';
import { listQuery } from './conversion.ts';
import { currency } from './fields.ts';

const code = currency.transform((text) => text.toUpperCase());
const day = z.iso.date('expected a day such as 2026-11-20');

/** Units of `quote` for one of `base`. */
const rate = z
  .union([z.number(), z.string()], { error: 'expected a decimal number above 0, such as "1.0856"' })
  .transform(String)
  .refine((text) => RATE.test(text), 'expected a decimal number above 0 with up to 12 decimals, such as "1.0856"');

const givenRate = z
  .object({ date: day, base: code, quote: code, rate })
  .refine(({ base, quote }) => base !== quote, { error: 'is the same as base', path: ['quote'] });

/** `POST /v1/exchange-rates` as JSON. */
export const newExchangeRates = z.object({ rates: z.array(givenRate).min(1) });

/** `GET /v1/exchange-rates` */
export const exchangeRatesQuery = listQuery.extend({
  base: code.optional(),
  quote: code.optional(),
  date: day.optional(),
});
