import { AppError } from '../domain/errors.ts';

/**
 * What a provider sends, read by what is there: its shape changes with the version of its API, so nothing is taken for granted.
 * A value of another type than was asked for counts as left out.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; of anything else none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that says something and is no longer than `longest`. */
export function textOf(value: unknown, longest = 255): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text !== '' && text.length <= longest ? text : undefined;
}

export function integerOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** What must be there. Throws `invalid` with the field where it is not. */
export function required<Value>(value: Value | null | undefined, field: string): Value {
  if (value !== undefined && value !== null) return value;
  throw new AppError('invalid', `${field}: is missing, or of a type that it never has`, {
    field,
    hint: 'Send the event as the provider made it.',
  });
}
