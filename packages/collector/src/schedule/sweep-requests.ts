import type { IdempotencyRow } from '../domain/idempotency.ts';
import { idempotencies } from '../domain/schema.ts';
import { DAY } from '../domain/time.ts';
import type { Store } from '../store/store.ts';
import { workspacesOf } from './workspaces-of.ts';

/** Twice as long as a repeated request is answered as before, so that none is forgotten while it matters. */
const KEPT_FOR = 2 * DAY;
/** Requests that one transaction forgets, so that whoever commits meanwhile hardly waits. */
const AT_ONCE = 200;
/** What one run leaves is for the next; by then nobody takes whoever runs it for dead. */
const STEPS = 250;

/** Forgets the requests with an `Idempotency-Key` of more than two days ago (`now` is ms UTC); says how many they were. */
export async function sweepRequests(store: Store, now: number): Promise<number> {
  let forgotten = 0;
  let steps = 0;
  for await (const { workspace_id } of workspacesOf(store)) {
    for (let found = AT_ONCE; found === AT_ONCE && steps < STEPS; steps += 1) {
      found = await forgetSome(store, workspace_id, now - KEPT_FOR);
      forgotten += found;
    }
  }
  return forgotten;
}

async function forgetSome(store: Store, workspaceId: string, until: number): Promise<number> {
  const look = { to: [until], order: 'ascending', limit: AT_ONCE } as const;
  // Most often there is nothing, and then nobody who commits is to wait for that.
  const some = await store.range<IdempotencyRow>(idempotencies, 'time', [workspaceId], { ...look, limit: 1 });
  if (some.length === 0) return 0;
  return store.transaction(async (transaction) => {
    const old = await transaction.range<IdempotencyRow>(idempotencies, 'time', [workspaceId], look);
    await transaction.save([{ table: idempotencies, changes: old.map((row) => ({ kind: 'delete', row })) }]);
    return old.length;
  });
}
