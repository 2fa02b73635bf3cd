import { AppError } from '../domain/errors.ts';
import { exponentOf } from '../domain/money.ts';
import type { Columns } from './columns.ts';
import type { CsvRow } from './csv-rows.ts';
import { FIELDS, type ImportKind, REQUIRED } from './kinds.ts';
import type { Mapping } from './mapping.ts';
import { readCell } from './read-cell.ts';

/** What a row says, by field; what it leaves out is not there. */
export type GivenRow = Record<string, string | number>;

/** Throws `invalid` with the first field that cannot be read, or without one where the row as such cannot. */
export function readRow(
  { cells }: CsvRow,
  { kind, columns, mapping }: { kind: ImportKind; columns: Columns; mapping: Mapping },
): GivenRow {
  if (cells.length !== columns.width) {
    throw new AppError('invalid', `has ${cells.length} cells, and the header ${columns.width}`, {
      hint: 'Put a cell that holds the delimiter in quotes, or add the cells that are missing.',
    });
  }
  const given: GivenRow = {};
  for (const [field, type] of Object.entries(FIELDS[kind])) {
    const place = columns.places.get(field);
    const cell = place ? (cells[place.at] ?? '') : '';
    const said = mapping.values[field]?.[cell.trim()] ?? cell;
    const raw = said.trim() === '' ? (mapping.defaults[field] ?? '') : said;
    if (raw.trim() !== '') given[field] = readCell(field, raw, type, mapping);
  }
  for (const choice of REQUIRED[kind]) {
    if (!choice.some((field) => field in given)) throw missing(choice);
  }
  return mapping.unit === 'minor' ? inMajorUnits(given) : given;
}

function missing(choice: readonly string[]): AppError {
  const [field = ''] = choice;
  const message = choice.length > 1 ? `or ${choice.slice(1).join(', ')}: one of them is required` : 'is required';
  return new AppError('invalid', `${field}: ${message}`, {
    field,
    hint: 'Fill in the cell, or state a default in the mapping.',
  });
}

/** Amounts that the file has in cents, or whatever its currencies have. */
function inMajorUnits(given: GivenRow): GivenRow {
  const { currency, commission_currency = currency } = given;
  const inMajor = (field: string, code: string | number | undefined) => {
    const text = given[field];
    if (text === undefined) return {};
    if (!/^-?\d+$/.test(String(text))) {
      throw new AppError(
        'invalid',
        `${field}: ${JSON.stringify(text)} is no number of minor units, which have no decimals`,
        {
          field,
          hint: 'Correct "unit" in the mapping: "major" where the file says 12.34.',
        },
      );
    }
    return { [field]: `${text}e-${exponentOf(String(code).toUpperCase()) ?? 0}` };
  };
  return { ...given, ...inMajor('amount', currency), ...inMajor('commission_amount', commission_currency) };
}
