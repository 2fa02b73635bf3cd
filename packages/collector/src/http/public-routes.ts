import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Dialect, PublicRoute } from '../dialects/dialect.ts';
import { AppError } from '../domain/errors.ts';
import type { ProgramRow } from '../domain/program.ts';
import { parseJsonBody } from '../wire/json.ts';
import { allowOrigins } from './allow-origins.ts';
import { openProgram } from './apply.ts';
import type { HttpContext } from './context.ts';
import { send, vendorRequestOf } from './dialects.ts';
import { trackVisit } from './operations/rewards/track-visit.ts';

const MINUTE = 60_000;
/** From one address in a minute; whole offices share one, and a site may pass on what its pages send. */
const VISITS_A_MINUTE = 600;
const BODY_MAX = 65_536;

/** What pages on any origin ask in a vendor's words, without a key; a key that comes along says nothing. */
export function publicRoutes(context: HttpContext, dialects: readonly Dialect[]): Router {
  const router = Router();
  const limit = limitVisits();
  for (const { name, publicRoutes: routes = [] } of dialects) {
    for (const route of routes) {
      const paths = [route.path, `/${name}${route.path}`];
      const body = express.raw({ type: () => true, limit: BODY_MAX });
      router.all(paths, allowOrigins({ methods: 'POST, OPTIONS', headers: 'Content-Type, Authorization' }));
      router.post(paths, limit, body, (request, response) => handle(context, route, request, response));
    }
  }
  return router;
}

async function handle(context: HttpContext, route: PublicRoute, request: Request, response: Response): Promise<void> {
  const received_at = context.now();
  const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? parseJsonBody(request.body).value : undefined;
  const asked = { ...vendorRequestOf(request, received_at), body, account: null, place: '' };
  const program = await programNamed(context, route.programOf(asked));
  send(response, route.reply(await trackVisit(context, program, route.ask(asked), received_at)));
}

async function programNamed(context: HttpContext, { field, id }: { field: string; id: string }): Promise<ProgramRow> {
  const program = await openProgram(context, id);
  if (program) return program;
  throw new AppError('not_found', `${field}: there is no such program (any more)`, {
    field,
    hint: 'Send the id that we gave the program; one of your own is known only together with a key.',
  });
}

/** Bounds the visits from one address, each collector by its own count. Throws `rate_limited` beyond. */
function limitVisits() {
  return rateLimit({
    windowMs: MINUTE,
    limit: VISITS_A_MINUTE,
    standardHeaders: false,
    legacyHeaders: true,
    validate: { trustProxy: false },
    keyGenerator: ({ ip }) => ipKeyGenerator(ip ?? ''),
    handler(_request, response, next: NextFunction) {
      const retry_after = Number(response.getHeader('Retry-After') ?? MINUTE / 1_000);
      const hint = 'Send it again in a minute.';
      next(new AppError('rate_limited', 'That is too many visits from one address.', { hint, retry_after }));
    },
  });
}
