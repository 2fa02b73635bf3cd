import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { faultOf } from '../../wire/parse.ts';
import type { NamedIn } from '../referral-ask.ts';

/** What Affonso's requests are made of: https://docs.affonso.io/api-reference */

export const text = (longest: number) => z.string().max(longest, `expected at most ${longest} characters`);

/** Ids are opaque. */
export const id = text(255);

/** ISO 8601; comes out as it came, for our own API reads it. */
export const time = z
  .string('expected ISO 8601 with an offset, such as 2026-06-22T12:00:00Z')
  .max(64, 'expected ISO 8601 with an offset, such as 2026-06-22T12:00:00Z');

export const positive = z.number().positive('expected a number above zero');

export const currency = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{3}$/, 'expected a three-letter ISO 4217 code, such as USD')
  .transform((code) => code.toUpperCase());

export const object = z.record(z.string(), z.unknown(), 'expected an object');

/**
 * A body as the schema shapes it. A field that is `null` or empty text says nothing, as does one that is left out. Throws
 * `invalid` that names the field.
 */
export function parseBody<Schema extends z.ZodObject>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new AppError('invalid', 'The body must be a JSON object.', { hint: 'See docs/dialects.md for its fields.' });
  }
  const isSaid = ([field, value]: [string, unknown]) =>
    !(value === '' || value === null) || !Object.hasOwn(schema.shape, field);
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(body).filter(isSaid)));
  if (parsed.success) return parsed.data;
  const { field, message } = faultOf(parsed.error);
  throw new AppError('invalid', field === '' ? message : `${field}: ${message}`, { field });
}

/** What comes under any of several names. Throws `invalid` where it came under two and differs. */
export function oneOf(given: Readonly<Record<string, unknown>>, fields: readonly string[]): NamedIn | null {
  const came = fields.flatMap((field) => {
    const value = given[field];
    return typeof value === 'string' && value !== '' ? [{ field, name: value }] : [];
  });
  const [first] = came;
  const other = came.find(({ name }) => name !== first?.name);
  if (!first || !other) return first ?? null;
  throw new AppError('invalid', `${first.field} and ${other.field}: both came and differ`, {
    field: other.field,
    hint: 'Send one of them: they are the same thing.',
  });
}

/** Without what was left out. */
export function said<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;
}
