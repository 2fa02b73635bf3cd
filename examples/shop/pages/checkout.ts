import { drawProduct } from '../art/scene.ts';
import { html } from '../html.ts';
import { formatPrice } from '../price.ts';
import type { Product } from '../products.ts';
import type { Page } from './layout.ts';

export function checkoutPage(product: Product, quantity: number): Page {
  const total = formatPrice(product.price_minor * quantity);
  return {
    title: 'Checkout · Lowtide',
    script: '/checkout.js',
    main: html`
    <div class="checkout">
      <form id="checkout" class="panel" data-product="${product.slug}" data-quantity="${quantity}" novalidate>
        <h1>Checkout</h1>
        <p>No card, no address: this is where the payment provider would come in.</p>
        <label for="email">Email <span class="hint">for the receipt</span></label>
        <input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" aria-describedby="problem" data-testid="email">
        <label for="name">Name <span class="hint">if you like</span></label>
        <input id="name" name="name" autocomplete="name" maxlength="120">
        <p id="problem" class="problem" role="alert"></p>
        <button class="button wide" data-testid="place-order">Place order · ${total}</button>
        <noscript><p class="problem">Placing an order needs JavaScript.</p></noscript>
      </form>
      <section class="summary" aria-labelledby="summary-title">
        <h2 id="summary-title">Your order</h2>
        <div class="line">
          <span class="picture thumb">${drawProduct(product)}</span>
          <span><strong>${product.name}</strong><br>${quantity} × ${formatPrice(product.price_minor)}</span>
          <span>${total}</span>
        </div>
        <dl class="sum">
          <div><dt>Delivery</dt><dd>Included</dd></div>
          <div class="total"><dt>Total</dt><dd>${total}</dd></div>
        </dl>
        <p><a class="quiet" href="/products/${product.slug}">Back to the pot</a></p>
      </section>
    </div>
`,
  };
}
