import type { Earned, Earning } from '../earnings.ts';
import { type Html, html } from '../html.ts';
import type { Page } from './layout.ts';

const STATUS_WORDS: Readonly<Record<string, string>> = {
  pending: 'on hold',
  awaiting_review: 'under review',
  reversed: 'given back',
};

export function earningsPage(earned: Earned, dashboardUrl: string): Page {
  return {
    title: 'What the affiliate earned',
    script: '/earnings.js',
    main: html`
    <h1>What Amy Winter earned</h1>
    <p class="soft">A fifth of what was paid, without tax. This page asks the collector every second;
    <a href="${dashboardUrl}" target="_blank" rel="noopener">the stand-in’s dashboard</a> makes something happen.</p>
    <div id="earned" aria-live="polite">${earnedPart(earned)}</div>`,
  };
}

/** What changes while somebody looks. */
export function earnedPart({ earnings, referrals }: Earned): Html {
  const due = earnings.reduce((sum, earning) => sum + earning.due.amount_minor, 0) / 100;
  return html`
      <p class="total"><span class="soft">Owed to her</span> <strong data-testid="owed">${money(due, 'EUR')}</strong></p>
      ${earnings.length === 0 ? html`<p class="soft">Nothing yet. A trial earns nothing until it is paid for.</p>` : earningsTable(earnings)}
      <h2>Whom she referred</h2>
      ${referrals.length === 0 ? html`<p class="soft">Nobody yet.</p>` : ''}
      <ul class="rows">${referrals.map(({ status, identifiers }) => html`<li><span>${identifiers.email ?? 'somebody'}</span> <span class="state">${status}</span></li>`)}</ul>`;
}

function earningsTable(earnings: Earning[]): Html {
  return html`<div class="wide-table">
      <table>
        <thead><tr><th>Paid</th><th>Commission</th><th>Given back</th><th>Owed</th><th>State</th></tr></thead>
        <tbody>${earnings.map(earningRow)}</tbody>
      </table>
      </div>`;
}

function earningRow({ sale, currency, commission, reversed, due, status }: Earning): Html {
  const cells = [commission, reversed, due].map(({ amount }) => html`<td>${money(amount, currency)}</td>`);
  const paid = sale === null ? '' : money(sale.amount, sale.currency);
  return html`<tr data-testid="earning"><td>${paid}</td>${cells}<td>${STATUS_WORDS[status] ?? status}</td></tr>`;
}

function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('en-IE', { style: 'currency', currency }).format(amount);
}
