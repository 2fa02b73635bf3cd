import type { ImportRates, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { type ExchangeRateRow, RATE_DAYS } from '../domain/exchange-rate.ts';
import { exchangeRates } from '../domain/schema.ts';
import { DAY } from '../domain/time.ts';
import { decideAnew } from './configure-programs.ts';

/**
 * Rates of some days. What waited for one is settled, and what was changed at that of an earlier day is changed anew. A rate
 * that is known stays as it is: with another value the whole import is refused.
 */
export function importRates(draft: Draft, command: ImportRates): Outcome {
  const { workspace_id } = command;
  const taken = new Map<string, ImportRates['rates'][number]>();
  for (const rate of command.rates) {
    const { base, quote, date } = rate;
    const place = [workspace_id, base, quote, date];
    const known = draft.find<ExchangeRateRow>(exchangeRates, 'key', place)[0] ?? taken.get(place.join());
    if (known && Number(known.rate) !== Number(rate.rate)) return otherRate(rate, known.rate);
    if (!known) taken.set(place.join(), rate);
  }
  if (taken.size === 0) return { status: 'duplicate' };
  const rates = [...taken.values()];
  for (const rate of rates) draft.insert<ExchangeRateRow>(exchangeRates, { workspace_id, ...rate });
  const days = rates.map(({ date }) => Date.parse(date));
  decideAnew(draft, command, (affected) => {
    affected.byForeign(Math.min(...days), Math.max(...days) + (RATE_DAYS + 1) * DAY);
  });
  return {
    status: 'recorded',
    rates: { taken: rates.length, known: command.rates.length - rates.length },
    logged: { ...command, rates },
  };
}

function otherRate({ base, quote, date, rate: given }: ImportRates['rates'][number], known: string): Outcome {
  return {
    status: 'refused',
    code: 'conflict',
    message: `rates: 1 ${base} was ${known} ${quote} on ${date} already, and not ${given}; nothing was imported`,
    detail: { field: 'rates', hint: 'What was earned at a rate keeps it: leave that line out.' },
  };
}
