import { type Html, html } from '../html.ts';
import type { Click, Lead, Page, Sale } from '../replies.ts';
import { badge, momentOf, moneyInWords } from '../words.ts';
import { emptyState, pageHead, pager, tableOf } from './parts.ts';

/** What an affiliate's links brought: clicks, leads and sales. */

const SHARE = html`Share a link and it begins: <a href="/links">your links</a>.`;
const BUYER = 'Buyers stay private: each has a short name that is the same every time they come back.';

export function clicksPage({ data, next_cursor }: Page<Click>, cursor: string | null): Html {
  const table = tableOf<Click>(
    'Clicks, newest first',
    [
      { label: 'When', cell: ({ occurred_at }) => momentOf(occurred_at) },
      { label: 'Link', cell: ({ code }) => html`<code>${code}</code>` },
      { label: 'Came from', cell: ({ from }) => from ?? '–' },
      { label: 'Went to', cell: ({ page }) => (page === null ? '–' : withoutScheme(page)) },
      { label: 'Your marks', cell: ({ sub_ids }) => marks(sub_ids) },
    ],
    data,
  );
  return html`
    ${pageHead('Clicks', 'Visits that your links brought. Bots are left out.')}
    ${data.length === 0 ? emptyState('No clicks yet', SHARE) : table}
    ${pager('/clicks', cursor, next_cursor)}
  `;
}

export function leadsPage({ data, next_cursor }: Page<Lead>, cursor: string | null): Html {
  const table = tableOf<Lead>(
    'Leads, newest first',
    [
      { label: 'When', cell: ({ occurred_at }) => momentOf(occurred_at) },
      { label: 'What', cell: ({ name }) => nameInWords(name) },
      { label: 'Buyer', cell: buyer },
      { label: 'Link', cell: ({ code }) => code ?? '–' },
      { label: 'You earn', cell: ({ earning }) => moneyInWords(earning), isNumber: true },
      { label: 'State', cell: ({ earning }) => badge(earning.status) },
    ],
    data,
  );
  return html`
    ${pageHead('Leads', BUYER)}
    ${data.length === 0 ? emptyState('No leads yet', 'Whoever signs up after a click on your link shows up here, before they buy anything.') : table}
    ${pager('/leads', cursor, next_cursor)}
  `;
}

export function salesPage({ data, next_cursor }: Page<Sale>, cursor: string | null): Html {
  const table = tableOf<Sale>(
    'Sales, newest first',
    [
      { label: 'When', cell: ({ occurred_at }) => momentOf(occurred_at) },
      { label: 'Buyer', cell: buyer },
      { label: 'Link', cell: ({ code }) => code ?? '–' },
      { label: 'Sale', cell: (sale) => sold(sale), isNumber: true },
      { label: 'You earn', cell: ({ earning }) => moneyInWords(earning), isNumber: true },
      { label: 'State', cell: ({ earning }) => badge(earning.status) },
    ],
    data,
  );
  return html`
    ${pageHead('Sales', BUYER)}
    ${data.length === 0 ? emptyState('No sales yet', SHARE) : table}
    ${pager('/sales', cursor, next_cursor)}
  `;
}

function sold(sale: Sale): Html {
  const { currency, refunded } = sale;
  const back = refunded.amount_minor === 0 ? undefined : moneyInWords({ amount: refunded.amount, currency });
  return html`${moneyInWords(sale)}${back === undefined ? '' : html` <small>${back} given back</small>`}`;
}

function buyer({ referral }: Lead): Html {
  return html`<code>${referral ?? '–'}</code>`;
}

function nameInWords(name: string | null): string {
  const words = (name ?? 'lead').replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function marks(subIds: Click['sub_ids']): string {
  const entries = Object.entries(subIds ?? {});
  return entries.length === 0 ? '–' : entries.map(([name, value]) => `${name}: ${value}`).join(', ');
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
