import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Pages on any origin may ask here: nothing that a browser sends by itself opens anything. */
export function allowOrigins({ methods, headers }: { methods: string; headers: string }): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      'Cache-Control': 'no-store',
    });
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.set({
      'Access-Control-Allow-Methods': methods,
      'Access-Control-Allow-Headers': headers,
      'Access-Control-Max-Age': '86400',
    });
    response.status(204).end();
  };
}
