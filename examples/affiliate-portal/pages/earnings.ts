import { type Html, html } from '../html.ts';
import type { Earning, Page } from '../replies.ts';
import { badge, dayOf, moneyInWords } from '../words.ts';
import { emptyState, pageHead, pager } from './parts.ts';

/** Each earning with its state, the end of its hold, and how it came about. */
export function earningsPage({ data, next_cursor }: Page<Earning>, cursor: string | null): Html {
  const items = data.map(earning);
  return html`
    ${pageHead('Earnings', 'Every sale and lead of yours, what it earns you, and why.')}
    ${data.length === 0 ? emptyState('Nothing earned yet', 'The first sale that comes by one of your links shows up here at once, with what it earns you and when it is paid.') : html`<ol class="earnings">${items}</ol>`}
    ${pager('/earnings', cursor, next_cursor)}
  `;
}

function earning(one: Earning): Html {
  const { kind, sale, currency, due, commission, status, hold_until, occurred_at, referral, incentive } = one;
  const from = sale === null ? 'A lead' : `A ${kind} of ${moneyInWords(sale)}`;
  const money = (amount: number) => moneyInWords({ amount, currency });
  const isLess = due.amount_minor !== commission.amount_minor;
  return html`<li class="card earning">
    <div class="earning-head">
      <h2>${currency === null ? 'Nothing' : money(due.amount)}${isLess ? html` <s><span class="unseen">instead of </span>${money(commission.amount)}</s>` : ''}</h2>
      ${badge(status)}
    </div>
    <p>${from} on ${dayOf(occurred_at)}${referral === null ? '' : html` by <code>${referral}</code>`}${incentive === null ? '' : ` · ${incentive}`}</p>
    ${status === 'pending' && hold_until !== null ? html`<p class="hold">On hold until ${dayOf(hold_until)}</p>` : ''}
    <details><summary>Why?</summary><p>${one.explanation}</p></details>
  </li>`;
}
