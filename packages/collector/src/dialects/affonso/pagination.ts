import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { instantOf } from '../../domain/time.ts';
import { parse } from '../../wire/parse.ts';
import type { VendorReply } from '../dialect.ts';
import type { Counted } from '../reward-ask.ts';

/**
 * Two kinds of pages: https://docs.affonso.io/api-reference/endpoint/referrals/list goes by the ids of the page before, all
 * other lists by number.
 */

const PAGE_MAX = 100_000;

const whole = z
  .string()
  .regex(/^\d{1,9}$/, 'expected a whole number')
  .transform(Number);
const between = (most: number) =>
  whole.refine((value) => value >= 1 && value <= most, `expected a number from 1 to ${most}`);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const instant = (ofDay: string) =>
  z
    .string()
    .max(64)
    .transform((value, context) => {
      const at = instantOf(DAY.test(value) ? `${value}T${ofDay}Z` : value);
      if (at !== undefined) return at;
      context.addIssue({ code: 'custom', message: 'expected ISO 8601 with an offset, such as 2026-11-20T10:00:00Z' });
      return z.NEVER;
    });
const since = instant('00:00:00').optional();
const until = instant('23:59:59.999').optional();

/** Pages and the client name the same bounds in three ways. */
const bounds = {
  created_gte: since,
  createdGte: since,
  dateFrom: since,
  created_lte: until,
  createdLte: until,
  dateTo: until,
};

/** What all numbered lists take. */
export const numbered = {
  ...bounds,
  page: between(PAGE_MAX).default(1),
  limit: between(200).default(50),
};

/** What a list that goes on behind an id takes. */
export const cursored = {
  ...bounds,
  limit: between(100).default(10),
  starting_after: z.string().max(255).optional(),
  ending_before: z.string().max(255).optional(),
  order: z.enum(['asc', 'desc'], 'expected asc or desc').default('desc'),
};

type Bounds = { [Key in keyof typeof bounds]?: number | undefined };

/** ms UTC, both included. */
export function boundsIn(given: Bounds): { from: number | undefined; to: number | undefined } {
  return {
    from: given.created_gte ?? given.createdGte ?? given.dateFrom,
    to: given.created_lte ?? given.createdLte ?? given.dateTo,
  };
}

/** Where a numbered page begins. */
export function pageIn({ page, limit, ...given }: Bounds & { page: number; limit: number }) {
  return { limit, offset: (page - 1) * limit, ...boundsIn(given) };
}

/** `createdAt:desc` of columns that have a name of ours; as it is without one, newest first. */
export function sortIn<By extends string>(
  sort: string | undefined,
  columns: Readonly<Record<string, By>>,
): { by: By | 'created_at'; order: 'ascending' | 'descending' } {
  if (sort === undefined) return { by: 'created_at', order: 'descending' };
  const [name = '', direction = 'desc', ...rest] = sort.split(':');
  const by = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (by !== undefined && rest.length === 0 && (direction === 'asc' || direction === 'desc')) {
    return { by, order: direction === 'asc' ? 'ascending' : 'descending' };
  }
  throw new AppError('invalid', `sort: expected one of ${Object.keys(columns).join(', ')}, with :asc or :desc`, {
    field: 'sort',
  });
}

/** A comma list, which may also come several times. Throws `invalid` of what there is not. */
export function namesIn<Name extends string>(field: string, value: unknown, names: readonly Name[]): Name[] {
  const asked = [value ?? []].flat().flatMap((one) => String(one).split(','));
  const said = asked.map((name) => name.trim()).filter((name) => name !== '');
  const stranger = said.find((name) => !(names as readonly string[]).includes(name));
  if (stranger === undefined) return said as Name[];
  throw new AppError('invalid', `${field}: expected ${names.join(', ')}; received ${JSON.stringify(stranger)}`, {
    field,
  });
}

/** What is empty is taken for left out. Throws `invalid` that names the parameter. */
export function parseQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const said = Object.entries(query).filter(([field, value]) => value !== '' && Object.hasOwn(schema.shape, field));
  for (const [field, value] of said) {
    if (typeof value !== 'string') {
      throw new AppError('invalid', `${field}: expected one value, and several came`, { field });
    }
  }
  return parse(schema, Object.fromEntries(said));
}

/** `{success, data, pagination}`: clients read the numbers in snake_case, pages write them in camelCase, so both are there. */
export function numberedPage(
  data: readonly unknown[],
  { total, has_more }: Counted,
  { page, limit }: { page: number; limit: number },
): VendorReply {
  const total_pages = Math.max(Math.ceil(total / limit), has_more ? page + 1 : 0);
  const pagination = {
    page,
    limit,
    total,
    total_pages,
    has_next_page: has_more,
    has_prev_page: page > 1,
    totalPages: total_pages,
    hasNextPage: has_more,
    hasPrevPage: page > 1,
  };
  return { status: 200, body: { success: true, data, pagination } };
}

export function single(data: unknown, status: 200 | 201 = 200): VendorReply {
  return { status, body: { success: true, data } };
}

/** What was deleted is told with 200. */
export function removed(message: string, data?: object): VendorReply {
  return { status: 200, body: { success: true, message, ...(data && { data }) } };
}
