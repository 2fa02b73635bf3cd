import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { parse } from '../../wire/parse.ts';
import { type IdPrefix, readId } from './ids.ts';

/** What requests about affiliates, commissions and programs are made of: https://docs.affonso.io/api-reference */

/** Ours, as the vendor writes it, or the caller's own. */
export const idOf = (prefix: IdPrefix) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(255, 'expected at most 255 characters')
    .transform((text) => readId(prefix, text));

export const words = (longest: number) =>
  z.string().trim().min(1, 'is empty').max(longest, `expected at most ${longest} characters`);

export const email = z.email('expected an email address').max(255, 'expected at most 255 characters');

export const currency = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{3}$/, 'expected a three-letter ISO 4217 code, such as USD')
  .transform((code) => code.toUpperCase());

export const amount = z.number('expected a number').min(0, 'expected a number of zero or more');

/** One of some, in whatever case. */
export function anyCase<Name extends string>(names: readonly [Name, ...Name[]]) {
  return z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(names, `expected one of ${names.join(', ')}`));
}

/** A JSON object as the schema shapes it; what it does not name is passed over. Throws `invalid` that names the field. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new AppError('invalid', 'The body must be a JSON object.', { hint: 'See docs/dialects.md for its fields.' });
  }
  return parse(schema, body);
}

/** The same of something new, of which a field that is `null` says as much as one that is left out. */
export function readNew<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return readBody(schema, body);
  return readBody(schema, Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)));
}

/** Ours of an id in a path. */
export function pathId(prefix: IdPrefix, { id = '' }: Readonly<Record<string, string>>): string {
  return readId(prefix, id);
}

/** The program for which a key was made. */
export function ownOf(account: string | null): string | null {
  return account === null ? null : readId('prog', account);
}

/** Throws `invalid`: a field that cannot be what was sent, and why. */
export function refuse(field: string, why: string, hint?: string): never {
  throw new AppError('invalid', `${field}: ${why}`, { field, hint });
}
