import type { Draft } from '../domain/draft.ts';
import {
  type EdgeRow,
  type Identifier,
  identifierKey,
  isStronger,
  type MarkRow,
  NEVER,
  nodeOf,
  strongestOf,
} from '../domain/identity.ts';
import { edges, marks } from '../domain/schema.ts';
import { isQuiet, type Link } from './device.ts';
import { noteIdentity } from './identity.ts';
import { reachOfMark, type Window } from './marks.ts';
import {
  incomingEdges,
  isAtEdge,
  mayClaimTooMuch,
  mayPointTooMuch,
  membersBelow,
  type Pointing,
  personOf,
  pointsTooMuch,
  rootOf,
  sourceOf,
  winningEdge,
} from './person.ts';
import { devicesOf } from './reach.ts';
import { EVER, type Retelling, retell } from './retell.ts';

export interface Statement {
  workspace_id: string;
  /** A device among them is where the others were named. */
  identifiers: readonly Identifier[];
  occurred_at: number;
  /** Said by a secret key, not by a browser. */
  trusted: boolean;
  /** A browser said it, and proved which user it is. */
  is_proven?: boolean;
}

/** Whose conversions may have a new answer after links changed. */
export interface Stitched {
  /** They belong to another person now, or others to them. */
  moved: Identifier[];
  /** What happened on devices that is told otherwise now. */
  retelling: Retelling;
  /** Devices that somebody was named on for the first time, or is no longer. */
  met: string[];
  /** Whom they belonged to, and do now, as far as secret keys tell. */
  buyers: string[];
  /** Devices on which something was said. */
  devices: string[];
}

/** A change of links that is about to be made. */
export interface Change {
  /** Who belongs to another person then, as seen before it and after. */
  moving?: () => readonly Identifier[];
  /** Devices on which something is told otherwise then, and when that happened. */
  devices?: readonly (readonly [string, Window])[];
  /** A device that somebody is named on for the first time then, or is no longer. */
  met?: string;
  make(): void;
}

/** Makes changes, and tells whom they moved. */
export function carryOut(draft: Draft, workspaceId: string, changes: readonly Change[]): Stitched {
  const moving = () => {
    const members = changes.flatMap((change) => change.moving?.() ?? []);
    return new Map(members.map((member) => [identifierKey(member), member]));
  };
  const rootsOf = (members: Iterable<Identifier>) =>
    [...members].map((member) => {
      const [root, trusted] = [false, true].map((only) => identifierKey(rootOf(draft, workspaceId, member, only)));
      return { trusted: trusted ?? '', both: `${root}\u0000${trusted}` };
    });
  const before = moving();
  const roots = rootsOf(before.values());
  const windows = new Map<string, Window>();
  const ofMoving = [...devicesOf(draft, workspaceId, [...before.values()])].map((visitor) => [visitor, EVER] as const);
  for (const [visitor, window] of [...changes.flatMap(({ devices }) => devices ?? []), ...ofMoving]) {
    const { from, to } = windows.get(visitor) ?? window;
    windows.set(visitor, { from: Math.min(from, window.from), to: Math.max(to, window.to) });
  }
  const retelling = retell(draft, workspaceId, windows, () => {
    for (const change of changes) change.make();
  });
  const rootsNow = rootsOf(before.values());
  const moved = [...before.values()].filter((_, at) => roots[at]?.both !== rootsNow[at]?.both);
  const joined = [...moving()].filter(([key]) => !before.has(key)).map(([, member]) => member);
  const parted = [...roots, ...rootsNow].filter((_, at) => {
    const place = at % roots.length;
    return roots[place]?.trusted !== rootsNow[place]?.trusted;
  });
  return {
    moved: [...moved, ...joined],
    retelling,
    met: changes.flatMap(({ met }) => met ?? []),
    buyers: [...new Set([...parted, ...rootsOf(joined)].map(({ trusted }) => trusted))],
    devices: changes.flatMap(({ devices }) => devices?.map(([visitor]) => visitor) ?? []),
  };
}

/** Links each identifier of a statement to the strongest of them, and all of them to the device they were named on. */
export function stitch(draft: Draft, statement: Statement): Stitched {
  const { workspace_id, identifiers, occurred_at } = statement;
  const named = identifiers.filter(({ kind }) => kind !== 'visitor');
  const nodes = named.map(nodeOf);
  const strongest = strongestOf(nodes);
  const people = nodes
    .filter(({ kind }) => strongest && isStronger(strongest.kind, kind))
    .flatMap((from) => (strongest ? linkPerson(draft, statement, from, strongest) : []));
  const devices = identifiers
    .filter(({ kind }) => kind === 'visitor')
    .flatMap(({ value }) => nodes.flatMap((node) => linkDevice(draft, statement, value, node)));
  const stitched = carryOut(draft, workspace_id, [...people, ...devices]);
  for (const identifier of named) noteIdentity(draft, workspace_id, identifier, occurred_at);
  return stitched;
}

function linkPerson(draft: Draft, statement: Statement, from: Identifier, to: Identifier): Change[] {
  const { workspace_id, trusted } = statement;
  const known = edgeBetween(draft, workspace_id, from, to, trusted);
  if (known && known.occurred_at <= statement.occurred_at) return [];
  const make = () => keepEdge(draft, statement, from, to, trusted, known);
  return [isLost(draft, statement, from, to) ? { make } : relinking(draft, workspace_id, from, to, make)];
}

/**
 * `true` where one more link moves nobody, for a better one stands. An address that a till gives with each of its customers
 * would else have all that was ever sold with it looked at again.
 */
function isLost(
  draft: Draft,
  { workspace_id, trusted, occurred_at }: Statement,
  from: Identifier,
  to: Identifier,
): boolean {
  if (isAtEdge(draft, workspace_id, to, 'identifiers') || mayPointTooMuch(draft, workspace_id, from, trusted))
    return false;
  const winner = winningEdge(draft, workspace_id, from, false);
  if (!winner) return pointsTooMuch(draft, workspace_id, from, trusted);
  if (winner.trusted !== trusted) return winner.trusted;
  if (winner.to_kind !== to.kind) return isStronger(winner.to_kind, to.kind);
  return winner.occurred_at < occurred_at;
}

/** A change of a link between two people's identifiers. */
export function relinking(
  draft: Draft,
  workspaceId: string,
  from: Identifier,
  to: Identifier,
  make: () => void,
): Change {
  // At the edge of being too many, one more moves all.
  const sources = isAtEdge(draft, workspaceId, to, 'identifiers')
    ? sourcesOf(draft, workspaceId, to, 'identifiers')
    : [];
  return { moving: () => [...sources, from].flatMap((one) => membersBelow(draft, workspaceId, one)), make };
}

function linkDevice(draft: Draft, statement: Statement, visitor: string, to: Identifier): Change[] {
  const { workspace_id, occurred_at } = statement;
  const trusted = statement.trusted || (statement.is_proven === true && to.kind === 'user');
  const from: Identifier = { kind: 'visitor', value: visitor };
  const mark: MarkRow = { workspace_id, visitor_id: visitor, trusted, occurred_at, ...to };
  if (draft.get<MarkRow>(marks, [workspace_id, visitor, trusted, occurred_at, to.kind, to.value])) return [];
  const known = edgeBetween(draft, workspace_id, from, to, trusted);
  const make = () => {
    if (!known || occurred_at < known.occurred_at) keepEdge(draft, statement, from, to, trusted, known);
    draft.insert<MarkRow>(marks, mark);
  };
  const link = { target: to, trusted };
  if (known && !known.is_removed && isQuiet(draft, workspace_id, visitor, link, occurred_at)) return [{ make }];
  if (!known && isDecisive(draft, workspace_id, visitor, link)) {
    return [reusing(draft, workspace_id, visitor, to, make)];
  }
  const window = reachOfMark(draft, workspace_id, visitor, trusted, occurred_at);
  return [{ devices: [[visitor, window]], ...(known ? {} : { met: visitor }), make }];
}

/** `true` where one more link may decide whether others count. */
function isDecisive(draft: Draft, workspaceId: string, visitor: string, { target, trusted }: Link): boolean {
  if (isAtEdge(draft, workspaceId, target, 'devices')) return true;
  return !trusted && mayClaimTooMuch(draft, workspaceId, visitor);
}

/** Whoever used a device has left it. */
export function leave(draft: Draft, workspaceId: string, visitor: string, at: number): Stitched {
  const reset = { kind: 'reset', value: '' } as const;
  const mark: MarkRow = { workspace_id: workspaceId, visitor_id: visitor, trusted: false, occurred_at: at, ...reset };
  const isKnown = draft.get<MarkRow>(marks, [workspaceId, visitor, false, at, reset.kind, reset.value]);
  const window = reachOfMark(draft, workspaceId, visitor, false, at);
  const change = { devices: [[visitor, window]] as const, make: () => draft.insert<MarkRow>(marks, mark) };
  return carryOut(draft, workspaceId, isKnown ? [] : [change]);
}

/** A change of whether somebody is believed to have used a device. */
export function reusing(draft: Draft, workspaceId: string, visitor: string, to: Identifier, make: () => void): Change {
  if (!isAtEdge(draft, workspaceId, to, 'devices')) return { devices: [[visitor, EVER]], met: visitor, make };
  // At the edge of being too many, one more matters to all.
  const devices = sourcesOf(draft, workspaceId, to, 'devices').map(({ value }) => [value, EVER] as const);
  return { moving: () => personOf(draft, workspaceId, to), devices: [...devices, [visitor, EVER]], met: visitor, make };
}

/** Everything that points to an identifier, whether it links or not. */
function sourcesOf(draft: Draft, workspaceId: string, target: Identifier, pointing: Pointing): Identifier[] {
  return [true, false].flatMap((trusted) => incomingEdges(draft, workspaceId, target, trusted, pointing)).map(sourceOf);
}

export function edgeBetween(
  draft: Draft,
  workspaceId: string,
  from: Identifier,
  to: Identifier,
  trusted: boolean,
): EdgeRow | undefined {
  return draft.get<EdgeRow>(edges, [workspaceId, from.kind, from.value, trusted, to.kind, to.value]);
}

/** Keeps the earliest statement of an edge. */
export function keepEdge(
  draft: Draft,
  { workspace_id, occurred_at }: Pick<Statement, 'workspace_id' | 'occurred_at'>,
  from: Identifier,
  to: Identifier,
  trusted: boolean,
  known: EdgeRow | undefined,
): void {
  if (known) draft.update<EdgeRow>(edges, known, { occurred_at });
  else draft.insert<EdgeRow>(edges, { ...edgeOf(workspace_id, from, to, trusted), occurred_at });
  if (occurred_at === NEVER) return;
  for (const end of [from, to]) noteIdentity(draft, workspace_id, end, occurred_at);
}

function edgeOf(workspaceId: string, from: Identifier, to: Identifier, trusted: boolean): Omit<EdgeRow, 'occurred_at'> {
  return {
    workspace_id: workspaceId,
    from_kind: from.kind,
    from_value: from.value,
    trusted,
    to_kind: to.kind,
    to_value: to.value,
    is_removed: false,
    version: 1,
  };
}
