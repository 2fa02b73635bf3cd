import { canonical } from '../../commit/replay.ts';
import type { Idempotency } from '../../domain/command.ts';
import { digestOf } from '../../domain/ids.ts';

/** What an operation knows of the request that asks for it. */
export interface OperationRequest {
  /** ms UTC */
  received_at: number;
  idempotency?: Idempotency | undefined;
}

/** One item of a request that has several: as if it had come by itself, under a key of its own. */
export function itemRequest(
  { received_at, idempotency }: OperationRequest,
  item: unknown,
  index: number,
): OperationRequest {
  if (!idempotency) return { received_at };
  const key_hash = digestOf(`${idempotency.key_hash}:${index}`);
  return { received_at, idempotency: { ...idempotency, key_hash, body_hash: digestOf(canonical(item ?? null)) } };
}
