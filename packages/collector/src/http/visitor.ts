import express, { type Request, type Response, Router } from 'express';
import { cookieDomainFault } from '../auth/cookie-domain.ts';
import { AppError } from '../domain/errors.ts';
import { parseJsonBody } from '../wire/json.ts';
import { parse } from '../wire/parse.ts';
import { encodedVisitor, VISITOR_COOKIE, visitorRenewal } from '../wire/visitor.ts';
import type { HttpContext } from './context.ts';
import { pageCaller } from './page-caller.ts';

/** The cookie's value, and what else is said beside it. */
const BODY_MAX = 16_384;
/** 390 days in seconds, as the tag sets it: browsers keep no cookie for more than 400. */
const MAX_AGE = 33_696_000;

/**
 * `POST /e/visitor`: sets the tag's cookie once more, by HTTP. Safari keeps a cookie that a script has written for seven days,
 * and one that the site's own domain has set for as long as it says: https://webkit.org/tracking-prevention/
 *
 * Nothing is stored here, and nothing is told but what the page has sent itself.
 */
export function visitorRoutes(context: HttpContext): Router {
  const router = Router();
  router.all('/', allowOrigin);
  router.post('/', express.raw({ type: () => true, limit: BODY_MAX }), async (request, response) => {
    const origin = request.get('Origin');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { key, domain, visitor } = parse(visitorRenewal, parseJsonBody(body).value);
    await pageCaller(context, key, origin);
    const { protocol, hostname } = pageOf(origin);
    const fault = cookieDomainFault({ domain, page: hostname, collector: (request.hostname ?? '').toLowerCase() });
    if (fault !== undefined) throw notThere(fault);
    const cookie = [
      `${VISITOR_COOKIE}=${encodedVisitor(visitor)}`,
      `Max-Age=${MAX_AGE}`,
      'Path=/',
      ...(domain === '' ? [] : [`Domain=${domain}`]),
      'SameSite=Lax',
      // The tag reads it, so it cannot be HttpOnly.
      ...(protocol === 'https:' ? ['Secure'] : []),
    ];
    response.set('Set-Cookie', cookie.join('; ')).status(204).end();
  });
  return router;
}

/** The call carries cookies, so that the one of the answer is taken; for that the origin must be named. */
function allowOrigin(request: Request, response: Response, next: () => void): void {
  const origin = request.get('Origin');
  response.set({ 'Cache-Control': 'no-store', Vary: 'Origin' });
  if (origin !== undefined) {
    response.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' });
  }
  if (request.method !== 'OPTIONS') {
    next();
    return;
  }
  response.set({ 'Access-Control-Allow-Methods': 'POST, OPTIONS', 'Access-Control-Allow-Headers': 'Content-Type' });
  response.set('Access-Control-Max-Age', '86400').status(204).end();
}

function pageOf(origin: string | undefined): URL {
  if (origin !== undefined && URL.canParse(origin)) return new URL(origin);
  throw new AppError('forbidden', 'The request does not say of which page it is.', {
    hint: 'A browser sends the header Origin; a sandboxed frame has none that counts.',
  });
}

function notThere(fault: string): AppError {
  return new AppError('forbidden', `domain: ${fault}`, {
    field: 'domain',
    hint: 'Serve the collector from a host of the site’s own domain, and have a proxy pass on the Host that browsers ask for.',
  });
}
