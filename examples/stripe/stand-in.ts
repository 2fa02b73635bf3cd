import type { IncomingMessage, RequestListener } from 'node:http';
import { type Answer, fileAnswer, jsonAnswer, listener, pageAnswer, redirectTo } from './answer.ts';
import { isFromOurPage, readForm } from './read-form.ts';
import { createAccount } from './stand-in/account.ts';
import { createSession, RequestError } from './stand-in/create-session.ts';
import { createDelivery } from './stand-in/delivery.ts';
import { createLife } from './stand-in/life.ts';
import { checkoutPage, dashboardPage, messagePage } from './stand-in/pages.ts';

interface StandInSettings {
  /** Where it listens, without a slash at its end. */
  url: string;
  /** Where it delivers, and by which secret it signs. */
  hook: { url: string; secret: string };
  /** Whether its events say that they are of Stripe's live mode. */
  livemode: boolean;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}$/;

/**
 * Stands in for Stripe, so that the example runs without an account: as much of its API as the shop asks
 * (`POST /v1/checkout/sessions`), the page to pay on, a dashboard, and signed webhooks. It is no part of an integration.
 * @param log takes one line of text for each delivery
 */
export function createStandIn({ url: origin, hook, livemode }: StandInSettings, log: (line: string) => void) {
  const account = createAccount();
  const delivery = createDelivery({ ...hook, livemode }, log);
  const life = createLife(account, delivery);

  const actions: Readonly<Record<string, (id: string) => Promise<void>>> = {
    'subscriptions/renew': life.renew,
    'subscriptions/cancel': life.cancel,
    'payments/refund': life.refundHalf,
    'payments/dispute': life.dispute,
    'payments/win': (id) => life.closeDispute(id, 'won'),
    'payments/lose': (id) => life.closeDispute(id, 'lost'),
    'events/again': delivery.sendAgain,
  };

  async function answer(request: IncomingMessage, { pathname }: URL): Promise<Answer> {
    if (request.method === 'POST') {
      return pathname === '/v1/checkout/sessions' ? openSession(request) : post(request, pathname);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return pageAnswer(messagePage('Not here', 'This address takes no such request.'), 405);
    }
    const [, first, id = ''] = pathname.split('/');
    const session = first === 'checkout' ? account.sessions.get(id) : undefined;
    if (session) {
      return session.is_complete ? redirectTo(session.success_url) : pageAnswer(checkoutPage(session));
    }
    if (pathname === '/dashboard') {
      return pageAnswer(dashboardPage(account, delivery.delivered()));
    }
    return fileAnswer(pathname) ?? notFound();
  }

  async function openSession(request: IncomingMessage): Promise<Answer> {
    const session = createSession(await readForm(request));
    account.sessions.set(session.id, session);
    return jsonAnswer(200, { id: session.id, object: 'checkout.session', url: `${origin}/checkout/${session.id}` });
  }

  async function post(request: IncomingMessage, pathname: string): Promise<Answer> {
    if (!isFromOurPage(request)) {
      return pageAnswer(messagePage('Not here', 'That came from elsewhere. Do it again on a page of ours.'), 403);
    }
    const [, kind = '', id = '', verb = id] = pathname.split('/');
    const session = kind === 'checkout' ? account.sessions.get(id) : undefined;
    if (session) {
      const email = (await readForm(request)).get('email')?.trim() ?? '';
      if (!EMAIL.test(email)) {
        return pageAnswer(checkoutPage(session, 'Please enter an address, such as jane@buyer.example.'), 400);
      }
      await life.pay(session, email);
      return redirectTo(session.success_url);
    }
    const name = `${kind}/${verb}`;
    const act = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!act) {
      return notFound();
    }
    await act(id);
    return redirectTo('/dashboard');
  }

  function notFound(): Answer {
    return pageAnswer(messagePage('There is nothing here', 'The stand-in forgets everything when it is stopped.'), 404);
  }

  function explain(error: unknown): Answer {
    if (error instanceof RequestError) {
      const { param, message } = error;
      return jsonAnswer(400, { error: { type: 'invalid_request_error', param, message } });
    }
    log(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return jsonAnswer(500, { error: { type: 'api_error', message: 'The stand-in made a mistake.' } });
  }

  return listener(answer, explain) satisfies RequestListener;
}
