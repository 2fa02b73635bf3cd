/** Every way in which a request can fail. `http/` turns a code into a status; nothing else may. */
export const ERROR_CODES = [
  'invalid',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'key_conflict',
  'deleted',
  'too_large',
  'rate_limited',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What some vendors tell apart where the code is the same. */
export type ErrorReason =
  /** The request carries no key at all. */
  | 'no_key'
  /** The key is good, and for another vendor's paths. */
  | 'other_dialect'
  /** The body could not be read, whatever is in it. */
  | 'body'
  /** The field is called as the request called it, and is none of ours. */
  | 'undocumented';

export interface ErrorDetail {
  /** Path of the field at fault, such as `occurred_at` or `touch.url`. */
  field?: string | undefined;
  /** What the caller can do about it. */
  hint?: string | undefined;
  /** Seconds after which a retry makes sense. */
  retry_after?: number | undefined;
  reason?: ErrorReason | undefined;
}

/** An error that the caller may read. Anything else that is thrown is a defect and is shown as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }
}
