import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../domain/errors.ts';

export interface Recased {
  /** Those of the named fields that came, by their camelCase names. */
  known: Record<string, unknown>;
  /** What came beside them, as it came. */
  unknown: Record<string, unknown>;
}

/**
 * The fields of a request, each of which may come in camelCase, as the tables of the document have it, or in snake_case, as
 * its examples do. Throws `invalid` where one came in both and differs, and where what was sent is no object.
 */
export function recase(sent: unknown, fields: readonly string[]): Recased {
  if (sent === undefined) return { known: {}, unknown: {} };
  if (sent === null || typeof sent !== 'object' || Array.isArray(sent)) {
    throw new AppError('invalid', 'The body must be a JSON object.', { field: '' });
  }
  const came = new Map<string, unknown>(Object.entries(sent));
  const known = fields.flatMap((field) => {
    const value = oneOf(came, field, snakeOf(field));
    return value === undefined ? [] : [[field, value] as const];
  });
  for (const field of fields) {
    came.delete(field);
    came.delete(snakeOf(field));
  }
  return { known: Object.fromEntries(known), unknown: Object.fromEntries(came) };
}

export function snakeOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function oneOf(came: ReadonlyMap<string, unknown>, camel: string, snake: string): unknown {
  if (camel === snake || !came.has(snake)) return came.get(camel);
  if (!came.has(camel) || isDeepStrictEqual(came.get(camel), came.get(snake))) return came.get(snake);
  throw new AppError('invalid', `${camel} and ${snake}: both came and differ; send one of them`, { field: camel });
}
