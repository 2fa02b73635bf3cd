import { AppError } from '../domain/errors.ts';
import { beginningOf } from '../domain/text.ts';
import { instantOf } from '../domain/time.ts';
import type { CellType } from './kinds.ts';
import { readLocalTime } from './local-time.ts';
import type { Mapping } from './mapping.ts';

/** What a cell says. Throws `invalid` with the field. */
export function readCell(field: string, raw: string, type: CellType, mapping: Mapping): string | number {
  const value = raw.trim();
  if (type === 'amount') return readAmount(field, value, mapping);
  if (type === 'instant') return readInstant(field, value, mapping);
  assertText(field, raw, type);
  return value;
}

/**
 * A text that a spreadsheet would carry out when it is exported again is not taken in the first place.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\t\n\r]|^\s*[=+\-@＝＋－＠]/;
const PHONE = /^\+?[\d\s().\-/]*\d$/;
// Of text only the ends of lines and tabs between words.
const CONTROL = /[^\P{Cc}\t\n]/u;

function assertText(field: string, raw: string, type: CellType): void {
  const control = CONTROL.exec(raw)?.[0];
  if (control !== undefined) {
    const code = control.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
    const what = control === '\u0000' ? 'a NUL byte' : `the control character U+${code}`;
    throw fault(field, `holds ${what}`, 'Remove it, or check "encoding" in the mapping.');
  }
  if (!FORMULA.test(raw) || (type === 'phone' && PHONE.test(raw.trim()))) return;
  throw fault(
    field,
    `${shown(raw)} would be a formula in a spreadsheet, for it begins with ${JSON.stringify(FORMULA.exec(raw)?.[0].at(-1))}`,
    'Remove the sign at its beginning, or say in "values" of the mapping what stands for it.',
  );
}

/** `1234`, `1234.5`, and with at least two signs that agree also `1,234.50` and `1,234,567`. */
const GROUPED = {
  '.': /^-?\d{1,3}(,\d{3})+\.\d+$|^-?\d{1,3}(,\d{3}){2,}$/,
  ',': /^-?\d{1,3}([.\u00a0\u202f ]\d{3})+,\d+$|^-?\d{1,3}([.\u00a0\u202f ]\d{3}){2,}$/,
} as const;
const PLAIN = { '.': /^-?\d+(\.\d+)?$/, ',': /^-?\d+(,\d+)?$/ } as const;

/** An amount as decimal text with a point. What could be read in two ways is not read at all. */
function readAmount(field: string, text: string, { decimal }: Mapping): string {
  const other = decimal === '.' ? ',' : '.';
  if (PLAIN[decimal].test(text)) return text.replace(',', '.');
  if (GROUPED[decimal].test(text)) {
    const [whole = '', ...rest] = text.split(decimal);
    return [whole.replaceAll(/[^\d-]/g, ''), ...rest].join('.');
  }
  if (PLAIN[other].test(text) || GROUPED[other].test(text)) {
    throw fault(
      field,
      `${shown(text)} is written with ${JSON.stringify(other)}, and the decimals of this file are behind ${JSON.stringify(decimal)}`,
      `State "decimal": ${JSON.stringify(other)} in the mapping, if that is so in the whole file.`,
    );
  }
  throw fault(
    field,
    `${shown(text)} is not an amount`,
    `Write digits alone, such as 1234${decimal}56, without a currency.`,
  );
}

function readInstant(field: string, text: string, { date, time_zone = 'UTC' }: Mapping): number {
  if (date === 'iso') {
    const at = instantOf(text);
    if (at !== undefined) return at;
    throw fault(
      field,
      `${shown(text)} is not a time in ISO 8601 with an offset, such as 2026-11-20T10:00:00Z`,
      'State in the mapping how the file writes times: "date", such as "yyyy-mm-dd HH:mm:ss", and "time_zone".',
    );
  }
  const read = readLocalTime(text, date, time_zone);
  const at = 'at' in read ? instantOf(read.at) : undefined;
  if (at !== undefined) return at;
  if ('fault' in read && read.fault === 'other_format') {
    throw fault(field, `${shown(text)} is not written as ${date}`, 'Correct it, or "date" in the mapping.');
  }
  const isNoTime = 'fault' in read && read.fault === 'no_such_time';
  const never = isNoTime ? `is a time that no clock in ${time_zone} showed` : 'is no day between 1990 and 2200';
  throw fault(field, `${shown(text)} ${never}`, 'Correct it, or "date" and "time_zone" in the mapping.');
}

const SHOWN = 60;

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${beginningOf(text, SHOWN)}…` : text);
}

function fault(field: string, message: string, hint: string): AppError {
  return new AppError('invalid', `${field}: ${message}`, { field, hint });
}
