import { AppError } from '../domain/errors.ts';
import { cleanText } from '../domain/text.ts';

/** Escapes that could stand for NUL or for half of a surrogate pair; only then must the text be looked through. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/** Objects nested deeper than this are refused: they serve nobody and cost stack wherever they are walked. */
const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

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
  if (isDeeperThan(MAX_DEPTH, text)) {
    throw new AppError('invalid', `The body is nested more than ${MAX_DEPTH} deep.`, { hint: 'Flatten it.' });
  }
  if (!SUSPICIOUS.test(text)) return { value, was_cleaned: false };
  const cleaned = clean(value);
  return { value: cleaned, was_cleaned: JSON.stringify(cleaned) !== JSON.stringify(value) };
}

/** Whether brackets outside of strings are nested deeper: of valid JSON that is the depth, and no value is walked. */
function isDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isInString = !isInString;
    else if (isInString) at += code === BACKSLASH ? 1 : 0;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]));
}
