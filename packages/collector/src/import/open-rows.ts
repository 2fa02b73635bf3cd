import { AppError } from '../domain/errors.ts';
import { type Columns, readColumns } from './columns.ts';
import { type CsvRow, csvRows, delimiterOf } from './csv-rows.ts';
import { decodeText } from './decode-text.ts';
import type { ImportKind } from './kinds.ts';
import type { Mapping } from './mapping.ts';
import { type GivenRow, readRow } from './read-row.ts';

/** A row that was read, or why it cannot be. */
export type ReadRow = { line: number; given: GivenRow } | { line: number; error: AppError };

export interface OpenRows {
  columns: Columns;
  /** Throws `invalid` where the file as such cannot be read on. */
  rows: AsyncIterable<ReadRow>;
}

const HEADER_MAX = 65_536;

/** Reads a file's header, and then its rows one after the other. `open` begins with its first byte. Throws `invalid`. */
export async function openRows(
  open: () => AsyncIterable<Buffer>,
  { kind, mapping }: { kind: ImportKind; mapping: Mapping },
): Promise<OpenRows> {
  const text = () => decodeText(open(), mapping.encoding);
  const delimiter = mapping.delimiter ?? delimiterOf(await firstLine(text()));
  const found = csvRows(text, delimiter);
  const header = await found.next();
  if (header.done) {
    throw new AppError('invalid', 'The file is empty.', {
      hint: `Its first line names its columns, its others are ${kind}.`,
    });
  }
  const columns = readColumns(header.value.cells, kind, mapping);
  return { columns, rows: rowsOf(found, { kind, columns, mapping }) };
}

async function* rowsOf(
  found: AsyncIterable<CsvRow>,
  as: { kind: ImportKind; columns: Columns; mapping: Mapping },
): AsyncGenerator<ReadRow> {
  for await (const row of found) {
    try {
      yield { line: row.line, given: readRow(row, as) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      yield { line: row.line, error };
    }
  }
}

async function firstLine(text: AsyncIterable<string>): Promise<string> {
  let line = '';
  for await (const piece of text) {
    line = (line + piece).trimStart();
    if (line.includes('\n') || line.length > HEADER_MAX) break;
  }
  return line.slice(0, HEADER_MAX).split('\n', 1)[0] ?? '';
}
