import { WINDOW } from '../domain/credit.ts';
import type { Draft } from '../domain/draft.ts';
import { byStrength, type Identifier, identifierKey, nodeOf } from '../domain/identity.ts';
import { CLOCK_TOLERANCE } from '../domain/time.ts';
import { agreeing, type Device, deviceOf, isSame, meets, type Standing } from './device.ts';
import { linksTo, personOf, rootOf, sourceOf } from './person.ts';

/** What a report says of who is behind it. */
export interface Subject {
  workspace_id: string;
  identifiers: readonly Identifier[];
  visitor_id: string | null;
  occurred_at: number;
}

/** How somebody at a device at a time stands to the person behind a report. */
export interface Belonging {
  /** It was the same person, as far as everything that was said tells. */
  is_theirs: boolean;
  /** The same, as far as secret keys said so. */
  is_trusted: boolean;
}

/** The person behind a report, and the devices that they used. */
export interface Reach {
  /** The strongest identifiers of everyone who the report is about, as far as they agree. */
  roots: readonly Identifier[];
  visitors: readonly string[];
  belongingAt(visitorId: string, at: number): Belonging;
  /** Who was at this device then is one with whoever was there at another time. */
  isSameAt(visitorId: string, at: number, other: number): boolean;
  /** The strongest that secret keys say it is. */
  trustedRoot: Identifier | undefined;
  /** Identifiers of the report that name somebody else. */
  conflicts: Identifier[];
}

/** Who a report is about: its identifiers from the strongest on, as far as they agree, and whoever was at its device then. */
interface Self {
  roots: Identifier[];
  conflicts: Identifier[];
  standing: Standing | undefined;
}

/** Looks for the person behind a report. */
export function reachOf(draft: Draft, subject: Subject): Reach {
  const { workspace_id, occurred_at } = subject;
  const window = { from: occurred_at - WINDOW, to: occurred_at + CLOCK_TOLERANCE };
  const devices = new Map<string, Device>();
  const device = (visitorId: string): Device => {
    const known = devices.get(visitorId) ?? deviceOf(draft, workspace_id, visitorId, window);
    devices.set(visitorId, known);
    return known;
  };
  const standing = (visitorId: string, at: number, trustedOnly: boolean) =>
    device(visitorId).standingAt(at, trustedOnly);
  const self = selfOf(draft, subject, standing, false);
  const trustedSelf = selfOf(draft, subject, standing, true);
  const isOf = ({ roots, standing: own }: Self, there: Standing) =>
    meets(roots, there.roots) || (own !== undefined && own.roots.length === 0 && isSame(own, there));

  return {
    roots: self.roots,
    visitors: visitorsOf(draft, subject, [...self.roots, ...trustedSelf.roots]),
    belongingAt: (visitorId, at) => ({
      is_theirs: isOf(self, standing(visitorId, at, false)),
      is_trusted: isOf(trustedSelf, standing(visitorId, at, true)),
    }),
    isSameAt: (visitorId, at, other) => isSame(standing(visitorId, at, false), standing(visitorId, other, false)),
    trustedRoot: trustedSelf.roots[0],
    conflicts: self.conflicts,
  };
}

function selfOf(
  draft: Draft,
  { workspace_id, identifiers, visitor_id, occurred_at }: Subject,
  standingAt: (visitorId: string, at: number, trustedOnly: boolean) => Standing,
  trustedOnly: boolean,
): Self {
  const roots: Identifier[] = [];
  const conflicts: Identifier[] = [];
  const add = (root: Identifier): boolean => {
    const { conflicting } = agreeing([...roots, root]);
    if (!conflicting && !meets(roots, [root])) roots.push(root);
    return conflicting === undefined;
  };
  const inOrder = identifiers.filter(({ kind }) => kind !== 'visitor').toSorted(byStrength);
  for (const identifier of inOrder) {
    if (!add(rootOf(draft, workspace_id, nodeOf(identifier), trustedOnly))) conflicts.push(identifier);
  }
  const standing = visitor_id === null ? undefined : standingAt(visitor_id, occurred_at, trustedOnly);
  for (const root of standing?.roots ?? []) add(root);
  return { roots, conflicts, standing };
}

/** Devices of everyone who is one person with these roots, and the report's own. */
function visitorsOf(draft: Draft, { workspace_id, visitor_id }: Subject, roots: readonly Identifier[]): string[] {
  const people = new Map(
    roots.map((root) => rootOf(draft, workspace_id, root)).map((root) => [identifierKey(root), root]),
  );
  const members = [...people.values()].flatMap((root) => personOf(draft, workspace_id, root));
  const own = visitor_id === null ? [] : [visitor_id];
  return [...new Set([...devicesOf(draft, workspace_id, members), ...own])];
}

/** Devices on which any of these identifiers was stated, each once. */
export function devicesOf(draft: Draft, workspaceId: string, members: readonly Identifier[]): Set<string> {
  const visitors = members.flatMap((member) =>
    linksTo(draft, workspaceId, member, false, 'devices').map((edge) => sourceOf(edge).value),
  );
  return new Set(visitors);
}
