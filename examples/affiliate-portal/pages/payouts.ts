import { type Html, html } from '../html.ts';
import type { Page, Payout } from '../replies.ts';
import { badge, countInWords, dayOf, moneyInWords } from '../words.ts';
import { emptyState, pageHead, pager, tableOf } from './parts.ts';

export function payoutsPage({ data, next_cursor }: Page<Payout>, cursor: string | null): Html {
  const table = tableOf<Payout>(
    'Payouts, newest first',
    [
      { label: 'Date', cell: ({ paid_at, created_at }) => dayOf(paid_at ?? created_at) },
      { label: 'Amount', cell: (payout) => moneyInWords(payout), isNumber: true },
      { label: 'For', cell: ({ earnings }) => countInWords(earnings, 'earning', 'earnings') },
      { label: 'To', cell: ({ paid_to }) => (paid_to === null ? '–' : `${METHOD[paid_to.method]} ${paid_to.account}`) },
      { label: 'Reference', cell: ({ reference, failure }) => failure ?? reference ?? '–' },
      { label: 'State', cell: ({ status }) => badge(status) },
    ],
    data,
  );
  const download = html`<a class="button" href="/payouts.csv" download>Download as CSV</a>`;
  return html`
    ${pageHead('Payouts', 'What we have sent you, and what is on its way.', data.length === 0 ? '' : download)}
    ${data.length === 0 ? emptyState('No payouts yet', html`What is ready is paid with our next round. See <a href="/earnings">what waits for it</a>.`) : table}
    ${pager('/payouts', cursor, next_cursor)}
  `;
}

const METHOD = { bank: 'Bank', paypal: 'PayPal' } as const;
