import type { DedupeRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { digestOf } from '../domain/ids.ts';
import { dedupes } from '../domain/schema.ts';

/** A key by which a report of the same thing is recognised. The scope keeps a refund apart from its purchase. */
export interface DedupeKey {
  scope: string;
  value: string;
}

interface Keyed {
  name: string;
  order_id: string | null;
  event_id: string | null;
  external_ref?: string | null;
  external_id?: string | null;
  dialect?: string;
}

/** Keys under which a secret key's report of a conversion is recorded, the documented one first. */
export function conversionKeys({ name, order_id, event_id, external_ref, external_id, dialect }: Keyed): DedupeKey[] {
  return given([
    [`order:${name}`, order_id],
    [`event:${name}`, event_id],
    [`${dialect}:conversion`, external_ref],
    ['external:conversion', external_id],
  ]);
}

/** By a caller's reference a browser's report is found, as an order or as an event; it tells no two reports apart. */
export function referenceKeys({ name, external_ref }: Pick<Keyed, 'name' | 'external_ref'>): DedupeKey[] {
  return given([[`reference:${name}`, external_ref]]);
}

/** A claim's key holds the visitor too, so that nobody can occupy another's order. */
export function claimKeys(report: { name: string; order_id: string | null; visitor_id: string }): DedupeKey[] {
  return given([[`order:${report.name}@${report.visitor_id}`, report.order_id]]);
}

export function given(keys: readonly (readonly [scope: string, value: string | null | undefined])[]): DedupeKey[] {
  return keys.flatMap(([scope, value]) => (value === null || value === undefined ? [] : [{ scope, value }]));
}

/** Ids of the facts that own any of the keys, each once, in the order of the keys. */
export function holdersOf(draft: Draft, workspaceId: string, keys: readonly DedupeKey[]): string[] {
  const holders = keys
    .flatMap((key) => ownersOf(draft, workspaceId, key).filter(({ is_released }) => !is_released))
    .map((row) => row.fact_id);
  return [...new Set(holders)];
}

/** Who owns a key or owned it, the earliest first. */
export function ownersOf(draft: Draft, workspaceId: string, { scope, value }: DedupeKey): DedupeRow[] {
  const owners = draft.find<DedupeRow>(dedupes, 'key', [workspaceId, scope, digestOf(value)]);
  return owners.length < 2 ? [...owners] : owners.toSorted((a, b) => (a.fact_id < b.fact_id ? -1 : 1));
}

/** Gives the keys to a fact, for ever; or notes that it had them. */
export function holdKeys(
  draft: Draft,
  workspaceId: string,
  keys: readonly DedupeKey[],
  factId: string,
  is_released = false,
): void {
  for (const { scope, value } of keys) {
    draft.insert<DedupeRow>(dedupes, {
      workspace_id: workspaceId,
      scope,
      key_hash: digestOf(value),
      fact_id: factId,
      is_released,
      version: 1,
    });
  }
}

/** A fact owns these keys, and none of the others that it ever had. */
export function ownKeys(
  draft: Draft,
  workspaceId: string,
  factId: string,
  { keeps, ever }: { keeps: readonly DedupeKey[]; ever: readonly DedupeKey[] },
): void {
  const kept = new Set(keeps.map(nameOf));
  for (const key of new Map([...keeps, ...ever].map((one) => [nameOf(one), one])).values()) {
    const row = draft.get<DedupeRow>(dedupes, [workspaceId, key.scope, digestOf(key.value), factId]);
    const is_released = !kept.has(nameOf(key));
    if (row && row.is_released !== is_released) draft.update<DedupeRow>(dedupes, row, { is_released });
    if (!row) holdKeys(draft, workspaceId, [key], factId, is_released);
  }
}

/** Takes keys away from a fact as if it had never had them. */
export function disownKeys(draft: Draft, workspaceId: string, keys: readonly DedupeKey[], factId: string): void {
  for (const { scope, value } of keys) {
    const row = draft.get<DedupeRow>(dedupes, [workspaceId, scope, digestOf(value), factId]);
    if (row) draft.remove<DedupeRow>(dedupes, row);
  }
}

function nameOf({ scope, value }: DedupeKey): string {
  return `${scope}\u0000${value}`;
}
