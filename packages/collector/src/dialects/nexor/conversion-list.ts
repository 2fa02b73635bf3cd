import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { key } from '../../wire/fields.ts';
import { parse } from '../../wire/parse.ts';
import type { GivenListQuery } from '../dialect.ts';

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'expected a whole number')
  .transform(Number);

const query = z.object({
  lead_id: key.optional(),
  workflow_id: key.optional(),
  master_workflow_id: key.optional(),
  workflow_run_id: key.optional(),
  conversion_type_id: key.optional(),
  limit: wholeNumber.pipe(z.number().min(1).max(200)).default(50),
  offset: wholeNumber.default(0),
});

/** The query of `GET /conversions`: newest `converted_at` first. Throws `invalid`. */
export function conversionListOf(given: Readonly<Record<string, unknown>>): GivenListQuery {
  const filter = Object.keys(given).find((name) => name.startsWith('metadata'));
  if (filter !== undefined) {
    throw new AppError('invalid', `${filter}: conversions cannot be filtered by their metadata`, { field: filter });
  }
  return { ...parse(query, given), sort: 'occurred_at', order: 'desc', status: 'verified' };
}
