import type { ExchangeRateRow } from '../domain/exchange-rate.ts';
import { exchangeRates } from '../domain/schema.ts';
import type { Cell } from '../domain/table.ts';
import type { Reader } from '../store/store.ts';

export interface RatesPage {
  rows: ExchangeRateRow[];
  /** The last one of the page, where there are more. */
  next: ExchangeRateRow | null;
}

interface RatesQuestion {
  workspace_id: string;
  base: string | null;
  quote: string | null;
  date: string | null;
  limit: number;
  after: Pick<ExchangeRateRow, 'date' | 'base' | 'quote'> | null;
}

/** The latest days first. */
export async function listExchangeRates(reader: Reader, question: RatesQuestion): Promise<RatesPage> {
  const { workspace_id, base, quote, date, limit, after } = question;
  const isPair = base !== null && quote !== null;
  const rest = { base, quote, date };
  const prefix: Cell[] = isPair ? [workspace_id, base, quote] : [workspace_id, ...(date === null ? [] : [date])];
  const order = isPair ? (['date'] as const) : (['date', 'base', 'quote'] as const).slice(date === null ? 0 : 1);
  const rows = await reader.range<ExchangeRateRow>(exchangeRates, isPair ? 'key' : 'day', prefix, {
    where: Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
    after: after ? order.map((column) => after[column]) : undefined,
    order: 'descending',
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1) ?? null) : null };
}

/** What is known of some pairs of currencies on some days, both ends included. */
export async function knownRates(
  reader: Reader,
  question: { workspace_id: string; spans: readonly { base: string; quote: string; from: string; to: string }[] },
): Promise<ExchangeRateRow[]> {
  const { workspace_id, spans } = question;
  const found = await Promise.all(
    spans.map(({ base, quote, from, to }) =>
      reader.range<ExchangeRateRow>(exchangeRates, 'key', [workspace_id, base, quote], {
        from: [from],
        to: [to],
        order: 'ascending',
      }),
    ),
  );
  return found.flat();
}
