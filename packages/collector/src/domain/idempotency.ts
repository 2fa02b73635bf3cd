import { digestOf } from './ids.ts';

/** A request that carried an `Idempotency-Key`, and what came of it. */
export interface IdempotencyRow {
  workspace_id: string;
  /** Key, method and path of the request. */
  place: string;
  key_hash: string;
  /** SHA-256 of the canonical JSON of its body. */
  body_hash: string;
  /** The fact that it made. */
  fact_id: string | null;
  recorded_at: number;
  version: number;
}

/** Under which key a part of a request is remembered, where it is carried out as several. */
export function partKeyOf(keyHash: string, part: string): string {
  return digestOf(`${keyHash}:${part}`);
}
