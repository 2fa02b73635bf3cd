import { type Html, html } from '../html.ts';
import type { Balance, Link, Money, Summary } from '../replies.ts';
import { countInWords, dayOf, moneyInWords } from '../words.ts';
import { copyable, emptyState, pageHead } from './parts.ts';

const NOTICES: Record<string, string> = {
  applied: 'We are looking at your application. Your links work already; you can be paid once it is approved.',
  rejected: 'Your application was not accepted. Write to us if you think that this is a mistake.',
  suspended: 'Your account is suspended, so nothing is paid for now. What you have brought is kept here.',
};

/** The first page: how it goes, and what there is to be paid. */
export function overviewPage(summary: Summary, links: readonly Link[]): Html {
  const { affiliate, program, clicks, leads, sales, revenue, balances } = summary;
  const notice = NOTICES[affiliate.status];
  const [link] = links.toSorted((a, b) => b.clicks.all - a.clicks.all);
  const since = program === null ? 'Here is how your links are doing.' : `You are a partner in “${program.name}”.`;
  return html`
    ${pageHead(`Hello, ${affiliate.name}`, since)}
    ${notice === undefined ? '' : html`<p class="notice" role="note">${notice}</p>`}
    ${link === undefined ? '' : shareLink(link)}
    <section aria-labelledby="brought">
      <h2 id="brought">What you have brought</h2>
      <dl class="tiles">
        ${tile('Clicks in 30 days', count(clicks.last_30_days), `${count(clicks.today)} today, ${count(clicks.all)} in all`)}
        ${tile('Leads', count(leads), 'Signed up, or asked for more')}
        ${tile('Sales', count(sales), 'Paid for by their buyers')}
        ${tile('Sold', revenue.length === 0 ? '–' : sums(revenue), 'Before anything was given back')}
      </dl>
    </section>
    <section aria-labelledby="earned">
      <h2 id="earned">What you have earned</h2>
      ${
        balances.length === 0
          ? emptyState('Nothing earned yet', 'Share your link. The first sale that comes by it shows up here at once.')
          : html`${balances.map((balance) => account(balance, summary))}`
      }
    </section>
    ${program === null ? '' : terms(summary)}
  `;
}

function shareLink(link: Link): Html {
  const text = link.link_url ?? `?${link.parameter}`;
  const words = link.link_url === null ? 'Add this to the address of any page of ours:' : 'Share it anywhere:';
  return html`<section class="share" aria-labelledby="share">
    <h2 id="share">Your link</h2>
    <p>${words}</p>
    ${copyable(text, 'your link')}
  </section>`;
}

function account(balance: Balance, { next_hold_end, program }: Summary): Html {
  const { currency, ready, pending, awaiting_review, processing, paid, carried } = balance;
  const money = ({ amount }: Money) => moneyInWords({ amount, currency });
  const least = program?.currency === currency ? program.minimum_payout : undefined;
  const readyWords =
    least !== undefined && least.amount > 0 ? `Paid out from ${money(least)} on` : 'For the next payout';
  const until = next_hold_end === null ? 'Nothing waits' : html`The next hold ends on ${dayOf(next_hold_end)}`;
  return html`<dl class="tiles money">
    ${tile('Ready to be paid', money(ready), readyWords, 'main')}
    ${tile('On hold', money(pending), until)}
    ${awaiting_review.amount_minor === 0 ? '' : tile('Under review', money(awaiting_review), 'We look at these by hand')}
    ${processing.amount_minor === 0 ? '' : tile('On its way', money(processing), 'In a payout that is not paid yet')}
    ${carried.amount_minor === 0 ? '' : tile('To be taken off', money(carried), 'Given back after you were paid')}
    ${tile('Paid so far', money(paid), html`<a href="/payouts">Your payouts</a>`)}
  </dl>`;
}

function tile(label: string, value: string, words: string | Html, kind = ''): Html {
  return html`<div class="tile ${kind}"><dt>${label}</dt><dd><b>${value}</b><span>${words}</span></dd></div>`;
}

function terms({ program, affiliate }: Summary): Html {
  if (program === null) {
    return html``;
  }
  const { cookie_days, hold_days, minimum_payout, currency, terms_url } = program;
  const lines = [
    html`<li>A sale is yours when it comes within ${countInWords(cookie_days, 'day', 'days')} of a click on your link.</li>`,
    html`<li>${hold_days === 0 ? 'What you earn is not held back.' : `What you earn is on hold for ${countInWords(hold_days, 'day', 'days')}, in case the sale is given back.`}</li>`,
    minimum_payout.amount_minor === 0
      ? html``
      : html`<li>Payouts start at ${moneyInWords({ amount: minimum_payout.amount, currency })}.</li>`,
    affiliate.paid_to === null
      ? html`<li>We do not know yet where to pay you. Write to us before your first payout.</li>`
      : html`<li>We pay to ${affiliate.paid_to.method === 'bank' ? 'the bank account' : 'the PayPal account'} ${affiliate.paid_to.account}.</li>`,
    terms_url === null ? html`` : html`<li><a href="${terms_url}" rel="noreferrer">The terms in full</a></li>`,
  ];
  return html`<section aria-labelledby="terms"><h2 id="terms">How it works</h2><ul class="terms">${lines}</ul></section>`;
}

function sums(of: Summary['revenue']): string {
  return of.map(moneyInWords).join(' + ');
}

function count(of: number): string {
  return new Intl.NumberFormat('en').format(of);
}
