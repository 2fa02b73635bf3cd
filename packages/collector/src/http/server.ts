import { createServer, type Server } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import { parseJson } from '../wire/json.ts';
import { affiliateRoutes } from './affiliates.ts';
import { clickRoutes } from './clicks.ts';
import { createCollect } from './collect.ts';
import type { HttpContext } from './context.ts';
import { conversionRoutes } from './conversions.ts';
import { goRoutes } from './go.ts';
import { healthRoutes } from './health.ts';
import { identifyRoutes } from './identify.ts';
import { peopleRoutes } from './people.ts';
import { appErrorOf, problemOf } from './problem.ts';
import { limitRate } from './rate-limit.ts';
import { shareRoutes } from './share.ts';
import { tagRoutes } from './tag-file.ts';

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
  app.use(tagRoutes());
  app.use('/go', goRoutes(context));
  app.use('/receipts', shareRoutes(context));
  if (context.rateLimit > 0) app.use('/v1', limitRate(context.rateLimit));
  app.use('/v1', express.raw({ type: () => true, limit: context.maxBodyBytes }), readJson);
  app.use('/v1/affiliates', affiliateRoutes(context));
  app.use('/v1/clicks', clickRoutes(context));
  app.use('/v1/conversions', conversionRoutes(context));
  app.use('/v1/people', peopleRoutes(context));
  app.use('/v1', identifyRoutes(context));
  app.use((request: Request) => {
    throw new AppError('not_found', `There is nothing at ${request.method} ${request.path}.`, {
      hint: 'See docs/api.md for the paths.',
    });
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const shown = appErrorOf(error, String(request.id));
    if (shown.code === 'internal') context.log.error({ err: error, request_id: request.id }, 'a request failed');
    const { status, headers, body } = problemOf(shown);
    response.status(status).set(headers).send(body);
  });
  return app;
}

/** A documented route parses its JSON whatever the Content-Type says. */
function readJson(request: Request, _response: Response, next: NextFunction): void {
  if (Buffer.isBuffer(request.body) && request.body.length > 0) request.body = parseJson(request.body.toString()).value;
  else request.body = undefined;
  next();
}

/** A request as it is logged: no headers, for they hold keys; no token, for it opens a page; nobody's name. */
function req(request: { id: unknown; method: string; url: string; remoteAddress: string }) {
  const { id, method, url, remoteAddress } = request;
  const shown = url.replace(/^(\/receipts\/|\/v1\/people\/?\?).+/, '$1[redacted]');
  return { id, method, url: shown, remote_address: remoteAddress };
}

function res(response: { statusCode: number }) {
  return { status: response.statusCode };
}

function levelOf(_request: unknown, response: { statusCode: number }): 'debug' | 'warn' | 'error' {
  if (response.statusCode >= 500) return 'error';
  return response.statusCode >= 400 ? 'warn' : 'debug';
}
