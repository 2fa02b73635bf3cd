import { AppError } from '../domain/errors.ts';

/** Items that one request may carry. */
export const ITEMS_MAX = 1_000;

/** The items of an array. Throws `invalid` where there are none or too many. */
export function parseItems(value: unknown, field = ''): readonly unknown[] {
  if (!Array.isArray(value)) throw fault(field, `expected an array of up to ${ITEMS_MAX.toLocaleString('en')} items`);
  if (value.length === 0) throw fault(field, 'has no items');
  if (value.length > ITEMS_MAX) throw fault(field, `has ${value.length} items; up to ${ITEMS_MAX} are taken at a time`);
  return value;
}

function fault(field: string, message: string): AppError {
  return new AppError('invalid', field === '' ? `The body ${message}.` : `${field}: ${message}`, {
    field,
    hint: `Send 1 to ${ITEMS_MAX} items at a time.`,
  });
}
