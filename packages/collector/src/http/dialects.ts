import { type Request, type Response, Router } from 'express';
import { checkSignature } from '../auth/request-signature.ts';
import type { Dialect, Route, VendorReply, VendorRequest } from '../dialects/dialect.ts';
import { AppError } from '../domain/errors.ts';
import { cleanText } from '../domain/text.ts';
import { accountOf, bindingTo } from './account.ts';
import { authenticateAt, type Entrance } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { idempotencyOf, placeOf } from './idempotency.ts';
import { answer } from './operations/answer.ts';
import { rawBodyOf } from './raw-body.ts';
import { spokenIn } from './spoken-dialect.ts';

/**
 * The APIs of vendors, each at its own paths and under `/<dialect>`. A request that speaks a dialect (`noteDialect`) goes no
 * further than here.
 */
export function dialectRoutes(context: HttpContext, dialects: readonly Dialect[]): Router {
  const router = Router();
  for (const dialect of dialects) {
    const own = routesOf(context, dialect, { dialects: [dialect.name], credential: dialect.credential });
    const { name, credential } = dialect;
    const named = Router().use(`/${name}`, routesOf(context, dialect, { dialects: [name, 'native'], credential }));
    router.use((request, response, next) => {
      const spoken = spokenIn(response);
      if (spoken?.dialect !== dialect) return next();
      const chosen = spoken.isNamed ? named : own;
      chosen(request, response, (error?: unknown) => next(error ?? nothingThere(request, dialect)));
    });
  }
  return router;
}

function routesOf(context: HttpContext, dialect: Dialect, entrance: Entrance): Router {
  const router = Router();
  for (const route of dialect.routes) {
    const method = route.method.toLowerCase() as Lowercase<Route['method']>;
    router[method](route.path, (request: Request, response: Response) =>
      handle(context, entrance, route, request, response).catch((error: unknown) => {
        throw inFieldsOf(route, request, error);
      }),
    );
  }
  return router;
}

async function handle(
  context: HttpContext,
  entrance: Entrance,
  route: Route,
  request: Request,
  response: Response,
): Promise<void> {
  const caller = await authenticateAt(entrance, context, request);
  const received_at = context.now();
  if (route.isSigned && caller.signing_secret !== null) {
    checkSignature(request.headers, rawBodyOf(response), { secret: caller.signing_secret, now: received_at });
  }
  const asked: VendorRequest = {
    ...vendorRequestOf(request, received_at),
    account: caller.account,
    place: placeOf(request, caller),
  };
  const ask = route.ask(asked);
  const idempotency = idempotencyOf(request, caller);
  const account = accountOf(caller, ask.account);
  // What a native key reports in a vendor's words is the vendor's all the same.
  const [dialect] = entrance.dialects;
  const place = bindingTo(account, context, caller);
  const answered = await answer(place, { ...caller, dialect }, ask, { received_at, idempotency });
  send(response, route.reply(answered, { ...asked, account }));
}

/** What a vendor's route reads of a request, whoever makes it. */
export function vendorRequestOf(request: Request, received_at: number): Omit<VendorRequest, 'account' | 'place'> {
  return {
    params: textsOf(request.params) as Record<string, string>,
    query: textsOf(request.query),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: request.body,
    received_at,
  };
}

/** An error that names a field of ours names the route's own. */
function inFieldsOf({ fields: named = {} }: Pick<Route, 'fields'>, { params }: Request, error: unknown): unknown {
  if (!(error instanceof AppError) || error.detail.field === undefined) return error;
  const ours = error.detail.field;
  const fields = typeof named === 'function' ? named(textsOf(params) as Record<string, string>) : named;
  const [first = '', ...rest] = ours.split('.');
  const theirs = Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (theirs === undefined) return error;
  const field = [theirs, ...rest].join('.');
  const message = error.message.startsWith(`${ours}:`) ? field + error.message.slice(ours.length) : error.message;
  return new AppError(error.code, message, { ...error.detail, field });
}

/** Answers with an error in the vendor's own form. */
export function sendVendorError(response: Response, dialect: Dialect, error: AppError): void {
  const { retry_after } = error.detail;
  if (retry_after !== undefined) response.set('Retry-After', String(retry_after));
  send(response, dialect.renderError(error));
}

export function send(response: Response, { status, headers, body }: VendorReply): void {
  response.status(status).set({ ...headers });
  if (body === undefined) response.end();
  else response.json(body);
}

/** Text of a URL as it may be looked for: what came percent-encoded may be no text at all. */
function textsOf(values: object): Record<string, unknown> {
  const clean = (value: unknown) => (typeof value === 'string' ? cleanText(value) : value);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(clean) : clean(value)]),
  );
}

function nothingThere({ method, path }: Request, { name }: Dialect): AppError {
  return new AppError('not_found', `There is nothing at ${method} ${path} for a key that speaks ${name}.`, {
    hint: 'See docs/dialects.md for the paths.',
  });
}
