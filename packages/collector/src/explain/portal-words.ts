import type { EarningReason, EarningStatus } from '../domain/earning.ts';
import type { ToldEarning } from '../domain/told-earning.ts';
import { durationInWords, percentInWords } from './earning-words.ts';
import { amountInWords } from './phrases.ts';

/** What an affiliate is told. It names no buyer and no other affiliate, and not what made somebody look closer. */

const STATUS_WORDS: Readonly<Record<EarningStatus, string>> = {
  none: 'It earns nothing.',
  pending: 'It is on hold, for the sale may still be given back.',
  awaiting_rate: 'It waits for the exchange rate of its day.',
  awaiting_review: 'It is looked at before it can be paid.',
  declined: 'It was declined.',
  ready: 'It is ready for the next payout.',
  processing: 'It is in a payout that is on its way.',
  paid: 'It is paid.',
  reversed: 'All of it was taken back.',
};

/** Reasons that an affiliate may know; of the others the status says enough. */
const REASON_WORDS: Readonly<Partial<Record<EarningReason, string>>> = {
  no_program: 'You are in no program yet.',
  no_incentive: 'The program does not reward it.',
  nothing_to_share: 'There is no amount that could be shared.',
  sale_open: 'Nothing has been paid for the sale yet.',
  sale_trialing: 'The buyer is on trial, and has paid nothing yet.',
  sale_failed: 'The buyer’s payment failed.',
  only_first_sale: 'A buyer’s first sale alone is rewarded, and this is a later one.',
  payments_used_up: 'So many payments of a buyer are rewarded, and there were as many before this one.',
  months_over: 'A buyer’s sales are rewarded for so many months, and they were over.',
  capped: 'The most that is paid was reached before it.',
  no_rate: 'No exchange rate is known for it yet.',
  partial_refund_unknown: 'A part of the sale was given back, and it is not known yet how much.',
  sale_deleted: 'The sale was withdrawn.',
  credit_moved: 'The sale turned out not to be yours.',
  refunded: 'The sale was given back.',
};

/** The reason of an earning as far as its affiliate may know it. */
export function portalReasonOf(reason: EarningReason | null): EarningReason | null {
  return reason !== null && reason in REASON_WORDS ? reason : null;
}

/** How much it is and why, and when it is paid. */
export function portalWords(told: ToldEarning): string {
  const { status, reason } = told.earning;
  const why = (reason !== null && REASON_WORDS[reason]) || '';
  return [...calculated(told), ...refunded(told), STATUS_WORDS[status], why].filter(Boolean).join(' ');
}

function calculated({ earning, incentive, count }: ToldEarning): string[] {
  const { calculation, currency, commission_minor, sale_minor, sale_currency, rate, rate_date } = earning;
  if (!calculation || !incentive) return [];
  const { rate_ppm, amount_minor, base_minor, uncapped_minor, capped_by, payment } = calculation;
  const money = (minor: number) => amountInWords(minor, currency);
  const exchanged =
    rate !== null && sale_currency !== currency && base_minor !== null
      ? [`${amountInWords(sale_minor, sale_currency)} were ${money(base_minor)}, at the rate ${rate} of ${rate_date}.`]
      : [];
  const share =
    rate_ppm !== null
      ? [`${percentInWords(rate_ppm)} of ${money(base_minor ?? 0)} is ${money(uncapped_minor)}.`]
      : [`${money(amount_minor ?? 0)} ${count === 1 ? 'for it' : `for each of ${count}`}.`];
  const capped = capped_by === null ? [] : [`The most for ${CAP_WORDS[capped_by]} leaves ${money(commission_minor)}.`];
  const paid =
    payment === null || incentive.terms.duration.unit === 'lifetime'
      ? []
      : [`It is the buyer’s payment ${payment}; ${durationInWords(incentive.terms)}.`];
  return [...exchanged, ...share, ...capped, ...paid];
}

const CAP_WORDS = { sale: 'one sale', month: 'a month', total: 'all sales' } as const;

function refunded({ earning: { reversed_minor, due_minor, currency } }: ToldEarning): string[] {
  if (reversed_minor === 0 || due_minor === 0) return [];
  const back = amountInWords(reversed_minor, currency);
  return [`${back} of it were taken back for a refund; ${amountInWords(due_minor, currency)} is left.`];
}
