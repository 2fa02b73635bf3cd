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
