import type { AppError } from '../domain/errors.ts';
import type { Columns } from './columns.ts';

/** A row that was not imported, and why. */
export interface SkippedRow {
  line: number;
  /** Ours; `null` where it is the row as such. */
  field: string | null;
  /** The header of the field's column, and which one it is, counted from 1. */
  header: string | null;
  column: number | null;
  reason: string;
  remedy: string | null;
}

/** Where in the file an error is. */
export function skippedRow(error: AppError, line: number, columns: Columns): SkippedRow {
  const field = fieldOf(error.detail.field);
  const place = field === null ? undefined : columns.places.get(field);
  const prefix = `${error.detail.field}: `;
  const reason = error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
  const remedy = error.detail.hint ?? null;
  return { line, field, header: place?.header ?? null, column: place ? place.at + 1 : null, reason, remedy };
}

/** What the API calls `payout_details.iban` is a column of its own. */
function fieldOf(field: string | undefined): string | null {
  if (!field) return null;
  return field === 'payout_details.email' ? 'paypal_email' : field.replace(/^payout_details\./, '');
}

/** A skipped row in words. */
export function tellSkipped({ line, field, header, column, reason, remedy }: SkippedRow): string {
  const place = column === null ? '' : `, column ${column}${header === field ? '' : ` (${header})`}`;
  const what = [`line ${line}${place}`, field, reason].filter((part) => part !== null).join(': ');
  return remedy === null ? what : `${what}. ${remedy}`;
}

const REPORT = ['line', 'column', 'header', 'field', 'reason', 'remedy'] as const;

/** First line of a report of skipped rows. */
export const REPORT_HEADER = `${REPORT.join(',')}\r\n`;

/** A line of that report. What a spreadsheet would carry out begins with an apostrophe. */
export function reportLine(row: SkippedRow): string {
  return `${REPORT.map((name) => reportCell(row[name])).join(',')}\r\n`;
}

function reportCell(value: string | number | null): string {
  const text = String(value ?? '').replaceAll(/\p{Cc}+/gu, ' ');
  return `"${(/^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
