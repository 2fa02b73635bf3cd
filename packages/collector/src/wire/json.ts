import { AppError } from '../domain/errors.ts';
import { beginningOf, cleanText } from '../domain/text.ts';
import { faultIn, type JsonFault } from './json-fault.ts';

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

const UTF8 = new TextDecoder('utf-8', { fatal: true });
/** A key that leads to a fault is told up to this length, for it may be as long as the body. */
const TOLD_OF_A_KEY = 100;

/**
 * Parses the body of a request to the API, whatever its Content-Type says: as `parseJson`, and strictly. Bytes that are not
 * UTF-8, a key that an object has twice and a number that is larger than any double are refused too, for what was meant
 * by them cannot be known; and `__proto__`, which would not be kept as other keys are. Throws `invalid` that names the field at fault.
 */
export function parseJsonBody(bytes: Uint8Array): ParsedJson {
  const text = decode(bytes);
  const fault = faultIn(text, MAX_DEPTH);
  if (fault) throw refusal(fault, text);
  return cleaned(JSON.parse(text), text);
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new AppError('invalid', 'The body is not UTF-8.', { hint: 'Encode it as UTF-8.', reason: 'body' });
  }
}

function refusal(fault: JsonFault, text: string): AppError {
  const path = fault.path.map((key) => beginningOf(key, TOLD_OF_A_KEY)).join('.');
  const field = path === '' ? undefined : path;
  switch (fault.fault) {
    case 'syntax':
      return new AppError('invalid', `${path === '' ? '' : `${path}: `}${syntaxInWords(fault, text)}`, {
        field,
        hint: 'Send one JSON value, encoded as UTF-8. NaN and Infinity are not JSON.',
        reason: 'body',
      });
    case 'same_key':
      return new AppError('invalid', `${path}: is there twice`, { field, hint: 'Send each key of an object once.' });
    case 'magic_key':
      return new AppError('invalid', `${path}: is a key that no object may have`, { field, hint: 'Rename it.' });
    case 'too_large_a_number':
      return new AppError('invalid', `${path === '' ? 'The body' : `${path}:`} is a number larger than any double`, {
        field,
        hint: 'Send a smaller number.',
        reason: path === '' ? 'body' : undefined,
      });
    case 'too_deep':
      return tooDeep();
  }
}

function syntaxInWords({ at, expected }: JsonFault & { fault: 'syntax' }, text: string): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const [character] = text.slice(at, at + 2);
  const found = character === undefined ? 'it ends there' : `found ${JSON.stringify(character)}`;
  return `The body is not JSON: expected ${expected} at line ${line}, column ${column}, and ${found}.`;
}

/**
 * Parses a batch from a page, whatever its Content-Type says. Text comes out as valid Unicode without NUL, for not every
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
      reason: 'body',
    });
  }
  if (isDeeperThan(MAX_DEPTH, text)) throw tooDeep();
  return cleaned(value, text);
}

function tooDeep(): AppError {
  return new AppError('invalid', `The body is nested more than ${MAX_DEPTH} deep.`, {
    hint: 'Flatten it.',
    reason: 'body',
  });
}

function cleaned(value: unknown, text: string): ParsedJson {
  if (!SUSPICIOUS.test(text)) return { value, was_cleaned: false };
  const clear = clean(value);
  return { value: clear, was_cleaned: JSON.stringify(clear) !== JSON.stringify(value) };
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
