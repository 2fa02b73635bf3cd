import type { ConversionRow } from '../../domain/conversion.ts';
import { convertBy, invert, multiply, type Ratio, ratioOf } from '../../domain/exchange.ts';
import { dayOf, type ExchangeRateRow, PIVOTS, RATE_DAYS } from '../../domain/exchange-rate.ts';
import { exchangeRates } from '../../domain/schema.ts';
import { DAY } from '../../domain/time.ts';
import type { Reader } from '../../store/store.ts';

/**
 * What of a sale a commission is on in another currency, in minor units; 0 of a lead, `undefined` where no rate was in
 * force.
 */
export async function baseOf(reader: Reader, sale: ConversionRow, into: string): Promise<number | undefined> {
  const { amount_minor, commissionable_minor, currency } = sale;
  if (amount_minor === null || currency === null) return 0;
  return exchanged(reader, sale, { minor: commissionable_minor ?? amount_minor, from: currency, into });
}

/** The commission that the caller states of it in another currency; `undefined` where no rate was in force. */
export async function statedOf(reader: Reader, sale: ConversionRow, into: string): Promise<number | undefined> {
  const { commission_minor, commission_currency } = sale;
  if (commission_minor === null || commission_currency === null) return 0;
  return exchanged(reader, sale, { minor: commission_minor, from: commission_currency, into });
}

async function exchanged(
  reader: Reader,
  { workspace_id, occurred_at }: ConversionRow,
  { minor, from, into }: { minor: number; from: string; into: string },
): Promise<number | undefined> {
  if (from === into) return minor;
  const ratio = await rateInForce(reader, { workspace_id, from, into, at: occurred_at });
  return ratio && (convertBy(minor, from, into, ratio) ?? undefined);
}

interface Wanted {
  workspace_id: string;
  from: string;
  into: string;
  at: number;
}

async function rateInForce(reader: Reader, { workspace_id, from, into, at }: Wanted): Promise<Ratio | undefined> {
  const [since, until] = [dayOf(at - RATE_DAYS * DAY), dayOf(at)];

  async function latest(base: string, quote: string): Promise<ExchangeRateRow | undefined> {
    const bounds = { from: [since], to: [until], order: 'descending', limit: 1 } as const;
    return (await reader.range<ExchangeRateRow>(exchangeRates, 'key', [workspace_id, base, quote], bounds))[0];
  }

  /** As it was published last, the right way round where both were on that day. */
  async function published(base: string, quote: string): Promise<Ratio | undefined> {
    const [right, wrong] = await Promise.all([latest(base, quote), latest(quote, base)]);
    if (wrong && (right?.date ?? '') < wrong.date) return invert(ratioOf(wrong.rate));
    return right && ratioOf(right.rate);
  }

  const direct = await published(from, into);
  if (direct) return direct;
  for (const pivot of PIVOTS) {
    if (pivot === from || pivot === into) continue;
    const [there, on] = await Promise.all([published(from, pivot), published(pivot, into)]);
    if (there && on) return multiply(there, on);
  }
  return undefined;
}
