import { exchangeRatesQuery, newExchangeRates } from '../../wire/exchange-rate.ts';
import { exchangeRateReply, importedRatesReply } from '../../wire/replies/exchange-rate.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Programs';

export const exchangeRatePaths: Readonly<Record<string, PathDescription>> = {
  '/v1/exchange-rates': {
    post: {
      id: 'importExchangeRates',
      summary: 'Import exchange rates, as JSON or as a CSV file such as that of the European Central Bank',
      tag,
      scope: 'write',
      body: newExchangeRates,
      csv: 'body',
      replies: {
        200: ['All were known already', dataOf(importedRatesReply)],
        201: ['They were imported', dataOf(importedRatesReply)],
      },
    },
    get: {
      id: 'listExchangeRates',
      summary: 'List exchange rates, the latest days first',
      tag,
      scope: 'read',
      query: exchangeRatesQuery,
      replies: { 200: ['A page', pageOf(exchangeRateReply)] },
    },
  },
};
