import type { Draft } from '../domain/draft.ts';
import { type EdgeRow, IDENTIFIER_KINDS, type Identifier, isStronger } from '../domain/identity.ts';
import { edges } from '../domain/schema.ts';

/**
 * A person is not stored; it follows from the edges. Each identifier belongs to the target of its winning edge, and
 * since edges point from the weaker to the stronger, following winners ends at a root: the person.
 */

/**
 * An identifier that more than this many others point to (a shop's own address, a till, a test account) names no
 * single person: its edges are kept but link nobody.
 */
export const SHARED_ABOVE = 50;

/** Nothing points to an identifier of this kind. */
const WEAKEST = IDENTIFIER_KINDS.at(-1);

export function identifierKey({ kind, value }: Identifier): string {
  return `${kind}:${value}`;
}

/**
 * `true` when so many point to the identifier that an edge to it links nobody. Against a trusted edge only trusted
 * ones count: no number of claims undoes what a secret key said.
 */
export function isShared(draft: Draft, workspaceId: string, target: Identifier, trusted: boolean): boolean {
  const count = (isTrusted: boolean) => incomingEdges(draft, workspaceId, target, isTrusted).length;
  return count(true) + (trusted ? 0 : count(false)) > SHARED_ABOVE;
}

/** Edges that point to an identifier; of a shared one not all, but enough to know that it is. */
export function incomingEdges(
  draft: Draft,
  workspaceId: string,
  { kind, value }: Identifier,
  trusted: boolean,
): readonly EdgeRow[] {
  return draft.latest<EdgeRow>(edges, 'to', [workspaceId, kind, value, trusted], { limit: SHARED_ABOVE + 1 });
}

export function sourceOf(edge: EdgeRow): Identifier {
  return { kind: edge.from_kind, value: edge.from_value };
}

function targetOf(edge: EdgeRow): Identifier {
  return { kind: edge.to_kind, value: edge.to_value };
}

/** The edge that decides to whom an identifier belongs: trusted before claimed, then stronger, then earlier. */
function winningEdge(draft: Draft, workspaceId: string, from: Identifier, trustedOnly: boolean): EdgeRow | undefined {
  let winner: EdgeRow | undefined;
  for (const edge of draft.find<EdgeRow>(edges, 'key', [workspaceId, from.kind, from.value])) {
    if (trustedOnly && !edge.trusted) continue;
    if (winner && !beats(edge, winner)) continue;
    if (!isShared(draft, workspaceId, targetOf(edge), edge.trusted)) winner = edge;
  }
  return winner;
}

/** `true` when an identifier belongs to someone else than this edge says, which links. */
function isOutranked(draft: Draft, workspaceId: string, edge: EdgeRow, trustedOnly: boolean): boolean {
  return draft
    .find<EdgeRow>(edges, 'key', [workspaceId, edge.from_kind, edge.from_value])
    .some(
      (other) =>
        (other.trusted || !trustedOnly) &&
        beats(other, edge) &&
        !isShared(draft, workspaceId, targetOf(other), other.trusted),
    );
}

function beats(a: EdgeRow, b: EdgeRow): boolean {
  if (a.trusted !== b.trusted) return a.trusted;
  if (a.to_kind !== b.to_kind) return isStronger(a.to_kind, b.to_kind);
  if (a.occurred_at !== b.occurred_at) return a.occurred_at < b.occurred_at;
  return a.to_value < b.to_value;
}

/** The strongest identifier that this one belongs to: itself where nothing links it further. */
export function rootOf(draft: Draft, workspaceId: string, from: Identifier, trustedOnly = false): Identifier {
  const edge = winningEdge(draft, workspaceId, from, trustedOnly);
  return edge ? rootOf(draft, workspaceId, targetOf(edge), trustedOnly) : from;
}

/** The identifier and all that belong to it, directly or through others. */
export function membersBelow(draft: Draft, workspaceId: string, target: Identifier, trustedOnly = false): Identifier[] {
  const below = linksTo(draft, workspaceId, target, trustedOnly)
    .filter((edge) => !isOutranked(draft, workspaceId, edge, trustedOnly))
    .flatMap((edge) => membersBelow(draft, workspaceId, sourceOf(edge), trustedOnly));
  return [target, ...below];
}

/** Edges that point to an identifier and are not too many to link anybody. */
function linksTo(draft: Draft, workspaceId: string, target: Identifier, trustedOnly: boolean): readonly EdgeRow[] {
  if (target.kind === WEAKEST) return [];
  const trusted = incomingEdges(draft, workspaceId, target, true);
  if (trusted.length > SHARED_ABOVE) return [];
  const claimed = trustedOnly ? [] : incomingEdges(draft, workspaceId, target, false);
  return trusted.length + claimed.length > SHARED_ABOVE ? trusted : [...trusted, ...claimed];
}

/** Everything that is known to be the same person as this identifier, itself included. */
export function personOf(draft: Draft, workspaceId: string, of: Identifier, trustedOnly = false): Identifier[] {
  return membersBelow(draft, workspaceId, rootOf(draft, workspaceId, of, trustedOnly), trustedOnly);
}
