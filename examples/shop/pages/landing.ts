import { GLAZES } from '../art/glazes.ts';
import { drawProduct, drawWindow } from '../art/scene.ts';
import { type Html, html } from '../html.ts';
import { formatPrice } from '../price.ts';
import { PRODUCTS, type Product } from '../products.ts';
import type { Page } from './layout.ts';

export function landingPage(): Page {
  return {
    title: 'Lowtide: stoneware for slow mornings',
    main: html`
    <section class="hero">
      <div class="hero-text">
        <p class="eyebrow">Autumn firing, six glazes</p>
        <h1>Pots for the hour before everyone is&nbsp;up</h1>
        <p class="lead">Thrown by hand, glazed in the colours of a beach at low water, and fired hot enough to be used every day and dropped now and then.</p>
        <p class="actions"><a class="button" href="#shelf">See the shelf</a> <a class="quiet" href="#making">How they are made</a></p>
      </div>
      ${drawWindow()}
    </section>

    <section id="shelf" class="shelf" aria-labelledby="shelf-title">
      <div class="section-head">
        <h2 id="shelf-title">The shelf</h2>
        <p>Six pots this season. When a glaze is gone, it is gone until the next firing.</p>
      </div>
      <ul class="cards">${PRODUCTS.map(card)}</ul>
    </section>

    <section id="making" class="making" aria-labelledby="making-title">
      <h2 id="making-title">Clay, ash, and eleven days</h2>
      <ol>
        <li><h3>Thrown</h3><p>Iron-speckled stoneware, turned on a kick wheel. The rings inside are left as they are: they are how your spoon knows it is handmade.</p></li>
        <li><h3>Glazed</h3><p>Wood ash, quartz and a pinch of metal. No two buckets agree, so we write the date of the firing under every foot.</p></li>
        <li><h3>Fired</h3><p>To 1,260 °C, then four days of cooling with the door shut. Opening it early is the only mistake that cannot be mended.</p></li>
      </ol>
    </section>
`,
  };
}

function card(product: Product): Html {
  const { slug, name, line, price_minor, glaze } = product;
  return html`
        <li>
          <a class="card" href="/products/${slug}" data-testid="product-link">
            <span class="picture">${drawProduct(product)}</span>
            <span class="card-text">
              <span class="card-name">${name}</span>
              <span class="card-price">${formatPrice(price_minor)}</span>
              <span class="card-line">${line}</span>
              <span class="card-glaze"><i style="background:${GLAZES[glaze].glaze}"></i>${GLAZES[glaze].label}</span>
            </span>
          </a>
        </li>`;
}
