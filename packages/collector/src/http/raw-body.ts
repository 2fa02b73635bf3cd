import type { Response } from 'express';

/** The bytes of a request's body as they came, for what is signed over them. */
export function keepRawBody(response: Response, body: unknown): void {
  response.locals['raw_body'] = Buffer.isBuffer(body) ? body : undefined;
}

/** Nothing where nothing was sent. */
export function rawBodyOf(response: Response): Buffer {
  return response.locals['raw_body'] ?? Buffer.alloc(0);
}
