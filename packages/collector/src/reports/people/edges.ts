import { look } from '../../commit/look.ts';
import type { Draft } from '../../domain/draft.ts';
import { type EdgeRow, type Identifier, identifierKey, NEVER } from '../../domain/identity.ts';
import { derivedId } from '../../domain/ids.ts';
import type { EdgeState, ToldEdge } from '../../domain/person.ts';
import { edges } from '../../domain/schema.ts';
import { claimsTooMuch, isShared, pointsTooMuch, sourceOf, targetOf, winningEdge } from '../../rules/person.ts';
import type { Reader } from '../../store/store.ts';
import { named } from '../why/naming.ts';
import { findPerson, type Person } from './person.ts';

/** Edges that are read from or to one identifier. */
const EDGES_AT_ONE = 200;

export interface PersonsEdges {
  edges: ToldEdge[];
  /** There are more than are told: an identifier has very many. */
  is_cut: boolean;
}

/** Of both statements of a link, a server's and a browser's, for it is the link that is removed. */
export function edgeIdOf(workspaceId: string, from: Identifier, to: Identifier): string {
  return derivedId('edge', workspaceId, identifierKey(from), identifierKey(to));
}

/** Every edge from or to an identifier of a person, newest first, with what became of it; `null` where there is no person. */
export async function readEdges(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<PersonsEdges | null> {
  const person = await findPerson(reader, workspace_id, id);
  if (!person) return null;
  const { rows, is_cut } = await edgesOf(reader, person);
  const told = await Promise.all(rows.map((row) => look(reader, (draft) => tell(draft, row))));
  return { edges: told, is_cut };
}

/** The rows themselves, newest first. */
export async function edgesOf(reader: Reader, person: Person): Promise<{ rows: EdgeRow[]; is_cut: boolean }> {
  const { workspace_id, members, visitors } = person;
  const bounds = { order: 'ascending' as const, limit: EDGES_AT_ONE };
  const nodes = [...members, ...visitors.map((value): Identifier => ({ kind: 'visitor', value }))];
  const read = await Promise.all(
    nodes.flatMap(({ kind, value }) =>
      ['key', 'to'].map((index) => reader.range<EdgeRow>(edges, index, [workspace_id, kind, value], bounds)),
    ),
  );
  const rows = new Map(read.flat().map((row) => [`${keyOf(row)} ${row.trusted}`, row]));
  const stated = [...rows.values()].filter(({ occurred_at }) => occurred_at !== NEVER);
  return {
    rows: stated.sort((a, b) => b.occurred_at - a.occurred_at || (keyOf(a) < keyOf(b) ? -1 : 1)),
    is_cut: read.some(({ length }) => length === EDGES_AT_ONE),
  };
}

function keyOf(edge: EdgeRow): string {
  return edgeIdOf(edge.workspace_id, sourceOf(edge), targetOf(edge));
}

function tell(draft: Draft, edge: EdgeRow): ToldEdge {
  const { workspace_id, trusted, occurred_at } = edge;
  const [from, to] = [sourceOf(edge), targetOf(edge)];
  const { state, winner } = judge(draft, edge, from, to);
  return {
    id: edgeIdOf(workspace_id, from, to),
    from: named(draft, workspace_id, from),
    to: named(draft, workspace_id, to),
    trusted,
    occurred_at,
    state,
    winner: winner ? { to: named(draft, workspace_id, targetOf(winner)), trusted: winner.trusted } : null,
  };
}

function judge(
  draft: Draft,
  { workspace_id, trusted, is_removed }: EdgeRow,
  from: Identifier,
  to: Identifier,
): { state: EdgeState; winner?: EdgeRow } {
  if (is_removed) return { state: 'removed' };
  const isDevice = from.kind === 'visitor';
  const isBelieved = isDevice
    ? trusted || !claimsTooMuch(draft, workspace_id, from.value)
    : !pointsTooMuch(draft, workspace_id, from, trusted);
  if (!isBelieved) return { state: 'quarantined' };
  // Users are joined by aliases, which nothing outranks.
  if (from.kind === 'user') return { state: 'links' };
  if (isShared(draft, workspace_id, to, trusted, isDevice ? 'devices' : 'identifiers')) return { state: 'shared' };
  // Whose a device is follows from when its users identified themselves, not from one edge.
  if (isDevice) return { state: 'links' };
  const winner = winningEdge(draft, workspace_id, from, false);
  const isWinner = winner?.trusted === trusted && identifierKey(targetOf(winner)) === identifierKey(to);
  return winner && !isWinner ? { state: 'outranked', winner } : { state: 'links' };
}
