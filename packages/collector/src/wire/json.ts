import { AppError } from '../domain/errors.ts';

/** Escapes that could stand for NUL or for half of a surrogate pair; only then must the text be looked through. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/** Objects nested deeper than this are refused: they serve nobody and cost stack wherever they are walked. */
const MAX_DEPTH = 32;

export interface ParsedJson {
  value: unknown;
  /** NUL characters or broken surrogates were taken out. */
  was_cleaned: boolean;
}

/**
 * Parses a request's body, whatever its Content-Type says. Text comes out as valid Unicode without NUL, for not every
 * store can hold it. Throws `invalid`.
 */
export function parseJson(text: string): ParsedJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new AppError('invalid', `The body is not JSON. ${detail}`.trim(), {
      hint: 'Send one JSON value, encoded as UTF-8.',
    });
  }
  if (depthExceeds(value, MAX_DEPTH)) {
    throw new AppError('invalid', `The body is nested more than ${MAX_DEPTH} deep.`, { hint: 'Flatten it.' });
  }
  if (!SUSPICIOUS.test(text)) return { value, was_cleaned: false };
  const cleaned = clean(value);
  return { value: cleaned, was_cleaned: JSON.stringify(cleaned) !== JSON.stringify(value) };
}

function depthExceeds(value: unknown, limit: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (limit === 0) return true;
  for (const key in value) {
    if (depthExceeds((value as Record<string, unknown>)[key], limit - 1)) return true;
  }
  return false;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '');
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]));
}
