import { drawProduct } from '../art/scene.ts';
import { html } from '../html.ts';
import type { Order } from '../order.ts';
import { formatPrice, toDecimal } from '../price.ts';
import { CURRENCY } from '../products.ts';
import type { Page } from './layout.ts';

export function thankYouPage({ order_id, product, quantity, total_minor }: Order): Page {
  const total = formatPrice(total_minor);
  return {
    title: 'Thank you · Lowtide',
    script: '/thank-you.js',
    main: html`
    <div class="thanks" id="order" data-order-id="${order_id}" data-value="${toDecimal(total_minor)}" data-currency="${CURRENCY}">
      <section class="panel">
        <p class="eyebrow">Order placed</p>
        <h1>Thank you. It is being wrapped in a lot of paper.</h1>
        <div class="line">
          <span class="picture thumb">${drawProduct(product)}</span>
          <span><strong>${product.name}</strong><br>${quantity} × ${formatPrice(product.price_minor)}</span>
          <span>${total}</span>
        </div>
        <dl class="sum">
          <div><dt>Order</dt><dd><code data-testid="order-id">${order_id}</code></dd></div>
          <div class="total"><dt>Total</dt><dd>${total}</dd></div>
        </dl>
        <p><a class="quiet" href="/">Back to the shelf</a></p>
      </section>
      <section class="behind" aria-labelledby="behind-title">
        <h2 id="behind-title">Meanwhile, behind the page</h2>
        <ol class="steps">
          <li class="done"><strong>Your browser reported the order.</strong> That is a claim: anybody can send one, so it settles nothing.</li>
          <li id="confirmation"><strong>The shop’s server confirms it.</strong> <span aria-live="polite">Waiting for the payment …</span></li>
          <li id="credit"><strong>The sale gets its credit.</strong> <span aria-live="polite">Not known yet.</span></li>
        </ol>
        <p id="why" hidden><a class="button" data-testid="why-link" target="_blank" rel="noopener">Why did this sale get its credit?</a></p>
        <p class="hint">Reload this page as often as you like: one order counts once.</p>
      </section>
    </div>
`,
  };
}
