import { AppError, type ErrorCode } from '../domain/errors.ts';

const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  key_conflict: 409,
  deleted: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

const TITLE: Readonly<Record<ErrorCode, string>> = {
  invalid: 'The request is not valid',
  unauthorized: 'The key is missing or unknown',
  forbidden: 'The key may not do this',
  not_found: 'Not found',
  conflict: 'It conflicts with what is there',
  key_conflict: 'Its keys belong to two conversions',
  deleted: 'It was deleted',
  too_large: 'The request is too large',
  rate_limited: 'Too many requests',
  unavailable: 'The collector cannot store this now',
  internal: 'The collector failed',
};

/** RFC 9457 problem details, and the status and headers to send them with. */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function problemOf(error: AppError): Problem {
  const { retry_after } = error.detail;
  const status = STATUS[error.code];
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      ...(retry_after === undefined ? {} : { 'Retry-After': String(retry_after) }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify(problemDetails(error)),
  };
}

/** What a problem says. */
export function problemDetails({ code, message, detail: { field, hint } }: AppError) {
  return { type: 'about:blank', title: TITLE[code], status: STATUS[code], code, detail: message, field, hint };
}

/** Any error as one that the caller may see. What is not an `AppError`, nor a fault of the request, is `internal`. */
export function appErrorOf(error: unknown, requestId: string | undefined): AppError {
  if (error instanceof AppError) return error;
  const { status, type } = error as { status?: number; type?: string };
  if (status === 413) {
    return new AppError('too_large', 'The body is larger than the collector reads.', { hint: 'Send less at a time.' });
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return new AppError('invalid', error instanceof Error ? error.message : `The request cannot be read (${type}).`, {
      hint: 'Check the URL, the headers and the encoding of the body.',
    });
  }
  return new AppError('internal', 'Something went wrong here. Nothing half done was left behind.', {
    hint: `Tell the operator the request id ${requestId ?? 'unknown'}.`,
  });
}
