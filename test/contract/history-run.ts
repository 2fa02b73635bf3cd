import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import { readLog } from '../../packages/collector/src/commit/replay.ts';
import type { AdjustmentRow } from '../../packages/collector/src/domain/adjustment.ts';
import type { LinkRow } from '../../packages/collector/src/domain/affiliate.ts';
import type { Command, Outcome } from '../../packages/collector/src/domain/command.ts';
import type { ContactRow } from '../../packages/collector/src/domain/contact.ts';
import type {
  ClaimRow,
  ConversionRow,
  DedupeRow,
  TallyRow,
  TokenRow,
} from '../../packages/collector/src/domain/conversion.ts';
import type { ConversionTypeRow } from '../../packages/collector/src/domain/conversion-type.ts';
import type { EditRow } from '../../packages/collector/src/domain/edit.ts';
import type { EdgeRow, IdentityRow, MarkRow } from '../../packages/collector/src/domain/identity.ts';
import type { ReceiptRow } from '../../packages/collector/src/domain/receipt.ts';
import {
  adjustments,
  apiKeys,
  claims,
  contacts,
  conversions,
  conversionTypes,
  dedupes,
  edges,
  edits,
  identities,
  links,
  marks,
  receipts,
  sources,
  tallies,
  tokens,
  touches,
} from '../../packages/collector/src/domain/schema.ts';
import type { SourceRow } from '../../packages/collector/src/domain/source.ts';
import type { Table } from '../../packages/collector/src/domain/table.ts';
import type { TouchRow } from '../../packages/collector/src/domain/touch.ts';
import type { ApiKeyRow } from '../../packages/collector/src/domain/workspace.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import type { Facts } from './expected-arrivals.ts';
import { openEmptyPostgres } from './postgres-databases.ts';

/** Where a property's stores are. */
export type EngineName = 'sqlite' | 'postgres';

/** Rules over PostgreSQL are the same rules; that they mean the same there shows in fewer histories. */
const SHARE: Readonly<Record<EngineName, number>> = { sqlite: 1, postgres: 0.06 };

/**
 * How many histories a test runs; more by `CLICKSTITCH_HISTORIES`, others by `CLICKSTITCH_SEED`. One that fails is made
 * small before it is shown, unless `CLICKSTITCH_SHRINK` is `no`. All of them (a share of 1) are for the property of replay,
 * on which the others rest.
 */
export function histories(
  engine: EngineName = 'sqlite',
  share = 0.2,
): { numRuns: number; seed: number; endOnFailure: boolean } {
  return {
    endOnFailure: process.env['CLICKSTITCH_SHRINK'] === 'no',
    numRuns: Math.ceil(Number(process.env['CLICKSTITCH_HISTORIES'] ?? 500) * SHARE[engine] * share),
    seed: Number(process.env['CLICKSTITCH_SEED'] ?? 20_261_120),
  };
}

/** Runs work over empty stores, which are closed when it ends. */
export async function withStores<T>(engine: EngineName, work: (open: () => Promise<Store>) => Promise<T>): Promise<T> {
  const opened: Store[] = [];
  try {
    return await work(async () => {
      const store =
        engine === 'sqlite' ? createSqliteStore({ path: ':memory:', mode: 'write' }) : await openEmptyPostgres();
      opened.push(store);
      return store;
    });
  } finally {
    for (const store of opened) await store.close();
  }
}

export async function commitGroups(store: Store, groups: readonly (readonly Command[])[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const group of groups) outcomes.push(...(await commitGroup(store, group)));
  return outcomes;
}

export async function acceptedBy(store: Store): Promise<Command[]> {
  const accepted: Command[] = [];
  for await (const command of readLog(store)) accepted.push(command);
  return accepted;
}

export interface Derived extends Facts {
  claims: ClaimRow[];
  conversions: ConversionRow[];
  dedupes: DedupeRow[];
  identities: IdentityRow[];
  receipts: ReceiptRow[];
}

/** What is kept around conversions, that no credit follows from. */
export interface Ledger {
  adjustments: AdjustmentRow[];
  contacts: ContactRow[];
  conversionTypes: ConversionTypeRow[];
  edits: EditRow[];
  keys: ApiKeyRow[];
  sources: SourceRow[];
  tallies: TallyRow[];
  tokens: TokenRow[];
}

/** Every row that the credit of conversions follows from, and the receipts of how it came to be. */
export async function derivedIn(store: Store): Promise<Derived> {
  const all = <Row extends object>(table: Table<Row>) => store.range(table, 'key', [], { order: 'ascending' });
  return {
    touches: await all<TouchRow>(touches),
    edges: await all<EdgeRow>(edges),
    marks: await all<MarkRow>(marks),
    identities: await all<IdentityRow>(identities),
    links: await all<LinkRow>(links),
    conversions: await all<ConversionRow>(conversions),
    claims: await all<ClaimRow>(claims),
    dedupes: await all<DedupeRow>(dedupes),
    receipts: await all<ReceiptRow>(receipts),
  };
}

export async function ledgerIn(store: Store): Promise<Ledger> {
  const all = <Row extends object>(table: Table<Row>) => store.range(table, 'key', [], { order: 'ascending' });
  return {
    adjustments: await all<AdjustmentRow>(adjustments),
    contacts: await all<ContactRow>(contacts),
    conversionTypes: await all<ConversionTypeRow>(conversionTypes),
    edits: await all<EditRow>(edits),
    keys: await all<ApiKeyRow>(apiKeys),
    sources: await all<SourceRow>(sources),
    tallies: await all<TallyRow>(tallies),
    tokens: await all<TokenRow>(tokens),
  };
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32), so that a failing run can be had again. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Cuts a list into groups of 1 to 20, small ones more often. */
export function grouped<T>(items: readonly T[], random: () => number): T[][] {
  const groups: T[][] = [];
  for (let from = 0; from < items.length; from += groups.at(-1)?.length ?? 1) {
    groups.push(items.slice(from, from + 1 + Math.floor(random() ** 2 * 20)));
  }
  return groups;
}
