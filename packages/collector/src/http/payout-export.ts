import type { Request, Response } from 'express';
import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import { dayOf } from '../domain/exchange-rate.ts';
import type { PayoutRow, PayoutStatus } from '../domain/payout.ts';
import type { PayoutsPage } from '../reports/payouts.ts';
import { parse } from '../wire/parse.ts';
import { payoutExportQuery } from '../wire/payout.ts';
import type { HttpContext } from './context.ts';
import { csvOf, payoutFile } from './payout-csv.ts';

/** Payouts that are read at a time. */
const PAGE = 500;
/** Affiliates that a header names; it must not become too long. */
const NAMED = 50;

/** Sends payouts as a file by which they are paid, oldest first, and says who is not in it. */
export async function sendPayoutFile(
  context: HttpContext,
  { workspace_id }: Caller,
  request: Request,
  response: Response,
): Promise<void> {
  const { format, status, currency, as } = parse(payoutExportQuery, request.query);
  const every = await everyPayout(context, workspace_id, status);
  const wanted = every.filter((payout) => currency === undefined || payout.currency === currency);
  const file = payoutFile(wanted.reverse(), format);
  if (format === 'paypal') refuseSeveralCurrencies(file.rows.map(([, , code = '']) => code));
  if (as === 'json') {
    response.json({ data: file });
    return;
  }
  response
    .set('Content-Disposition', `attachment; filename="payouts-${format}-${dayOf(context.now())}.csv"`)
    .set('X-Clickstitch-Skipped-Count', String(file.skipped.length))
    .set('X-Clickstitch-Skipped', [...new Set(file.skipped.map((one) => one.affiliate_id))].slice(0, NAMED).join(', '))
    .type('text/csv; charset=utf-8')
    .send(csvOf(file, format));
}

/** Newest first. */
async function everyPayout(context: HttpContext, workspace_id: string, status: PayoutStatus): Promise<PayoutRow[]> {
  const all: PayoutRow[] = [];
  for (let after: PayoutsPage['next'] = null; ; ) {
    const of = { workspace_id, affiliate_id: null, status, limit: PAGE };
    const page: PayoutsPage = await context.ask('list_payouts', { ...of, after });
    all.push(...page.rows);
    if (!page.next) return all;
    after = page.next;
  }
}

/** PayPal takes one currency a file. Throws `invalid`. */
function refuseSeveralCurrencies(codes: readonly string[]): void {
  const several = [...new Set(codes)].sort();
  if (several.length < 2) return;
  throw new AppError(
    'invalid',
    `currency: the payouts are in ${several.join(' and ')}, and PayPal takes one in a file`,
    {
      field: 'currency',
      hint: `Ask for each by itself, such as currency=${several[0]}.`,
    },
  );
}
