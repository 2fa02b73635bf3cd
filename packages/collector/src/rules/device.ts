import type { Draft } from '../domain/draft.ts';
import { byStrength, type EdgeRow, type Identifier, identifierKey, type MarkRow } from '../domain/identity.ts';
import { edges, marks } from '../domain/schema.ts';
import { isReset, lineOf, type Place, together, untilReset, type Window } from './marks.ts';
import { claimsTooMuch, isShared, outgoingEdges, rootOf, targetOf } from './person.ts';

/**
 * Whose a device is at a time. What happens on it belongs to whoever identifies themselves there next, unless somebody
 * left it (`reset`) before that; where nobody comes next, to whoever was there last, unless they left. So a browser that
 * several use welds nobody to anybody.
 */

/** Somebody who identified themselves on a device. */
export interface Link {
  target: Identifier;
  trusted: boolean;
}

/** Who was at a device at a time. */
export interface Standing {
  visitor_id: string;
  /** Roots of those who were there: more than one where several identifiers do not contradict each other. */
  roots: Identifier[];
  /** Of nobody known: when the device was left before that, which tells one anonymous stretch from another. */
  since: number | null;
  /** The mark that decided it. */
  by: MarkRow | undefined;
}

export interface Device {
  /** `trustedOnly`: as far as secret keys said so. Who left a device is known from browsers alone, and not heard then. */
  standingAt(at: number, trustedOnly: boolean): Standing;
}

/** A mark that counts, and whom it means. */
interface Sighting {
  mark: MarkRow;
  named: Identifier;
  /** Whose it is; of what a key named, as far as keys said so. */
  root: Identifier;
  /** Whose it is as far as everything that was said tells. */
  claimedRoot: Identifier;
}

/** A device, to be asked about times that mostly lie in a window. */
export function deviceOf(draft: Draft, workspaceId: string, visitorId: string, window: Window): Device {
  const lines = [true, false].map((trusted) => lineOf(draft, workspaceId, visitorId, trusted, window));
  const sighted = sightingsOf(draft, workspaceId, visitorId);
  // Between two marks nothing changes.
  const known = new Map<string, Standing>();

  return {
    standingAt(at, trustedOnly) {
      const places = lines.slice(0, trustedOnly ? 1 : 2).map((placeAt) => placeAt(at));
      const name = `${trustedOnly} ${places.map((place) => place.name ?? at)}`;
      const standing = known.get(name) ?? standingBetween(places, trustedOnly);
      known.set(name, standing);
      return standing;
    },
  };

  function standingBetween(places: readonly Place[], trustedOnly: boolean): Standing {
    const ahead = together(
      places.map((place) => place.after),
      (a, b) => a.occurred_at - b.occurred_at,
    );
    const coming = sighted(untilReset(ahead), trustedOnly);
    if (coming.length > 0) {
      return standing(coming.sort((a, b) => a.mark.occurred_at - b.mark.occurred_at || byRank(a, b)));
    }
    const past = together(
      places.map((place) => place.before),
      (a, b) => b.occurred_at - a.occurred_at,
    );
    const gone = sighted(
      untilReset(past, (mark, reset) => mark.occurred_at > reset),
      trustedOnly,
    );
    const latest = gone.filter(({ mark }) => mark.occurred_at === gone[0]?.mark.occurred_at);
    if (latest.length > 0) return standing(latest.sort(byRank));
    const reset = past.find(isReset);
    return { visitor_id: visitorId, roots: [], since: reset?.occurred_at ?? null, by: reset };
  }

  function standing(sightings: readonly Sighting[]): Standing {
    const { roots } = agreeing(sightings.map(({ root }) => root));
    const there = sightings.filter(({ root }) => meets(roots, [root]));
    // What is only claimed of those whom a key named adds to them, and contradicts nobody.
    for (const { claimedRoot } of there) {
      if (!meets(roots, [claimedRoot]) && !agreeing([...roots, claimedRoot]).conflicting) roots.push(claimedRoot);
    }
    return { visitor_id: visitorId, roots, since: null, by: sightings[0]?.mark };
  }
}

function byRank(a: Sighting, b: Sighting): number {
  if (a.mark.trusted !== b.mark.trusted) return a.mark.trusted ? -1 : 1;
  // Of what one report names, the stronger identifier says who it was.
  const byKind = byStrength(a.named, b.named) || byStrength(a.root, b.root);
  return byKind || (a.root.value < b.root.value ? -1 : Number(a.root.value > b.root.value));
}

/** Leaves out marks whose link does not count, and tells whom the others mean. */
function sightingsOf(draft: Draft, workspaceId: string, visitorId: string) {
  const known = new Map<string, { counts: boolean; named: Identifier; root: Identifier; trustedRoot: Identifier }>();
  const linkOf = ({ kind, value, trusted }: MarkRow) => {
    const name = `${trusted}:${kind}:${value}`;
    const found = known.get(name);
    if (found) return found;
    const named = { kind, value } as Identifier;
    const link = {
      named,
      counts: isLinking(draft, workspaceId, visitorId, { target: named, trusted }),
      root: rootOf(draft, workspaceId, named),
      trustedRoot: rootOf(draft, workspaceId, named, true),
    };
    known.set(name, link);
    return link;
  };
  return (some: readonly MarkRow[], trustedOnly: boolean): Sighting[] =>
    some.flatMap((mark) => {
      const { counts, named, root, trustedRoot } = linkOf(mark);
      if (!counts) return [];
      return [{ mark, named, root: mark.trusted ? trustedRoot : root, claimedRoot: trustedOnly ? trustedRoot : root }];
    });
}

/** `true` where somebody who was named on a device is believed to have been there. */
export function isLinking(draft: Draft, workspaceId: string, visitorId: string, { target, trusted }: Link): boolean {
  const key = [workspaceId, 'visitor', visitorId, trusted, target.kind, target.value];
  const [edge] = draft.find<EdgeRow>(edges, 'key', key);
  if (!edge || edge.is_removed) return false;
  if (!trusted && claimsTooMuch(draft, workspaceId, visitorId)) return false;
  return !isShared(draft, workspaceId, target, trusted, 'devices');
}

/**
 * Of several roots the first ones that may be one person: two of the same kind are two people. `conflicting` is the first
 * that is not.
 */
export function agreeing(roots: readonly Identifier[]): { roots: Identifier[]; conflicting: Identifier | undefined } {
  const agreed: Identifier[] = [];
  for (const root of roots) {
    const rival = agreed.find(({ kind }) => kind === root.kind);
    if (rival && rival.value !== root.value) return { roots: agreed, conflicting: root };
    if (!rival) agreed.push(root);
  }
  return { roots: agreed, conflicting: undefined };
}

/** `true` where one person was there both times, or nobody known was and the device was not left in between. */
export function isSame(a: Standing, b: Standing): boolean {
  if (a.roots.length === 0 && b.roots.length === 0) return a.visitor_id === b.visitor_id && a.since === b.since;
  return meets(a.roots, b.roots);
}

export function meets(some: readonly Identifier[], others: readonly Identifier[]): boolean {
  return some.some((a) => others.some((b) => identifierKey(a) === identifierKey(b)));
}

/** `true` where one more mark changes nobody's standing: the same was the last that anybody heard of on the device. */
export function isQuiet(draft: Draft, workspaceId: string, visitorId: string, link: Link, at: number): boolean {
  const isNamed = (mark: MarkRow) => mark.kind === link.target.kind && mark.value === link.target.value;
  const ends = [true, false].map((trusted) => {
    const prefix = [workspaceId, visitorId, trusted];
    const isLast = draft.earliest<MarkRow>(marks, 'key', prefix, { from: at, limit: 1 }).length === 0;
    const read = draft.latest<MarkRow>(marks, 'key', prefix, { to: at - 1, limit: 2 });
    return { isLast, last: read.filter((mark) => mark.occurred_at === read[0]?.occurred_at) };
  });
  if (!ends.every(({ isLast }) => isLast)) return false;
  const [kept, claimed] = ends.map(({ last }) => last) as [MarkRow[], MarkRow[]];
  const times = [...kept, ...claimed].map((mark) => mark.occurred_at);
  const last = [...kept, ...claimed].filter((mark) => mark.occurred_at === Math.max(...times));
  const needed = link.trusted ? [...last, ...kept] : last;
  const isEver = needed.length > 0 && (!link.trusted || kept.length > 0);
  return (
    isEver &&
    needed.every(isNamed) &&
    needed.every(({ trusted }) => isLinking(draft, workspaceId, visitorId, { ...link, trusted }))
  );
}

/** Everyone who is believed to have been at a device at some time; of very many not all. */
export function linksOf(draft: Draft, workspaceId: string, visitorId: string): Link[] {
  const visitor: Identifier = { kind: 'visitor', value: visitorId };
  return [true, false]
    .flatMap((trusted) =>
      outgoingEdges(draft, workspaceId, visitor, trusted).map((edge) => ({ target: targetOf(edge), trusted })),
    )
    .filter((link) => isLinking(draft, workspaceId, visitorId, link));
}
