import { type Html, html } from '../html.ts';
import type { Account, Payment, Session, Subscription } from './account.ts';
import type { Delivered } from './delivery.ts';
import { taxOn } from './prices.ts';

const EUROS = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const euros = (cents: number) => EUROS.format(cents / 100);

/** Where Stripe Checkout would be. */
export function checkoutPage({ id, price, trial_days, cancel_url }: Session, problem = ''): Html {
  const tax = taxOn(price.net);
  const now = trial_days > 0 ? 0 : price.net + tax;
  const rows: [string, number][] = [
    [price.is_monthly ? `${price.name}, a month` : price.name, price.net],
    ['Tax, 19 %', tax],
  ];
  return layOut(
    'Checkout',
    html`
    <div class="columns">
      <section>
        <a class="quiet" href="${cancel_url}">← Back to Lowtide</a>
        <p class="soft">Pay Lowtide</p>
        <h1>${euros(now)}</h1>
        ${trial_days > 0 ? html`<p>today; ${trial_days} days are free, then ${euros(price.net + tax)} a month</p>` : ''}
        <dl class="sum">
          ${rows.map(([name, cents]) => html`<div><dt>${name}</dt><dd>${euros(cents)}</dd></div>`)}
        </dl>
      </section>
      <form class="panel" method="post" action="/checkout/${id}">
        <h2>Contact</h2>
        <label for="email">Email</label>
        <input id="email" name="email" type="email" autocomplete="email" value="jane@buyer.example" required maxlength="254" aria-describedby="problem">
        <p id="problem" class="problem" role="alert">${problem}</p>
        <p class="soft">A card’s number would go here. There is none, and nothing is charged.</p>
        <button class="button wide">${trial_days > 0 ? 'Start trial' : 'Pay'}</button>
      </form>
    </div>`,
  );
}

/** What the merchant would do at Stripe, and what Stripe has delivered. */
export function dashboardPage({ payments, subscriptions }: Account, delivered: readonly Delivered[]): Html {
  return layOut(
    'Dashboard',
    html`
    <h1>Dashboard</h1>
    <h2>Subscriptions</h2>
    ${subscriptions.length === 0 ? html`<p class="soft">None yet.</p>` : ''}
    <ul class="rows">${subscriptions.map(subscriptionRow)}</ul>
    <h2>Payments</h2>
    ${payments.length === 0 ? html`<p class="soft">None yet.</p>` : ''}
    <ul class="rows">${payments.map(paymentRow)}</ul>
    <h2>Events</h2>
    <form method="post" action="/events/again">
      <p>Each was signed and delivered to the collector. <button class="small">Send all again, backwards</button></p>
    </form>
    <div class="wide-table">
      <table>
        <thead><tr><th>Event</th><th>Answer</th><th>Sent</th></tr></thead>
        <tbody>${delivered.map(eventRow)}</tbody>
      </table>
    </div>`,
  );
}

export function messagePage(title: string, text: string): Html {
  return layOut(title, html`<h1>${title}</h1><p>${text}</p>`);
}

function subscriptionRow({ id, price, customer, status }: Subscription): Html {
  return html`
      <li>
        <span><strong>${price.name}</strong> <span class="soft">${customer.email}</span></span>
        <span class="state">${status}</span>
        ${status === 'canceled' ? '' : html`<span>${button(`/subscriptions/${id}/renew`, 'Renew')} ${button(`/subscriptions/${id}/cancel`, 'Cancel')}</span>`}
      </li>`;
}

function paymentRow(payment: Payment): Html {
  const { id, name, amount, refunded, customer } = payment;
  return html`
      <li>
        <span><strong>${euros(amount)}</strong> ${name} <span class="soft">${customer.email}</span></span>
        <span class="state">${refunded > 0 ? `${euros(refunded)} refunded` : 'paid'}${disputed(payment)}</span>
        <span>${possible(payment).map(([verb, text]) => html`${button(`/payments/${id}/${verb}`, text)} `)}</span>
      </li>`;
}

function disputed({ dispute }: Payment): string {
  const words = { needs_response: ', disputed', won: ', dispute won', lost: ', dispute lost' };
  return dispute ? words[dispute.status] : '';
}

function possible({ amount, refunded, dispute }: Payment): [verb: string, text: string][] {
  if (dispute) {
    return dispute.status === 'needs_response'
      ? [
          ['win', 'Win the dispute'],
          ['lose', 'Lose the dispute'],
        ]
      : [];
  }
  if (refunded === amount) {
    return [];
  }
  return [
    ['refund', refunded === 0 ? 'Refund half' : 'Refund the rest'],
    ['dispute', 'Open a dispute'],
  ];
}

function button(action: string, text: string): Html {
  return html`<form method="post" action="${action}"><button class="small">${text}</button></form>`;
}

function eventRow({ type, status, said, deliveries }: Delivered): Html {
  return html`<tr><td><code>${type}</code></td><td>${status === 0 ? '' : status} ${said}</td><td>${deliveries} ×</td></tr>`;
}

function layOut(title: string, main: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · Stand-in for Stripe</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/stripe.css">
</head>
<body class="stand-in">
  <p class="notice"><strong>This is not Stripe.</strong> It stands in for Stripe on this machine, and nothing is charged.</p>
  <main>
${main}
  </main>
</body>
</html>
`;
}
