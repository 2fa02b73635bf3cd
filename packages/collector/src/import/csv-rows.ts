import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { AppError } from '../domain/errors.ts';
import { type BrokenQuote, findBrokenQuote } from './broken-quote.ts';

/** A line of a CSV file, or several where a cell holds line ends. */
export interface CsvRow {
  /** Where it begins, counted from 1 as editors do. */
  line: number;
  cells: string[];
}

/** Characters of one row; a longer one comes of a quote that was never closed. */
const ROW_MAX = 262_144;

/**
 * The rows of a text whose lines end with `\n`, the header among them. `again` reads the same text once more: where a quote is
 * broken it is looked for. Throws `invalid` that names the line where the quote was opened.
 */
export async function* csvRows(again: () => AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow> {
  const source = Readable.from(again(), { objectMode: false, encoding: 'utf8' });
  const parser = parse({
    ...{ delimiter, record_delimiter: '\n', info: true, max_record_size: ROW_MAX },
    ...{ relax_column_count: true, skip_empty_lines: true },
  });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const within = record.reduce((ends, cell) => ends + cell.split('\n').length - 1, 0);
      yield { line: info.lines - within, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const found = await findBrokenQuote(again(), delimiter);
    throw found ? brokenQuote(found) : unreadable(error);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

const FAULTS: Readonly<Record<BrokenQuote['fault'], string>> = {
  not_closed: 'a quote opens a cell, and nothing closes it',
  not_at_the_end: 'a quote opens a cell, and the quote that closes it is not at the end of a cell',
  within_a_cell: 'a quote stands within a cell that does not begin with one',
};

function brokenQuote({ line, fault }: BrokenQuote): AppError {
  return new AppError('invalid', `line ${line}: ${FAULTS[fault]}`, {
    hint: 'Nothing was imported. A cell with a quote in it is put in quotes, and the quote is written twice: "5"" pipe".',
  });
}

function unreadable({ code, message, ...error }: CsvError): AppError {
  const line = 'lines' in error ? `line ${error['lines']}: ` : '';
  const reason = code === 'CSV_MAX_RECORD_SIZE' ? `a row is longer than ${ROW_MAX} bytes` : message;
  return new AppError('invalid', `${line}${reason}`, { hint: 'Nothing was imported. Correct the file.' });
}

const DELIMITERS = [',', ';', '\t', '|'];

/** What parts the cells of a header: what it holds most of outside quotes. */
export function delimiterOf(header: string): string {
  const plain = header.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => plain.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
