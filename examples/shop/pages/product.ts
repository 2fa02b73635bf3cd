import { GLAZES } from '../art/glazes.ts';
import { drawProduct } from '../art/scene.ts';
import { html } from '../html.ts';
import { MAX_QUANTITY } from '../order.ts';
import { formatPrice } from '../price.ts';
import type { Product } from '../products.ts';
import type { Page } from './layout.ts';

export function productPage(product: Product): Page {
  const { slug, name, line, story, price_minor, size, care, glaze } = product;
  const quantities = Array.from({ length: MAX_QUANTITY }, (_, index) => index + 1);
  return {
    title: `${name} · Lowtide`,
    main: html`
    <article class="product">
      <div class="picture product-picture">${drawProduct(product)}</div>
      <div class="product-text">
        <p class="eyebrow"><a href="/#shelf">The shelf</a> · ${GLAZES[glaze].label}</p>
        <h1>${name}</h1>
        <p class="lead">${line}</p>
        <p>${story}</p>
        <dl class="facts">
          <div><dt>Size</dt><dd>${size}</dd></div>
          <div><dt>Care</dt><dd>${care}</dd></div>
          <div><dt>Delivery</dt><dd>Included, in about four days</dd></div>
        </dl>
        <form class="buy" action="/checkout" method="get">
          <input type="hidden" name="product" value="${slug}">
          <p class="price">${formatPrice(price_minor)}</p>
          <label>Quantity
            <select name="quantity">${quantities.map((quantity) => html`<option>${quantity}</option>`)}</select>
          </label>
          <button class="button" data-testid="buy">Buy</button>
        </form>
      </div>
    </article>
`,
  };
}
