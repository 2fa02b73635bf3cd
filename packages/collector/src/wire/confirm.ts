import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { key, name } from './fields.ts';
import { parse } from './parse.ts';

const byId = z.strictObject({ id: key });
const byOrder = z.strictObject({ order_id: key, name: name.default('purchase') });

/** One entry of `POST /v1/conversions/confirm`, as it is described. */
export const confirmed = z.union([byId, byOrder]);

/** What to confirm: a browser's report by its id, or the only one of an order. */
export type Confirmed = z.output<typeof byId> | z.output<typeof byOrder>;

/** One entry of `POST /v1/conversions/confirm`. Throws `invalid`. */
export function parseConfirmed(value: unknown): Confirmed {
  const given = value !== null && typeof value === 'object' ? value : {};
  if ('id' in given && 'order_id' in given) {
    throw new AppError('invalid', 'id: is sent together with order_id', { field: 'id', hint: 'Send one of them.' });
  }
  return 'id' in given ? parse(byId, value) : parse(byOrder, value);
}
