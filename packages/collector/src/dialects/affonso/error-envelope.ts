import type { AppError, ErrorCode } from '../../domain/errors.ts';
import type { VendorReply } from '../dialect.ts';

/** The codes that https://docs.affonso.io/api-reference/introduction and the vendor's client know; the last two are ours. */
const ERRORS: Readonly<Record<ErrorCode, readonly [status: number, code: string]>> = {
  invalid: [400, 'VALIDATION_ERROR'],
  unauthorized: [401, 'UNAUTHORIZED'],
  forbidden: [403, 'FORBIDDEN'],
  not_found: [404, 'NOT_FOUND'],
  conflict: [409, 'DUPLICATE_ERROR'],
  key_conflict: [409, 'DUPLICATE_ERROR'],
  deleted: [409, 'DUPLICATE_ERROR'],
  too_large: [413, 'VALIDATION_ERROR'],
  rate_limited: [429, 'RATE_LIMIT_EXCEEDED'],
  unavailable: [503, 'SERVICE_UNAVAILABLE'],
  internal: [500, 'INTERNAL_ERROR'],
};

/** `{success: false, error: {code, message, field?, details?, retryAfter?}}` */
export function errorEnvelope(error: AppError): VendorReply {
  const { field, retry_after } = error.detail;
  const [status, code] = ERRORS[faultOf(error)];
  const message = messageOf(error);
  return {
    status,
    body: {
      success: false,
      error: {
        code,
        message,
        ...(field ? { field } : {}),
        ...(field && code === 'VALIDATION_ERROR' ? { details: [{ field, message }] } : {}),
        ...(retry_after === undefined ? {} : { retryAfter: retry_after }),
      },
    },
    headers: {
      ...(retry_after === undefined ? {} : { 'Retry-After': String(retry_after) }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
  };
}

/** More than is left to be given back is a wrong amount there, and nothing that is there twice. */
function faultOf({ code, detail }: AppError): ErrorCode {
  return code === 'conflict' && detail.field === 'amount' ? 'invalid' : code;
}

function messageOf({ message, detail: { hint } }: AppError): string {
  // Our own API's fields are of no use to who calls another.
  if (hint === undefined || hint.startsWith('See docs/api.md for the fields')) return message;
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`;
}
