import type { DedupeRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { digestOf } from '../domain/ids.ts';
import { dedupes } from '../domain/schema.ts';

/** A key by which a report of the same thing is recognised. The scope keeps a refund apart from its purchase. */
export interface DedupeKey {
  scope: string;
  value: string;
}

/** Keys under which a secret key's report of a conversion is recorded, the documented one first. */
export function conversionKeys(report: {
  name: string;
  order_id: string | null;
  event_id: string | null;
}): DedupeKey[] {
  const keys: DedupeKey[] = [];
  if (report.order_id !== null) keys.push({ scope: `order:${report.name}`, value: report.order_id });
  if (report.event_id !== null) keys.push({ scope: `event:${report.name}`, value: report.event_id });
  return keys;
}

/** A claim's key holds the visitor too, so that nobody can occupy another's order. */
export function claimKeys(report: { name: string; order_id: string | null; visitor_id: string }): DedupeKey[] {
  return report.order_id === null
    ? []
    : [{ scope: `order:${report.name}@${report.visitor_id}`, value: report.order_id }];
}

/** Ids of the facts that own any of the keys, each once, in the order of the keys. */
export function holdersOf(draft: Draft, workspaceId: string, keys: readonly DedupeKey[]): string[] {
  const holders = keys
    .flatMap((key) => draft.find<DedupeRow>(dedupes, 'key', [workspaceId, key.scope, digestOf(key.value)]))
    .map((row) => row.fact_id);
  return [...new Set(holders)];
}

/** Gives the keys to a fact, for ever. */
export function holdKeys(draft: Draft, workspaceId: string, keys: readonly DedupeKey[], factId: string): void {
  for (const { scope, value } of keys) {
    draft.insert<DedupeRow>(dedupes, {
      workspace_id: workspaceId,
      scope,
      key_hash: digestOf(value),
      fact_id: factId,
    });
  }
}
