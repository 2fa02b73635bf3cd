import { createServer, type Server } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { dialects } from '../dialects/dialects.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import { parseJsonBody } from '../wire/json.ts';
import { allowOrigins } from './allow-origins.ts';
import { apiDocsRoutes } from './api-docs.ts';
import { applyRoutes } from './apply.ts';
import { createCollect } from './collect.ts';
import type { HttpContext } from './context.ts';
import { dialectRoutes, sendVendorError } from './dialects.ts';
import { ratesFileIn } from './exchange-rates.ts';
import { goRoutes } from './go.ts';
import { healthRoutes } from './health.ts';
import { hookRoutes } from './hooks.ts';
import { nativeRoutes } from './native.ts';
import { appErrorOf, problemOf } from './problem.ts';
import { publicRoutes } from './public-routes.ts';
import { limitRate } from './rate-limit.ts';
import { keepRawBody } from './raw-body.ts';
import { shareRoutes } from './share.ts';
import { noteDialect, spokenIn, vendorPaths } from './spoken-dialect.ts';
import { tagRoutes } from './tag-file.ts';
import { visitorRoutes } from './visitor.ts';

/** Everything that the collector answers over HTTP. */
export function createHttpServer(context: HttpContext): Server {
  const collect = createCollect(context);
  const routes = createRoutes(context);
  const server = createServer((request, response) => {
    if (request.url === '/e' || request.url?.startsWith('/e?')) collect(request, response);
    else routes(request, response);
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  return server;
}

function createRoutes(context: HttpContext): express.Express {
  const app = express();
  app.set('trust proxy', context.trustProxy);
  app.set('etag', false);
  app.use(
    pinoHttp({ logger: context.log, genReqId: () => mintId(), customLogLevel: levelOf, serializers: { req, res } }),
  );
  app.use(healthRoutes(context));
  app.use(helmet({ crossOriginResourcePolicy: false, strictTransportSecurity: false }));
  app.use(tagRoutes(context));
  app.use('/e/visitor', visitorRoutes(context));
  app.use(apiDocsRoutes(context));
  app.use('/go', goRoutes(context));
  app.use('/apply', applyRoutes(context));
  app.use('/hooks', hookRoutes(context));
  app.use('/receipts', shareRoutes(context));
  const native = nativeRoutes(context);
  const nativeRoots = native.map(([path]) => path);
  app.use(noteDialect(dialects, nativeRoots));
  app.use(publicRoutes(context, dialects));
  const paths = ['/v1', ...vendorPaths(dialects, nativeRoots)];
  app.use('/v1/portal', allowOrigins({ methods: 'GET', headers: 'Authorization' }));
  if (context.rateLimit > 0) app.use(paths, limitRate(context.rateLimit));
  app.use(paths, express.raw({ type: () => true, limit: context.maxBodyBytes }), readJson);
  app.use(dialectRoutes(context, dialects));
  for (const [path, router] of native) app.use(path, router);
  app.use((request: Request) => {
    throw new AppError('not_found', `There is nothing at ${request.method} ${request.path}.`, {
      hint: 'See docs/api.md for the paths.',
    });
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const shown = appErrorOf(error, String(request.id));
    if (shown.code === 'internal') context.log.error({ err: error, request_id: request.id }, 'a request failed');
    const spoken = spokenIn(response);
    if (spoken) return sendVendorError(response, spoken.dialect, shown);
    const { status, headers, body } = problemOf(shown);
    response.status(status).set(headers).send(body);
  });
  return app;
}

/** A documented route parses its JSON whatever the Content-Type says; one takes a file, too. */
function readJson(request: Request, response: Response, next: NextFunction): void {
  keepRawBody(response, request.body);
  const file = ratesFileIn(request);
  if (file !== undefined) request.body = file;
  else if (Buffer.isBuffer(request.body) && request.body.length > 0) request.body = parseJsonBody(request.body).value;
  else request.body = undefined;
  next();
}

/** A request as it is logged: no headers, for they hold keys; no token, for it opens a page; nothing that is sought. */
function req(request: { id: unknown; method: string; url: string; remoteAddress: string }) {
  const { id, method, url, remoteAddress } = request;
  const shown = url.replace(/^(\/receipts\/|[^?]*\?).+/, '$1[redacted]');
  return { id, method, url: shown, remote_address: remoteAddress };
}

function res(response: { statusCode: number }) {
  return { status: response.statusCode };
}

function levelOf(_request: unknown, response: { statusCode: number }): 'debug' | 'warn' | 'error' {
  if (response.statusCode >= 500) return 'error';
  return response.statusCode >= 400 ? 'warn' : 'debug';
}
