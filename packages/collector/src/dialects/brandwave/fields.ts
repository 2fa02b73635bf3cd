import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/text.ts';
import { instantOf } from '../../domain/time.ts';
import { COUNT_MAX } from '../../wire/conversion.ts';
import { parse } from '../../wire/parse.ts';
import { recase } from './casing.ts';

/** What Brandwave's requests are made of: https://gobrandwave.com, API reference, Conversions. */

const METADATA_KEYS = 50;
const METADATA_KEY_LENGTH = 64;
/** Farther than any list goes, and near enough to be counted to. */
const PAGE_INDEX_MAX = 1_000_000;
/** Of a list of sources whose page size is left out. */
const PAGE_SIZE = 100;

/** The tables say UUID and the examples `org_123`: any text is an id. */
export const id = z
  .string()
  .min(1, 'is empty')
  .max(255, 'expected at most 255 characters')
  .refine((value) => cleanText(value) === value, 'is not valid Unicode');

/** Text that is left out when it is empty: nobody means a reference or a channel that is named by nothing. */
const text = (longest: number) =>
  z
    .string()
    .max(longest, `expected at most ${longest} characters`)
    .transform((value) => (value === '' ? null : value));

const convertedAt = z
  .string()
  .max(64, 'expected ISO 8601 with an offset, such as 2026-11-20T10:00:00Z')
  .refine((value) => instantOf(value) !== undefined, {
    error: ({ input }) => `expected ISO 8601 with an offset, such as 2026-11-20T10:00:00Z; received "${input}"`,
  });

const count = z
  .int('expected an integer')
  .min(1, 'must be greater than zero')
  .max(COUNT_MAX, `expected at most ${COUNT_MAX}`);

const metadata = z
  .record(z.string(), z.unknown(), 'expected an object')
  .refine((value) => Object.keys(value).length <= METADATA_KEYS, `has more than ${METADATA_KEYS} keys`)
  .refine((value) => Object.keys(value).every((key) => key.length <= METADATA_KEY_LENGTH), {
    error: `has a key of more than ${METADATA_KEY_LENGTH} characters`,
  });

export const newConversion = z.object({
  organizationId: id,
  sourceId: id,
  convertedAt,
  count: count.default(1),
  origin: text(50).optional(),
  externalRef: text(255).optional(),
  metadata: metadata.optional(),
});

export const conversionPatch = z.object({
  organizationId: id.optional(),
  /** The client of the vendor sends it among the parameters. */
  id: id.optional(),
  sourceId: id.optional(),
  convertedAt: convertedAt.optional(),
  count: count.optional(),
  origin: text(50).optional(),
  externalRef: text(255).nullable().optional(),
  metadata: metadata.nullable().optional(),
});

/** A whole number as a query has it. */
const whole = z
  .string('is required')
  .regex(/^\d{1,9}$/, 'expected an integer of zero or more')
  .transform(Number);
const pageIndex = whole.refine((index) => index <= PAGE_INDEX_MAX, `expected at most ${PAGE_INDEX_MAX}`);
const pageSize = whole.refine((size) => size >= 1 && size <= 100, 'expected 1 to 100');

export const listQuery = z.object({
  pageIndex,
  pageSize,
  organizationId: id,
  searchTerm: z.string().max(200, 'expected at most 200 characters').transform(cleanText).optional(),
  sortBy: z.string().optional(),
  sortDirection: z.enum(['asc', 'desc'], "expected 'asc' or 'desc'").optional(),
  sourceId: id.optional(),
});

export const sourcesQuery = z.object({
  pageIndex: pageIndex.default(0),
  pageSize: pageSize.default(PAGE_SIZE),
  organizationId: id.optional(),
});

export interface Parsed<Schema extends z.ZodObject> {
  given: z.output<Schema>;
  /** What came beside the fields of the schema, as it came. */
  unknown: Record<string, unknown>;
}

/** A body in either casing, as the schema shapes it. Throws `invalid` that names the field in camelCase. */
export function parseBody<Schema extends z.ZodObject>(schema: Schema, body: unknown): Parsed<Schema> {
  const { known, unknown } = recase(body, Object.keys(schema.shape));
  return { given: parse(schema, known), unknown };
}

/** A query in either casing; what is empty is taken for left out. Throws `invalid` that names the parameter. */
export function parseQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const said = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  const { known } = recase(said, Object.keys(schema.shape));
  for (const [field, value] of Object.entries(known)) {
    if (typeof value !== 'string') {
      throw new AppError('invalid', `${field}: expected one value, and several came`, { field });
    }
  }
  return parse(schema, known);
}

/** The id in a path. Throws `invalid`. */
export function pathId(params: Readonly<Record<string, string>>): string {
  return parse(z.object({ id }), params).id;
}

/** Without what was left out, so that it stays as it was. */
export function said<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;
}
