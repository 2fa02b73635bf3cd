import type { Request } from 'express';
import type { Caller } from '../auth/keyring.ts';
import type { HttpContext } from './context.ts';
import { idempotencyOf } from './idempotency.ts';
import type { OperationRequest } from './operations/operation-request.ts';

/** What an operation must know of a native request. Throws `invalid` of an `Idempotency-Key` that cannot be one. */
export function operationRequest(context: HttpContext, request: Request, caller: Caller): OperationRequest {
  return { received_at: context.now(), idempotency: idempotencyOf(request, caller) };
}
