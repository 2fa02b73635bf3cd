import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, fileAnswer, jsonAnswer, pageAnswer } from './answer.ts';
import { createOrderBook, MAX_QUANTITY, type Order, OrderError, parseOrderRequest } from './order.ts';
import { checkoutPage } from './pages/checkout.ts';
import { landingPage } from './pages/landing.ts';
import { layOut, type Page } from './pages/layout.ts';
import { linksPage } from './pages/links.ts';
import { notFoundPage } from './pages/not-found.ts';
import { productPage } from './pages/product.ts';
import { thankYouPage } from './pages/thank-you.ts';
import { formatPrice } from './price.ts';
import { findProduct } from './products.ts';
import { BodyError, readJson } from './read-json.ts';
import { createSaleReporter } from './sale-report.ts';
import type { Settings } from './settings.ts';
import { fillSnippet } from './snippet.ts';
import { readVisitorCookie } from './visitor-cookie.ts';

/**
 * The shop as an HTTP server that does not listen yet.
 * @param log takes one line of text for each thing that happens to an order
 */
export function createShop(settings: Settings, log: (line: string) => void): Server {
  const { clickstitchUrl, publishableKey, secretKey, affiliateCode, confirmAfterMs } = settings;
  const snippet = fillSnippet(clickstitchUrl, publishableKey);
  const orders = createOrderBook(() => new Date());
  const server = createServer((request, response) => {
    void answer(request)
      .catch(explain)
      .then(({ status, type, body }) => {
        response.writeHead(status, {
          'content-type': type,
          'cache-control': 'no-cache',
          'x-content-type-options': 'nosniff',
          // A body that was not read to its end must not be taken for the next request.
          ...(status === 413 ? { connection: 'close' } : {}),
        });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  });
  const origin = (): string => `http://localhost:${(server.address() as AddressInfo).port}`;
  const reporter = createSaleReporter(clickstitchUrl, secretKey, () => `${origin()}/checkout`, fetch);
  const show = (page: Page, status = 200): Answer => pageAnswer(layOut(page, snippet), status);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = URL.parse(request.url ?? '/', 'http://shop.invalid');
    if (url === null) {
      return jsonAnswer(400, { error: 'This address cannot be read.' });
    }
    if (request.method === 'POST' && url.pathname === '/orders') {
      return placeOrder(request);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return jsonAnswer(405, { error: 'This address takes no such request.' });
    }
    return get(url) ?? show(notFoundPage('This page went out with the tide.'), 404);
  }

  function get({ pathname, searchParams }: URL): Answer | undefined {
    const [, first, second] = pathname.split('/');
    switch (first) {
      case '':
        return show(landingPage());
      case 'links.html':
        return show(linksPage(`${clickstitchUrl}/go/${affiliateCode}`, () => randomBytes(18).toString('base64url')));
      case 'products': {
        const product = findProduct(second ?? '');
        return product && show(productPage(product));
      }
      case 'checkout': {
        const product = findProduct(searchParams.get('product') ?? '');
        const quantity = Math.min(Math.max(Math.trunc(Number(searchParams.get('quantity'))) || 1, 1), MAX_QUANTITY);
        return product ? show(checkoutPage(product, quantity)) : show(notFoundPage('Your basket is empty.'), 404);
      }
      case 'thank-you': {
        const order = orders.find(searchParams.get('order') ?? '');
        return order ? show(thankYouPage(order)) : show(notFoundPage('We do not remember this order.'), 404);
      }
      case 'orders': {
        const order = orders.find(second ?? '');
        return order === undefined
          ? jsonAnswer(404, { error: 'There is no such order.' })
          : jsonAnswer(200, { order_id: order.order_id, report: order.report });
      }
      default:
        return fileAnswer(pathname);
    }
  }

  async function placeOrder(request: IncomingMessage): Promise<Answer> {
    const order = orders.add(parseOrderRequest(await readJson(request)), readVisitorCookie(request.headers.cookie));
    log(`order ${order.order_id}: ${order.quantity} × ${order.product.name}, ${formatPrice(order.total_minor)}`);
    void confirm(order);
    return jsonAnswer(201, { order_id: order.order_id });
  }

  /** Stands for the payment provider, which says a moment later that the money has come. */
  async function confirm(order: Order): Promise<void> {
    await sleep(confirmAfterMs, undefined, { ref: false });
    order.report = await reporter.report(order);
    log(`order ${order.order_id}: ${inWords(order)}`);
  }

  function explain(error: unknown): Answer {
    if (error instanceof OrderError) {
      return jsonAnswer(400, { error: error.message, field: error.field });
    }
    if (error instanceof BodyError) {
      return jsonAnswer(error.status, { error: error.message });
    }
    log(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return jsonAnswer(500, { error: 'The shop made a mistake. Please try again.' });
  }

  return server;
}

function inWords({ report }: Order): string {
  if (report.state !== 'confirmed') {
    return report.state === 'refused' ? `the collector did not take it: ${report.problem}` : 'not yet reported';
  }
  const { credit, affiliate } = report;
  const touch = credit && [credit.source ?? credit.channel, credit.campaign].filter(Boolean).join(' · ');
  return `confirmed; credit: ${touch ?? 'none'}; owed to: ${affiliate ?? 'nobody'}`;
}
