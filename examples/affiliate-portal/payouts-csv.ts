import type { Payout } from './replies.ts';

const HEADER = ['created', 'paid', 'status', 'amount', 'currency', 'earnings', 'paid_to', 'reference', 'payout'];

/** Payouts for a spreadsheet: RFC 4180, times in UTC. */
export function payoutsCsv(payouts: readonly Payout[]): string {
  const rows = payouts.map(({ created_at, paid_at, status, amount, currency, earnings, paid_to, reference, id }) => [
    ...[created_at, paid_at ?? '', status, String(amount), currency ?? '', String(earnings)],
    ...[paid_to === null ? '' : `${paid_to.method} ${paid_to.account}`, reference ?? '', id],
  ]);
  return [HEADER, ...rows].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would take for a formula is marked as text. */
function cellOf(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
