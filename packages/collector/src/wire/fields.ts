import { z } from 'zod';
import { exponentOf } from '../domain/money.ts';
import { instantOf } from '../domain/time.ts';

/** Fields that several requests share. */

const NAME_MAX = 100;

/** As long as it has code points, which is what a schema's `maxLength` counts. */
export const name = z
  .string()
  .trim()
  .min(1)
  .refine((value) => value.length <= NAME_MAX || [...value].length <= NAME_MAX, `is longer than ${NAME_MAX} characters`)
  .meta({ maxLength: NAME_MAX });
export const key = z.string().min(1).max(255);
export const url = z.string().max(8_192);
export const object = z.record(z.string(), z.unknown());

export const visitorId = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'expected 1 to 64 of the characters A-Z a-z 0-9 _ . -');

/** A time as text or number; comes out as ms UTC. */
export const instant = z
  .union([z.number(), z.string()], { error: 'expected ISO 8601 with an offset, such as 2026-11-20T10:00:00Z' })
  .transform((value, context) => {
    const at = instantOf(value);
    if (at !== undefined) return at;
    context.addIssue({
      code: 'custom',
      message: `expected ISO 8601 with an offset, such as 2026-11-20T10:00:00Z, or milliseconds; received ${JSON.stringify(value)}`,
    });
    return z.NEVER;
  });

/** Decimal amount in major units, as a number or as text. */
export const amount = z.union([z.number(), z.string().max(64)], {
  error: 'expected a number, or a decimal number as text such as "99.50"',
});

/** What may be a currency: of one that is not known only an amount in it says so. */
export const currencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z_]{3,8}$/, 'expected a three-letter ISO 4217 code, such as EUR');

/** Of ISO 4217, or another that `domain/money.ts` knows, such as `btc`; in whatever case. */
export const currency = currencyCode.refine((code) => exponentOf(code.toUpperCase()) !== undefined, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not a currency that is known; expected a three-letter ISO 4217 code, such as EUR`,
});

export const limit = z.coerce.number().int().min(1).max(100).default(25);
