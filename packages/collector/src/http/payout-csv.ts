import { decimalOf } from '../domain/money.ts';
import type { PayoutRow } from '../domain/payout.ts';
import { isoOf } from '../domain/time.ts';
import type { PayoutFormat } from '../wire/payout.ts';

export interface PayoutFile {
  columns: readonly string[];
  rows: string[][];
  /** What cannot be paid that way. */
  skipped: { payout_id: string; affiliate_id: string; reason: string }[];
}

const COLUMNS: Readonly<Record<PayoutFormat, readonly string[]>> = {
  bank: ['date', 'holder', 'iban', 'bic', 'amount', 'currency', 'reference'],
  paypal: ['email', 'amount', 'currency', 'unique_id', 'note'],
};

/** Payouts as a bank or PayPal pays them, one a row. */
export function payoutFile(payouts: readonly PayoutRow[], format: PayoutFormat): PayoutFile {
  const file: PayoutFile = { columns: COLUMNS[format], rows: [], skipped: [] };
  for (const payout of payouts) {
    const row = format === 'bank' ? bankRow(payout) : payPalRow(payout);
    if (Array.isArray(row)) file.rows.push(row);
    else file.skipped.push({ payout_id: payout.id, affiliate_id: payout.affiliate_id, reason: row.reason });
  }
  return file;
}

type Row = string[] | { reason: string };

function bankRow({ details, ...payout }: PayoutRow): Row {
  if (details?.method !== 'bank') return noDetails(details, 'a bank account');
  const { holder, iban, bic } = details;
  const amount = decimalOf(payout.amount_minor, payout.currency);
  return [isoOf(payout.created_at).slice(0, 10), holder, iban, bic ?? '', amount, payout.currency, referenceOf(payout)];
}

function payPalRow({ details, ...payout }: PayoutRow): Row {
  if (details?.method !== 'paypal') return noDetails(details, 'an address at PayPal');
  const { email } = details;
  if (isFormula(email)) return { reason: `the address ${email} would be taken for a formula` };
  const amount = decimalOf(payout.amount_minor, payout.currency);
  return [email, amount, payout.currency, referenceOf(payout), 'Affiliate commission'];
}

function noDetails(details: PayoutRow['details'], wanted: string): { reason: string } {
  return { reason: details ? `the payout has other details than ${wanted}` : 'the payout has no details' };
}

/** PayPal takes 30 characters without spaces, a bank 35. */
const PLAIN_REFERENCE = /^[A-Za-z0-9][\w.-]{0,29}$/;

/** By which a payout is known on a statement: the caller's id where it can be one, else the beginning of ours without dashes. */
function referenceOf({ id, external_id }: Pick<PayoutRow, 'id' | 'external_id'>): string {
  if (external_id !== null && PLAIN_REFERENCE.test(external_id)) return external_id;
  return id.replaceAll('-', '').slice(0, 30);
}

/** RFC 4180. PayPal wants no line of headings. A cell that a spreadsheet would carry out begins with an apostrophe. */
export function csvOf({ columns, rows }: PayoutFile, format: PayoutFormat): string {
  const lines = format === 'paypal' ? rows : [columns, ...rows];
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function isFormula(text: string): boolean {
  return /^\s*[=+\-@]/.test(text);
}

function cellOf(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ');
  const safe = isFormula(line) ? `'${line}` : line;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
