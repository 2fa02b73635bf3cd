import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Stripe } from 'stripe';
import { type Answer, fileAnswer, listener, pageAnswer, redirectTo } from './answer.ts';
import { type AskCollector, CollectorError } from './collector.ts';
import { createCheckout } from './create-checkout.ts';
import { readEarned } from './earnings.ts';
import { earnedPart, earningsPage } from './pages/earnings.ts';
import { layOut, type Page } from './pages/layout.ts';
import { messagePage, shopPage, thankYouPage } from './pages/shop.ts';
import { findProduct } from './products.ts';
import { isFromOurPage, readForm } from './read-form.ts';
import { readVisitor } from './visitor-cookie.ts';

interface ShopSettings {
  /** Where it listens, without a slash at its end. */
  url: string;
  /** Where the stand-in for Stripe listens. */
  standInUrl: string;
  clickstitchUrl: string;
  publishableKey: string;
  /** Whose earnings are shown, and the code of their link. */
  affiliate: { id: string; code: string };
}

const SNIPPET = new URL('../../packages/tag/snippet.html', import.meta.url);

/**
 * The shop: two things to buy, and a page that shows what the affiliate earned.
 * @param log takes one line of text for each thing that goes wrong
 */
export function createShop(settings: ShopSettings, ask: AskCollector, log: (line: string) => void): RequestListener {
  const { url: shopUrl, standInUrl, clickstitchUrl, publishableKey, affiliate } = settings;
  const snippet = readFileSync(SNIPPET, 'utf8')
    .trim()
    .replaceAll('{{ENDPOINT}}', clickstitchUrl)
    .replaceAll('{{KEY}}', publishableKey);
  const stripe = createStripe(standInUrl);
  const dashboardUrl = `${standInUrl}/dashboard`;
  const show = (page: Page, status = 200) => pageAnswer(layOut(page, snippet), status);

  async function answer(request: IncomingMessage, { pathname }: URL): Promise<Answer> {
    if (request.method === 'POST' && pathname === '/checkout') {
      return checkOut(request);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return show(messagePage('Not here', 'This address takes no such request.'), 405);
    }
    switch (pathname) {
      case '/':
        return show(shopPage(`${clickstitchUrl}/go/${affiliate.code}`));
      case '/thank-you':
        return show(thankYouPage(dashboardUrl));
      case '/earnings':
        return show(earningsPage(await readEarned(ask, affiliate.id), dashboardUrl));
      case '/earnings/part':
        return pageAnswer(earnedPart(await readEarned(ask, affiliate.id)));
      default:
        return fileAnswer(pathname) ?? show(messagePage('Not found', 'This page went out with the tide.'), 404);
    }
  }

  async function checkOut(request: IncomingMessage): Promise<Answer> {
    if (!isFromOurPage(request)) {
      return show(messagePage('Not here', 'That came from elsewhere. Do it again on a page of ours.'), 403);
    }
    const product = findProduct((await readForm(request)).get('product') ?? '');
    if (!product) {
      return show(messagePage('Not here', 'We do not sell this.'), 400);
    }
    const session = await createCheckout(stripe, product, readVisitor(request.headers.cookie), shopUrl);
    return redirectTo(session.url ?? '/');
  }

  function explain(error: unknown): Answer {
    log(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return error instanceof CollectorError
      ? show(messagePage('We cannot see that now', 'The collector does not answer as it should. Try again.'), 502)
      : show(messagePage('That went wrong', 'Nothing was bought. Try again.'), 500);
  }

  return listener(answer, explain);
}

/** With an account at Stripe this is `new Stripe(process.env.STRIPE_SECRET_KEY)`, and the stand-in goes. */
function createStripe(standInUrl: string): Stripe {
  const { hostname, port } = new URL(standInUrl);
  return new Stripe('sk_test_stand_in', { host: hostname, port, protocol: 'http', telemetry: false });
}
