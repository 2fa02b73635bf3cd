import type { Fact, Idempotency, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { IdempotencyRow } from '../domain/idempotency.ts';
import { idempotencies } from '../domain/schema.ts';
import { DAY } from '../domain/time.ts';

interface Request {
  workspace_id: string;
  recorded_at: number;
  idempotency?: Idempotency | undefined;
}

/**
 * What became of a request with the same `Idempotency-Key` within a day; `undefined` where there was none. Another body
 * under the same key is refused.
 */
export function recall(draft: Draft, request: Request, factOf: (id: string) => Fact | undefined): Outcome | undefined {
  const known = knownOf(draft, request);
  if (!known || !isFresh(known, request)) return undefined;
  if (known.body_hash === request.idempotency?.body_hash) {
    if (known.fact_id === null) return { status: 'ignored', reason: 'contact_unknown' };
    return { status: 'duplicate', fact: factOf(known.fact_id), is_replayed: true };
  }
  return {
    status: 'refused',
    code: 'conflict',
    message: 'The Idempotency-Key was sent with another body before.',
    detail: { field: 'Idempotency-Key', hint: 'Send the same body again, or another key.' },
  };
}

/** Remembers what came of a request; of requests a day or more apart the latest, in whatever order they are derived. */
export function remember(draft: Draft, request: Request, factId: string | null): void {
  const { workspace_id, recorded_at, idempotency } = request;
  if (!idempotency) return;
  const known = knownOf(draft, request);
  const { place, key_hash, body_hash } = idempotency;
  if (known) {
    if (known.recorded_at > recorded_at) return;
    draft.update<IdempotencyRow>(idempotencies, known, { body_hash, fact_id: factId, recorded_at });
  } else {
    draft.insert<IdempotencyRow>(idempotencies, {
      workspace_id,
      place,
      key_hash,
      body_hash,
      fact_id: factId,
      recorded_at,
      version: 1,
    });
  }
}

/** Takes away what is remembered of a request, for its body told who it was about. */
export function forget(draft: Draft, request: Request): void {
  const known = knownOf(draft, request);
  if (known) draft.remove<IdempotencyRow>(idempotencies, known);
}

function knownOf(draft: Draft, { workspace_id, idempotency }: Request): IdempotencyRow | undefined {
  if (!idempotency) return undefined;
  const { place, key_hash } = idempotency;
  return draft.find<IdempotencyRow>(idempotencies, 'key', [workspace_id, place, key_hash])[0];
}

function isFresh(known: IdempotencyRow, { recorded_at }: Request): boolean {
  return Math.abs(recorded_at - known.recorded_at) < DAY;
}
