import { z } from 'zod';

export const exchangeRateReply = z
  .strictObject({
    date: z.iso.date(),
    base: z.string(),
    quote: z.string(),
    rate: z.string().meta({ description: 'Units of `quote` for one of `base`, as decimal text' }),
  })
  .meta({ id: 'ExchangeRate' });

export const importedRatesReply = z
  .strictObject({
    taken: z.int(),
    known: z.int().meta({ description: 'Known already, with the same value' }),
    skipped_currencies: z.array(z.string()).meta({ description: 'Columns of currencies that exist no more' }),
  })
  .meta({ id: 'ImportedRates' });
