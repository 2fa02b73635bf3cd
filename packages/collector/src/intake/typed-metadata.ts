import type { TypedField } from '../domain/conversion-type.ts';
import { AppError } from '../domain/errors.ts';

/** Metadata in which the keys that a type declares are of their type. Throws `invalid` with `metadata.KEY`. */
export function readMetadata(
  metadata: Record<string, unknown>,
  fields: readonly TypedField[],
): Record<string, unknown> {
  const read = { ...metadata };
  for (const { key, type } of fields) {
    const value = metadata[key];
    if (!Object.hasOwn(metadata, key) || value === null) continue;
    read[key] = type === 'number' ? readNumber(key, value) : readText(key, value);
  }
  return read;
}

function readNumber(key: string, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw refusal(key, value, 'a number', 'Send a number, or one as text such as "12.5".');
}

function readText(key: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw refusal(key, value, 'text', 'Send text.');
}

function refusal(key: string, value: unknown, expected: string, hint: string): AppError {
  const field = `metadata.${key}`;
  const shown = JSON.stringify(value)?.slice(0, 100);
  return new AppError('invalid', `${field}: the conversion's type declares ${expected}; received ${shown}`, {
    field,
    hint,
  });
}
