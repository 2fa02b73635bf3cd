import { type Html, html } from '../html.ts';
import { PRODUCTS, type Product } from '../products.ts';
import type { Page } from './layout.ts';

/** @param affiliateUrl the affiliate's link, through which to come in */
export function shopPage(affiliateUrl: string): Page {
  return {
    title: 'Stoneware for slow mornings',
    main: html`
    <h1>Stoneware for slow mornings</h1>
    <p class="soft">A pretend shop. Come in through <a href="${affiliateUrl}" rel="noreferrer">Amy’s link</a>, buy something, and see what she earns.</p>
    <ul class="cards">${PRODUCTS.map(card)}</ul>`,
  };
}

export function thankYouPage(dashboardUrl: string): Page {
  return {
    title: 'Thank you',
    main: html`
    <h1>Thank you</h1>
    <p>It is on its way. See <a href="/earnings">what the affiliate earned</a>, or renew, refund and dispute it on
    <a href="${dashboardUrl}">the dashboard of the stand-in for Stripe</a>.</p>`,
  };
}

export function messagePage(title: string, text: string): Page {
  return { title, main: html`<h1>${title}</h1><p>${text}</p><p><a href="/">Back to the shop</a></p>` };
}

function card({ slug, name, text, cost, mode }: Product): Html {
  return html`
      <li class="panel">
        <h2>${name}</h2>
        <p>${text}</p>
        <p><strong>${cost}</strong></p>
        <form method="post" action="/checkout">
          <input type="hidden" name="product" value="${slug}">
          <button class="button">${mode === 'subscription' ? 'Join' : 'Buy'} ${name}</button>
        </form>
      </li>`;
}
