import type { AppError, ErrorCode } from '../../domain/errors.ts';
import type { VendorReply } from '../dialect.ts';

/** Statuses that Chase documents or, of 422, that the framework it shows answers with; the rest is ours. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 422,
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

/** What FastAPI says of a value, and the `type` that it gives with it. */
export const FAULTS = {
  missing: 'Field required',
  string_type: 'Input should be a valid string',
  dict_type: 'Input should be a valid dictionary',
  list_type: 'Input should be a valid list',
  json_invalid: 'JSON decode error',
  string_too_long: 'String should have at most',
  string_too_short: 'String should have at least',
  too_long: 'List should have at most',
  value_error: 'value is not a valid email address',
} as const;

/** Chase's own names of our fields. */
const NAMES: Readonly<Record<string, string>> = { name: 'conversion_type', metadata: 'conversion_data' };

/** `{detail}`: text, or of a request that is not valid the list of what is wrong with it. */
export function errorReply(error: AppError): VendorReply {
  const { retry_after } = error.detail;
  const reply = { status: STATUS[error.code], body: { detail: detailOf(error) } };
  return retry_after === undefined ? reply : { ...reply, headers: { 'Retry-After': String(retry_after) } };
}

function detailOf(error: AppError) {
  if (error.code === 'invalid') return [faultOf(error)];
  if (error.code !== 'unauthorized') return error.message;
  return error.detail.reason === 'no_key' ? 'Missing API key' : 'Invalid API key';
}

/** Of a body that could not be read the place within it says nothing to who reads `loc`. */
function faultOf({ message, detail: { field = '', reason } }: AppError) {
  const said = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
  if (reason === 'body') {
    return { loc: ['body'], msg: FAULTS.json_invalid, type: 'json_invalid', ctx: { error: said } };
  }
  if (reason === 'undocumented') return { loc: ['body', field], msg: said, type: 'value_error' };
  const [first = '', ...rest] = field.split('.');
  const path = [NAMES[first] ?? first, ...rest].map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const type = Object.entries(FAULTS).find(([, text]) => said.startsWith(text))?.[0] ?? 'value_error';
  if (field === 'Idempotency-Key') return { loc: ['header', field], msg: said, type };
  return { loc: field === '' ? ['body'] : ['body', ...path], msg: said, type };
}
