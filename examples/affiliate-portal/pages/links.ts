import { type Html, html } from '../html.ts';
import type { Link, Page, Summary } from '../replies.ts';
import { countInWords } from '../words.ts';
import { copyable, emptyState, pageHead, pager } from './parts.ts';

/** An affiliate's links and coupons, ready to be copied. */
export function linksPage({ data, next_cursor }: Page<Link>, { coupons }: Summary, cursor: string | null): Html {
  const cards = data.map(
    (link) => html`<li class="card">
      <h2>${link.name ?? link.code}</h2>
      <p class="hint">${countInWords(link.clicks.last_30_days, 'click', 'clicks')} in 30 days, ${countInWords(link.clicks.all, 'click', 'clicks')} in all${link.destination_url === null ? '' : `; leads to ${link.destination_url}`}</p>
      ${link.link_url === null ? '' : copyable(link.link_url, `the link ${link.code}`)}
      <details>
        <summary>Link to another page</summary>
        <p>Add this to the address of any page of ours, behind a question mark:</p>
        ${copyable(link.parameter, `the code of ${link.code}`)}
        <p>To tell your own places apart, add <code>&amp;sub1=newsletter</code>; you find it with your clicks.</p>
      </details>
    </li>`,
  );
  const codes = coupons.map(
    ({ code, description }) =>
      html`<li class="card"><h3>${description ?? 'A code for your audience'}</h3>${copyable(code, `the coupon ${code}`)}</li>`,
  );
  return html`
    ${pageHead('Links', 'Whoever buys after a click on one of these is your sale.')}
    ${data.length === 0 ? emptyState('No links yet', 'We make the first one for you when you are accepted.') : html`<ul class="cards">${cards}</ul>`}
    ${pager('/links', cursor, next_cursor)}
    ${codes.length === 0 ? '' : html`<section aria-labelledby="coupons"><h2 id="coupons">Coupons</h2><p class="hint">A first order with one of these is yours, without any click.</p><ul class="cards">${codes}</ul></section>`}
  `;
}
