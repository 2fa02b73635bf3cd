import type { AppError, ErrorCode } from '../../domain/errors.ts';
import type { VendorReply } from '../dialect.ts';

const RENDERED: Readonly<Record<ErrorCode, readonly [status: number, error: string]>> = {
  invalid: [400, 'bad_request'],
  unauthorized: [401, 'unauthorized'],
  forbidden: [403, 'forbidden'],
  not_found: [404, 'not_found'],
  conflict: [409, 'conflict'],
  key_conflict: [409, 'conflict'],
  deleted: [409, 'conflict'],
  too_large: [413, 'payload_too_large'],
  rate_limited: [429, 'rate_limited'],
  unavailable: [503, 'unavailable'],
  internal: [500, 'internal'],
};

/** What our fields are called there. */
const FIELDS: Readonly<Record<string, string>> = {
  account: 'organizationId',
  source_id: 'sourceId',
  occurred_at: 'convertedAt',
  external_ref: 'externalRef',
  external_id: 'externalId',
  creator_id: 'creatorId',
  campaign_id: 'campaignId',
  search: 'searchTerm',
};

/** `{error, message}`: a short code, and in words which field is at fault and why. */
export function renderError(error: AppError): VendorReply {
  const { field, retry_after } = error.detail;
  // Another organisation is answered as a key that is not valid for it.
  const [status, code] = RENDERED[field === 'account' ? 'unauthorized' : error.code];
  return {
    status,
    headers: {
      ...(retry_after === undefined ? {} : { 'Retry-After': String(retry_after) }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
    body: { error: code, message: messageOf(error) },
  };
}

function messageOf(error: AppError): string {
  const { code, message, detail } = error;
  if (detail.reason === 'no_key') return 'Missing API key. Send it as Authorization: Bearer bw_live_…';
  if (code === 'unauthorized') return detail.reason === 'other_dialect' ? message : 'Invalid or expired API key.';
  if (detail.reason === 'undocumented') return message;
  // By nothing but its reference is a conversion that was deleted reported again.
  return naming(code === 'deleted' ? 'external_ref' : (detail.field ?? ''), message);
}

/** The message with the field in the vendor's word. */
function naming(field: string, message: string): string {
  const theirs = FIELDS[field] ?? field;
  const said = field === theirs ? message : message.replaceAll(new RegExp(`\\b${field}\\b`, 'g'), theirs);
  return said.includes(theirs) ? said : `${theirs}: ${said}`;
}
