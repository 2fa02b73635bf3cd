import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { type RateLimitInfo, rateLimit } from 'express-rate-limit';
import { AppError } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';
import { keyIn } from './authenticate.ts';
import { spokenIn } from './spoken-dialect.ts';

const MINUTE = 60_000;

/**
 * Bounds the requests of one key a minute, each collector by its own count; so the policy that it answers with is named
 * `per-collector`. Throws `rate_limited` beyond.
 */
export function limitRate(perMinute: number): RequestHandler[] {
  const limit = rateLimit({
    windowMs: MINUTE,
    limit: perMinute,
    standardHeaders: 'draft-8',
    identifier: 'per-collector',
    legacyHeaders: false,
    validate: { trustProxy: false },
    // Those without a key share one count, for they are refused anyway.
    keyGenerator: (request, response) =>
      digestOf(keyIn(request, spokenIn(response)?.dialect.credential ?? 'bearer') ?? ''),
    handler(request, response, next) {
      tellRate(request, response);
      const seconds = Number(response.getHeader('Retry-After') ?? MINUTE / 1_000);
      next(
        new AppError('rate_limited', `A key may send ${perMinute} requests a minute to one collector.`, {
          hint: 'Send it again later, or send several things in one request.',
          retry_after: seconds,
        }),
      );
    },
  });
  return [
    limit,
    (request: Request, response: Response, next: NextFunction) => {
      tellRate(request, response);
      next();
    },
  ];
}

/** What is left, as some vendors tell it; the reset in seconds since 1970. */
function tellRate(request: Request, response: Response): void {
  const { rateLimit: rate } = request as Request & { rateLimit?: RateLimitInfo };
  if (!rate || !spokenIn(response)?.dialect.tellsRate) return;
  response.set({
    'X-RateLimit-Limit': String(rate.limit),
    'X-RateLimit-Remaining': String(rate.remaining),
    'X-RateLimit-Reset': String(Math.ceil((rate.resetTime?.getTime() ?? Date.now() + MINUTE) / 1_000)),
  });
}
