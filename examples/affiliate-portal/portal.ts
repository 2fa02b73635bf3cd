import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type Answer, downloadAnswer, fileAnswer, pageAnswer, redirectTo } from './answer.ts';
import { CollectorError, createCollector } from './collector.ts';
import type { Html } from './html.ts';
import { clicksPage, leadsPage, salesPage } from './pages/activity.ts';
import { confirmPage, linkMadePage, messagePage, operatorPage, signedOutPage } from './pages/doors.ts';
import { earningsPage } from './pages/earnings.ts';
import { layOut } from './pages/layout.ts';
import { linksPage } from './pages/links.ts';
import { overviewPage } from './pages/overview.ts';
import { payoutsPage } from './pages/payouts.ts';
import { payoutsCsv } from './payouts-csv.ts';
import { isFromOurPage, readForm } from './read-form.ts';
import type { Link, Payout } from './replies.ts';
import type { Settings } from './settings.ts';
import { createSignInLinks } from './sign-in.ts';
import { noTokenCookie, readTokenCookie, tokenCookie, VISIT_SECONDS } from './token-cookie.ts';

/** Nothing comes from elsewhere, and no page of ours is shown inside another. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const CSV_PAGES_MAX = 100;

/**
 * The portal as an HTTP server that does not listen yet.
 * @param log takes one line of text for each thing that happens
 */
export function createPortal({ clickstitchUrl, secretKey }: Settings, log: (line: string) => void): Server {
  const collector = createCollector(clickstitchUrl, secretKey);
  const links = createSignInLinks(Date.now);
  const show = (title: string, main: Html, status = 200) => pageAnswer(layOut({ title, main }), status);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = URL.parse(request.url ?? '/', 'http://portal.invalid');
    if (url === null) {
      return show('Not found', messagePage('This address cannot be read', 'Check it for a slip.'), 400);
    }
    if (request.method === 'POST') {
      return post(request, url.pathname);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return show('Not here', messagePage('This cannot be done here', 'The page only shows things.'), 405);
    }
    return fileAnswer(url.pathname) ?? get(request, url);
  }

  async function get(request: IncomingMessage, { pathname, searchParams }: URL): Promise<Answer> {
    const cursor = searchParams.get('cursor');
    if (pathname === '/operator') {
      return show('Affiliates', operatorPage(await collector.affiliates(cursor), cursor));
    }
    if (pathname.startsWith('/sign-in/')) {
      const invitation = links.look(pathname.slice('/sign-in/'.length));
      return invitation ? show('Sign in', confirmPage(invitation.name)) : spent();
    }
    const token = readTokenCookie(request.headers.cookie);
    if (token === undefined) {
      return show('Signed out', signedOutPage('Your numbers are for you alone.'), 401);
    }
    const list = <Item>() => collector.list<Item>(token, pathname.slice(1), cursor);
    const page = (title: string, main: Html) => pageAnswer(layOut({ title, main, path: pathname }));
    switch (pathname) {
      case '/': {
        const [summary, own] = await Promise.all([
          collector.summary(token),
          collector.list<Link>(token, 'links', null),
        ]);
        return page('Overview', overviewPage(summary, own.data));
      }
      case '/links': {
        const [own, summary] = await Promise.all([list<Link>(), collector.summary(token)]);
        return page('Links', linksPage(own, summary, cursor));
      }
      case '/clicks':
        return page('Clicks', clicksPage(await list(), cursor));
      case '/leads':
        return page('Leads', leadsPage(await list(), cursor));
      case '/sales':
        return page('Sales', salesPage(await list(), cursor));
      case '/earnings':
        return page('Earnings', earningsPage(await list(), cursor));
      case '/payouts':
        return page('Payouts', payoutsPage(await list(), cursor));
      case '/payouts.csv':
        return downloadAnswer('payouts.csv', payoutsCsv(await everyPayout(token)));
      default:
        return show('Not found', messagePage('There is nothing here', 'The page may have moved.'), 404);
    }
  }

  async function post(request: IncomingMessage, path: string): Promise<Answer> {
    if (!isFromOurPage(request)) {
      return show('Not here', messagePage('That came from elsewhere', 'Do it again on a page of ours.'), 403);
    }
    if (path === '/operator/links') {
      const form = await readForm(request);
      const name = form.get('name') ?? '';
      const code = links.create({ affiliateId: form.get('affiliate_id') ?? '', name });
      return show('A sign-in link', linkMadePage(name, `http://${request.headers.host}/sign-in/${code}`));
    }
    if (path === '/sign-out') {
      return withCookie(redirectTo('/'), noTokenCookie());
    }
    const invitation = path.startsWith('/sign-in/') ? links.use(path.slice('/sign-in/'.length)) : undefined;
    if (!invitation) {
      return spent();
    }
    const token = await collector.createToken(invitation.affiliateId, VISIT_SECONDS);
    log(`${invitation.name} is in`);
    return withCookie(redirectTo('/'), tokenCookie(token));
  }

  async function everyPayout(token: string): Promise<Payout[]> {
    const payouts: Payout[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < CSV_PAGES_MAX; pages += 1) {
      const page: Awaited<ReturnType<typeof collector.list<Payout>>> = await collector.list(token, 'payouts', cursor);
      payouts.push(...page.data);
      cursor = page.next_cursor;
      if (cursor === null) {
        break;
      }
    }
    return payouts;
  }

  function spent(): Answer {
    return show('Signed out', signedOutPage('This link was used before, or its time is over.'), 410);
  }

  function explain(error: unknown): Answer {
    if (error instanceof CollectorError && error.status === 401) {
      const over = show('Signed out', signedOutPage('Your visit has ended.'), 401);
      return withCookie(over, noTokenCookie());
    }
    log(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const words = 'Your numbers cannot be fetched at the moment. Nothing is lost: try again in a minute.';
    return show('Out of reach', messagePage('We cannot see that now', words), 502);
  }

  return createServer((request, response) => {
    void answer(request)
      .catch(explain)
      .then(({ status, headers, body }) => {
        response.writeHead(status, { ...HEADERS, ...headers });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  });
}

function withCookie(answer: Answer, cookie: string): Answer {
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
}
