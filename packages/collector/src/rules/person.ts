import type { Draft } from '../domain/draft.ts';
import {
  type EdgeRow,
  IDENTIFIER_KINDS,
  type Identifier,
  type IdentifierKind,
  type IdentityRow,
  isStronger,
} from '../domain/identity.ts';
import { edges, identities } from '../domain/schema.ts';

/**
 * A person follows from the edges between identifiers. Each belongs to the target of its winning edge, and since edges
 * point from the weaker to the stronger, following winners ends at a root. Users are roots; only an alias joins two. Devices
 * are not among them: whose a device is changes with time (`device.ts`).
 */

/**
 * An identifier that more others point to (a shop's own address, a till, a test account) names no single person: its
 * edges are kept but link nobody.
 */
export const IDENTIFIERS_AT_MOST = 50;
/** The same for devices. A person who signs in has a new one whenever a browser forgets the last, for years. */
const DEVICES_AT_MOST: Readonly<Partial<Record<IdentifierKind, number>>> = { email: 50, phone: 50 };
const DEVICES_OF_AN_ACCOUNT = 500;
/** Of devices that only browsers claim to be an account's; anybody may claim that of any account. */
const CLAIMED_DEVICES_OF_AN_ACCOUNT = 100;

/** A browser that claims to be more users than this is a till or a support agent's: what it claims is not believed. */
const USERS_AT_MOST = 3;

/** An identifier that is stated to be more others' than this, by keys or by browsers, is nobody's by what these say. */
export const OUTGOING_AT_MOST = 50;

const KINDS_IN_ORDER = [...IDENTIFIER_KINDS].sort();
/** In an index by kind, those that may belong to another identifier come first, then users, then devices. */
const LAST_MEMBER_KIND = KINDS_IN_ORDER[KINDS_IN_ORDER.indexOf('user') - 1];

export type Pointing = 'identifiers' | 'devices';

/**
 * `true` when so many point to the identifier that an edge to it links nobody. Against a trusted edge only trusted
 * ones count: no number of claims undoes what a secret key said.
 */
export function isShared(
  draft: Draft,
  workspaceId: string,
  target: Identifier,
  trusted: boolean,
  pointing: Pointing,
): boolean {
  const count = (isTrusted: boolean) => incomingEdges(draft, workspaceId, target, isTrusted, pointing).length;
  return count(true) + (trusted ? 0 : count(false)) > limitOf(target, pointing, trusted);
}

/** One statement brings, and one removal takes, fewer edges to an identifier or from a device than this. */
const EDGES_AT_ONCE = IDENTIFIER_KINDS.length;

/** `true` where one statement or removal more may decide whether an identifier is shared. */
export function isAtEdge(draft: Draft, workspaceId: string, target: Identifier, pointing: Pointing): boolean {
  const trusted = incomingEdges(draft, workspaceId, target, true, pointing).length;
  const claimed = incomingEdges(draft, workspaceId, target, false, pointing).length;
  const isNear = (count: number, limit: number) => Math.abs(count - limit) < EDGES_AT_ONCE;
  return (
    isNear(trusted, limitOf(target, pointing, true)) || isNear(trusted + claimed, limitOf(target, pointing, false))
  );
}

function limitOf({ kind }: Identifier, pointing: Pointing, trusted: boolean): number {
  if (pointing === 'identifiers') return IDENTIFIERS_AT_MOST;
  return DEVICES_AT_MOST[kind] ?? (trusted ? DEVICES_OF_AN_ACCOUNT : CLAIMED_DEVICES_OF_AN_ACCOUNT);
}

/** Edges that point to an identifier; of a shared one not all, but enough to know that it is. */
export function incomingEdges(
  draft: Draft,
  workspaceId: string,
  target: Identifier,
  trusted: boolean,
  pointing: Pointing,
): readonly EdgeRow[] {
  const at = [workspaceId, target.kind, target.value, trusted];
  // Removed ones are read too, and do not count.
  const limit = 2 * (limitOf(target, pointing, true) + 1);
  const read =
    pointing === 'identifiers'
      ? draft.latest<EdgeRow>(edges, 'to', at, { to: LAST_MEMBER_KIND, limit })
      : draft.latest<EdgeRow>(edges, 'to', [...at, 'visitor'], { limit });
  return read.filter((edge) => !edge.is_removed);
}

/** Edges that point to an identifier and are not too many to link anybody. */
export function linksTo(
  draft: Draft,
  workspaceId: string,
  target: Identifier,
  trustedOnly: boolean,
  pointing: Pointing,
): readonly EdgeRow[] {
  const trusted = incomingEdges(draft, workspaceId, target, true, pointing);
  if (trusted.length > limitOf(target, pointing, true)) return [];
  const claimed = trustedOnly ? [] : incomingEdges(draft, workspaceId, target, false, pointing);
  const isTooMany = trusted.length + claimed.length > limitOf(target, pointing, false);
  return isTooMany ? trusted : [...trusted, ...claimed];
}

/** Where an identifier points to, as far as it is stated by a key (`trusted`) or by browsers; not what was removed. */
export function outgoingEdges(draft: Draft, workspaceId: string, from: Identifier, trusted: boolean): EdgeRow[] {
  const read = statedOf(draft, workspaceId, from, trusted);
  // A device may have had as many users as keys say; any other identifier of so many owners has none.
  if (read.length > OUTGOING_AT_MOST && !(trusted && from.kind === 'visitor')) return [];
  return read.filter((edge) => !edge.is_removed);
}

/** Everything that was stated of an identifier, removed edges too; of very many not all. */
export function statedOf(
  draft: Draft,
  workspaceId: string,
  { kind, value }: Identifier,
  trusted: boolean,
): readonly EdgeRow[] {
  return draft.latest<EdgeRow>(edges, 'key', [workspaceId, kind, value, trusted], { limit: OUTGOING_AT_MOST + 1 });
}

/** `true` of an identifier that is stated to be so many others' that one more says nothing. */
export function pointsTooMuch(draft: Draft, workspaceId: string, from: Identifier, trusted: boolean): boolean {
  return statedOf(draft, workspaceId, from, trusted).length > OUTGOING_AT_MOST;
}

/** `true` where one edge more may decide that. */
export function mayPointTooMuch(draft: Draft, workspaceId: string, from: Identifier, trusted: boolean): boolean {
  return statedOf(draft, workspaceId, from, trusted).length === OUTGOING_AT_MOST;
}

/** `true` of a browser whose claims are not believed, throughout its history. */
export function claimsTooMuch(draft: Draft, workspaceId: string, visitorId: string): boolean {
  const { all, users } = claimsOn(draft, workspaceId, visitorId);
  return all > OUTGOING_AT_MOST || users > USERS_AT_MOST;
}

/** `true` where one claim more may decide that a browser is not believed any more. */
export function mayClaimTooMuch(draft: Draft, workspaceId: string, visitorId: string): boolean {
  const { all, users } = claimsOn(draft, workspaceId, visitorId);
  if (all > OUTGOING_AT_MOST || users > USERS_AT_MOST) return false;
  return all > OUTGOING_AT_MOST - EDGES_AT_ONCE || users === USERS_AT_MOST;
}

function claimsOn(draft: Draft, workspaceId: string, visitorId: string): { all: number; users: number } {
  const read = statedOf(draft, workspaceId, { kind: 'visitor', value: visitorId }, false);
  return { all: read.length, users: read.filter((edge) => edge.to_kind === 'user' && !edge.is_removed).length };
}

export function sourceOf(edge: EdgeRow): Identifier {
  return { kind: edge.from_kind, value: edge.from_value };
}

export function targetOf(edge: EdgeRow): Identifier {
  return { kind: edge.to_kind, value: edge.to_value };
}

/** The edge that decides to whom an identifier belongs: trusted before claimed, then stronger, then earlier. */
export function winningEdge(
  draft: Draft,
  workspaceId: string,
  from: Identifier,
  trustedOnly: boolean,
): EdgeRow | undefined {
  if (from.kind === 'user') return undefined;
  for (const trusted of trustedOnly ? [true] : [true, false]) {
    const [winner] = outgoingEdges(draft, workspaceId, from, trusted)
      .filter((edge) => !isShared(draft, workspaceId, targetOf(edge), trusted, 'identifiers'))
      .sort(byClaimToSource);
    if (winner) return winner;
  }
  return undefined;
}

function byClaimToSource(a: EdgeRow, b: EdgeRow): number {
  if (a.to_kind !== b.to_kind) return isStronger(a.to_kind, b.to_kind) ? -1 : 1;
  return a.occurred_at - b.occurred_at || (a.to_value < b.to_value ? -1 : 1);
}

/** The strongest identifier that this one belongs to: itself where nothing links it further. */
export function rootOf(draft: Draft, workspaceId: string, from: Identifier, trustedOnly = false): Identifier {
  const edge = winningEdge(draft, workspaceId, from, trustedOnly);
  if (edge) return rootOf(draft, workspaceId, targetOf(edge), trustedOnly);
  if (from.kind !== 'user') return from;
  const [identity] = draft.find<IdentityRow>(identities, 'key', [workspaceId, from.kind, from.value]);
  return { kind: 'user', value: identity?.alias_of ?? from.value };
}

/** The identifier and all that belong to it, directly or through others; not the users that aliases join to it. */
export function membersBelow(draft: Draft, workspaceId: string, target: Identifier, trustedOnly = false): Identifier[] {
  const below = linksTo(draft, workspaceId, target, trustedOnly, 'identifiers')
    .filter((edge) => wins(draft, workspaceId, edge, trustedOnly))
    .flatMap((edge) => membersBelow(draft, workspaceId, sourceOf(edge), trustedOnly));
  return [target, ...below];
}

function wins(draft: Draft, workspaceId: string, edge: EdgeRow, trustedOnly: boolean): boolean {
  const winner = winningEdge(draft, workspaceId, sourceOf(edge), trustedOnly);
  return winner?.to_kind === edge.to_kind && winner.to_value === edge.to_value && winner.trusted === edge.trusted;
}

/** Users that are one person with this root, which stands for all of them. */
export function aliasesOf(draft: Draft, workspaceId: string, root: Identifier): Identifier[] {
  if (root.kind !== 'user') return [root];
  const rows = draft.find<IdentityRow>(identities, 'alias', [workspaceId, root.value]);
  return rows.length === 0 ? [root] : rows.map(({ kind, value }) => ({ kind, value }));
}

/** Everything that is known to be the same person as this identifier, itself included. */
export function personOf(draft: Draft, workspaceId: string, of: Identifier, trustedOnly = false): Identifier[] {
  const root = rootOf(draft, workspaceId, of, trustedOnly);
  return aliasesOf(draft, workspaceId, root).flatMap((user) => membersBelow(draft, workspaceId, user, trustedOnly));
}
