import type { ImportRates } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { RATE } from '../domain/exchange-rate.ts';
import { exponentOf } from '../domain/money.ts';

export type GivenRate = ImportRates['rates'][number];

export interface RatesFile {
  /** In the order of the file. */
  rates: GivenRate[];
  /** Columns of currencies that are paid in no more. */
  skipped: string[];
}

/** Currencies that the European Central Bank lists still, and that went up in another. */
const GONE = ['CYP', 'EEK', 'HRK', 'LTL', 'LVL', 'MTL', 'ROL', 'SIT', 'SKK', 'TRL'];
const PLAIN = ['date', 'base', 'quote', 'rate'] as const;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

interface Line {
  /** Counted from 1, as editors do. */
  number: number;
  cells: string[];
}

/**
 * Rates as the European Central Bank publishes them, `Date,USD,JPY,…`: how many of each one euro was worth on a day; or one a
 * line, `date,base,quote,rate`. Throws `invalid` that names the first line at fault, and its field.
 */
export function readRatesCsv(text: string): RatesFile {
  const [header, ...lines] = linesOf(text);
  if (!header || lines.length === 0) throw new AppError('invalid', 'The file has no rates.', { hint: HINT });
  const columns = header.cells.map((cell) => cell.toLowerCase());
  const isPlain = columns.length === PLAIN.length && PLAIN.every((column) => columns.includes(column));
  if (isPlain) return { rates: lines.map((line) => plainRate(line, columns)), skipped: [] };
  if (columns[0] === 'date' && columns.length > 1) return readEcb(header, lines);
  const found = JSON.stringify(header.cells.join(',').slice(0, 60));
  throw new AppError('invalid', `line ${header.number}: ${found} is no header of exchange rates`, { hint: HINT });
}

const HINT =
  'Send the file of the European Central Bank, one that begins with the line date,base,quote,rate, or a JSON object with rates.';

function linesOf(text: string): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.length > 0);
}

/** No value of these files holds a comma. Behind the last one there may be another. */
function cellsOf(line: string): string[] {
  const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

function plainRate(line: Line, columns: readonly string[]): GivenRate {
  const width = columns.length;
  if (line.cells.length !== width) throw fault(line, '', `has ${line.cells.length} cells, and the header ${width}`);
  const cell = (column: (typeof PLAIN)[number]) => line.cells[columns.indexOf(column)] ?? '';
  const [base, quote] = [currencyOf(line, 'base', cell('base')), currencyOf(line, 'quote', cell('quote'))];
  if (base === quote) throw fault(line, 'quote', `is ${quote}, as the base`);
  return { base, quote, date: dateOf(line, cell('date')), rate: rateOf(line, 'rate', cell('rate')) };
}

function readEcb(header: Line, lines: readonly Line[]): RatesFile {
  const columns = header.cells.slice(1).map((cell) => cell.toUpperCase());
  const skipped = columns.filter((code) => GONE.includes(code) && exponentOf(code) === undefined);
  for (const code of columns) if (!skipped.includes(code)) currencyOf(header, code, code);
  const rates = lines.flatMap((line) => {
    const [day = '', ...values] = line.cells;
    if (values.length !== columns.length) {
      throw fault(line, '', `has ${line.cells.length} cells, and the header ${header.cells.length}`);
    }
    const date = dateOf(line, day);
    return columns.flatMap((quote, at): GivenRate[] => {
      const value = values[at] ?? '';
      if (value === '' || value === 'N/A' || skipped.includes(quote)) return [];
      return [{ base: 'EUR', quote, date, rate: rateOf(line, quote, value) }];
    });
  });
  return { rates, skipped };
}

function currencyOf(line: Line, field: string, text: string): string {
  const code = text.toUpperCase();
  if (exponentOf(code) !== undefined) return code;
  throw fault(line, field, `${JSON.stringify(text)} is not a currency that is known; expected an ISO 4217 code`);
}

/** Of a file of one day the date is in words, such as `20 November 2026`. */
function dateOf(line: Line, text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})$/.exec(text) ?? [];
  const inWords = `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = year === '' ? text : inWords;
  if (isDay(date)) return date;
  throw fault(line, 'date', `${JSON.stringify(text)} is not a day; expected one such as 2026-11-20`);
}

/** Whether a text is a day of the calendar, as `2026-11-20`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function rateOf(line: Line, field: string, text: string): string {
  if (RATE.test(text)) return text;
  throw fault(line, field, `${JSON.stringify(text)} is not a rate; expected a decimal number above 0, such as 1.0856`);
}

function fault({ number }: Line, field: string, message: string): AppError {
  return new AppError('invalid', [`line ${number}`, field, message].filter(Boolean).join(': '), {
    field: field || undefined,
    hint: 'Nothing of the file was imported. Correct the line and send all of it again.',
  });
}
