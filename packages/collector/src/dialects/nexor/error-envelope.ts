import type { AppError, ErrorCode } from '../../domain/errors.ts';
import type { VendorReply } from '../dialect.ts';

/** Of the two that Nexor documents, 401 for a key that is missing and for one that is wrong, the form; the rest is ours. */
const ERRORS: Readonly<Record<ErrorCode, readonly [status: number, error: string]>> = {
  invalid: [400, 'Invalid request'],
  unauthorized: [401, 'Invalid API key'],
  forbidden: [403, 'Forbidden'],
  not_found: [404, 'Not found'],
  conflict: [409, 'Conflict'],
  key_conflict: [409, 'Conflict'],
  deleted: [409, 'Conflict'],
  too_large: [413, 'Payload too large'],
  rate_limited: [429, 'Too many requests'],
  unavailable: [503, 'Service unavailable'],
  internal: [500, 'Internal server error'],
};

/** `{error, message}`, as every error of Nexor's is said. */
export function errorBody(error: AppError): { error: string; message: string } {
  if (error.detail.reason === 'no_key') {
    return { error: 'Missing API key', message: 'Please provide your API key in the X-API-Key header' };
  }
  const [, title] = ERRORS[error.code];
  return { error: title, message: error.code === 'unauthorized' ? 'The provided API key is not valid' : error.message };
}

export function errorReply(error: AppError): VendorReply {
  const [status] = ERRORS[error.code];
  const { retry_after } = error.detail;
  const reply = { status, body: errorBody(error) };
  return retry_after === undefined ? reply : { ...reply, headers: { 'Retry-After': String(retry_after) } };
}
