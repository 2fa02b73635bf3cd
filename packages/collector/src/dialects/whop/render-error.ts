import type { AppError, ErrorCode } from '../../domain/errors.ts';
import type { VendorReply } from '../dialect.ts';

/** Never 408 or 409: the vendor's client would send the request again. */
const ERRORS: Readonly<Record<ErrorCode, { status: number; type: string }>> = {
  invalid: { status: 400, type: 'bad_request' },
  unauthorized: { status: 401, type: 'unauthorized' },
  forbidden: { status: 403, type: 'forbidden' },
  not_found: { status: 404, type: 'not_found' },
  conflict: { status: 422, type: 'unprocessable_entity' },
  deleted: { status: 422, type: 'unprocessable_entity' },
  key_conflict: { status: 422, type: 'unprocessable_entity' },
  too_large: { status: 413, type: 'payload_too_large' },
  rate_limited: { status: 429, type: 'too_many_requests' },
  unavailable: { status: 503, type: 'service_unavailable' },
  internal: { status: 500, type: 'internal_server_error' },
};

/** Fields that the vendor calls otherwise than we do. */
const FIELDS: Readonly<Record<string, string>> = {
  account: 'company_id',
  amount: 'value',
  occurred_at: 'event_time',
};

const ACCEPTED =
  'Send "Authorization: Bearer" and a key made by clickstitch keys create --dialect whop, which begins with apik_live_ or ' +
  'apik_test_. Keys, JWTs and OAuth tokens that Whop issued are not known here.';

/** An error as Whop's callers read it: some look for `message`, some for `error.message`. */
export function renderError({ code, message: ours, detail }: AppError): VendorReply {
  const { status, type } = ERRORS[code];
  const hint = code === 'unauthorized' ? ACCEPTED : detail.hint;
  const what = detail.reason === 'undocumented' ? ours : inTheirWords(ours, detail.field);
  const message = hint === undefined ? what : `${what}${/[.!?]$/.test(what) ? '' : '.'} ${hint}`;
  return {
    status,
    body: { message, error: { type, message } },
    headers: {
      ...(detail.retry_after === undefined ? {} : { 'Retry-After': String(detail.retry_after) }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(status === 422 ? { 'x-should-retry': 'false' } : {}),
    },
  };
}

/** A message that begins with the field's name begins with the vendor's name of it. */
function inTheirWords(message: string, field: string | undefined): string {
  const theirs = field === undefined ? undefined : FIELDS[field];
  return theirs !== undefined && message.startsWith(`${field}:`)
    ? theirs + message.slice(message.indexOf(':'))
    : message;
}
