import { createHash } from 'node:crypto';
import type { EdgeRow, Identifier, MarkRow } from '../../packages/collector/src/domain/identity.ts';

/**
 * Who is who and who was where, as plainly as it can be said: over all edges and marks at once, with no index, no limit
 * to what is read and nothing to keep up to date.
 */

export interface Traces {
  edges: readonly EdgeRow[];
  marks: readonly MarkRow[];
}

/** Who was at a device: roots, the first the nearest, or nobody since it was left. */
export interface Standing {
  roots: string[];
  since: number | null;
}

export interface People {
  rootOf(node: string): string;
  standingAt(visitor: string, at: number): Standing;
}

type Edge = EdgeRow;

const STRENGTH = ['user', 'customer', 'lead', 'member', 'external', 'email', 'phone', 'visitor'];
const TOO_MANY_USERS = 3;
const TOO_MANY_OWNERS = 50;
const MARKS_AROUND = 32;

export function nodeKey({ kind, value }: Identifier): string {
  const isPlain = (kind === 'email' && value.includes('@')) || (kind === 'phone' && value.startsWith('+'));
  return `${kind}:${isPlain ? createHash('sha256').update(value).digest('hex') : value}`;
}

export function strengthOf(node: string): number {
  return STRENGTH.indexOf(node.slice(0, node.indexOf(':')));
}

const from = (edge: Edge) => `${edge.from_kind}:${edge.from_value}`;
const to = (edge: Edge) => `${edge.to_kind}:${edge.to_value}`;

/** Edges that link: not removed, and to nobody whom too many name. */
export function linkingEdges(edges: readonly Edge[]): Edge[] {
  const stated = edges.filter((edge) => !edge.is_removed);
  const linking = stated.filter((edge) => {
    const isDevice = edge.from_kind === 'visitor';
    const isAccount = isDevice && !['email', 'phone'].includes(edge.to_kind);
    const limit = isAccount ? (edge.trusted ? 500 : 100) : 50;
    const rivals = stated.filter(
      (other) =>
        to(other) === to(edge) &&
        (other.from_kind === 'visitor') === isDevice &&
        other.from_kind !== 'user' &&
        (other.trusted || !edge.trusted),
    );
    return edge.from_kind === 'user' || rivals.length <= limit;
  });
  const stating = Map.groupBy(edges, (edge) => `${from(edge)} ${edge.trusted}`);
  const isTooMuch = (edge: Edge) => (stating.get(`${from(edge)} ${edge.trusted}`) ?? []).length > TOO_MANY_OWNERS;
  return linking.filter((edge) => !isTooMuch(edge) || (edge.trusted && ['visitor', 'user'].includes(edge.from_kind)));
}

/** Browsers that claim to be too many users. */
function quarantined(edges: readonly Edge[]): Set<string> {
  const claims = edges.filter((edge) => !edge.is_removed && !edge.trusted && edge.to_kind === 'user');
  const byVisitor = Map.groupBy(
    claims.filter(({ from_kind }) => from_kind === 'visitor'),
    ({ from_value }) => from_value,
  );
  return new Set([...byVisitor].filter(([, claimed]) => claimed.length > TOO_MANY_USERS).map(([visitor]) => visitor));
}

/** Edges from devices to those who may have been there. */
function deviceEdges(edges: readonly Edge[]): Edge[] {
  const silenced = quarantined(edges);
  return linkingEdges(edges).filter(
    (edge) => edge.from_kind === 'visitor' && (edge.trusted || !silenced.has(edge.from_value)),
  );
}

export function peopleOf({ edges, marks }: Traces, trustedOnly: boolean): People {
  const believed = linkingEdges(edges).filter(({ trusted }) => trusted || !trustedOnly);
  const leader = leaders(believed.filter((edge) => edge.from_kind === 'user'));
  const between = believed.filter((edge) => edge.from_kind !== 'user' && edge.from_kind !== 'visitor');
  const rootOf = rootsBy(winnersOf(between));
  const trustedRootOf = rootsBy(winnersOf(between.filter(({ trusted }) => trusted)));
  const onDevices = Map.groupBy(
    deviceEdges(edges).filter(({ trusted }) => trusted || !trustedOnly),
    ({ from_value }) => from_value,
  );

  function rootsBy(winners: ReadonlyMap<string, Edge>): (node: string) => string {
    return function rootOfNode(node: string): string {
      const winner = winners.get(node);
      return winner ? rootOfNode(to(winner)) : (leader.get(node) ?? node);
    };
  }

  /** The nearest marks on both sides of a time, of those that keys made and of those that browsers did. */
  function marksAround(visitor: string, at: number): MarkRow[] {
    const own = marks
      .filter(({ visitor_id }) => visitor_id === visitor)
      .toSorted(
        (a, b) => a.occurred_at - b.occurred_at || (`${a.kind}\0${a.value}` < `${b.kind}\0${b.value}` ? -1 : 1),
      );
    const lines = (trustedOnly ? [true] : [true, false]).map((trusted) => {
      const line = own.filter((mark) => mark.trusted === trusted);
      return {
        next: line.filter((mark) => mark.occurred_at >= at).slice(0, MARKS_AROUND),
        last: line.filter((mark) => mark.occurred_at < at).slice(-MARKS_AROUND),
      };
    });
    const isFull = (line: readonly MarkRow[]) => line.length === MARKS_AROUND;
    const until = Math.min(
      ...lines.filter(({ next }) => isFull(next)).map(({ next }) => next.at(-1)?.occurred_at ?? 0),
    );
    const since = Math.max(...lines.filter(({ last }) => isFull(last)).map(({ last }) => last[0]?.occurred_at ?? 0));
    return lines.flatMap(({ last, next }) => [
      ...last.filter((mark) => mark.occurred_at >= since),
      ...next.filter((mark) => mark.occurred_at <= until),
    ]);
  }

  function standingAt(visitor: string, at: number): Standing {
    const mine = marksAround(visitor, at);
    const resets = mine.filter(({ kind }) => kind === 'reset').map((mark) => mark.occurred_at);
    const nextReset = Math.min(...resets.filter((time) => time >= at));
    const lastReset = Math.max(...resets.filter((time) => time < at));
    const since = lastReset === Number.NEGATIVE_INFINITY ? null : lastReset;
    const seen = (onDevices.get(visitor) ?? []).flatMap((edge) =>
      mine
        .filter(({ kind, value, trusted }) => `${kind}:${value}` === to(edge) && trusted === edge.trusted)
        .map((mark) => ({
          at: mark.occurred_at,
          root: edge.trusted ? trustedRootOf(to(edge)) : rootOf(to(edge)),
          claimedRoot: rootOf(to(edge)),
          named: to(edge),
          trusted: edge.trusted,
        })),
    );
    const rank = (a: (typeof seen)[number], b: (typeof seen)[number]) =>
      Number(b.trusted) - Number(a.trusted) ||
      strengthOf(a.named) - strengthOf(b.named) ||
      strengthOf(a.root) - strengthOf(b.root) ||
      (a.root < b.root ? -1 : Number(a.root > b.root));
    const coming = seen
      .filter((mark) => mark.at >= at && mark.at <= nextReset)
      .sort((a, b) => a.at - b.at || rank(a, b));
    if (coming.length > 0) return { roots: there(coming), since: null };
    const gone = seen.filter((mark) => mark.at < at && mark.at > lastReset);
    const latest = Math.max(...gone.map((mark) => mark.at));
    const last = gone.filter((mark) => mark.at === latest).sort(rank);
    return { roots: there(last), since: last.length > 0 ? null : since };
  }

  return { rootOf, standingAt };
}

/** Those who agree; and whom they are claimed to be, as far as that contradicts none of them. */
function there(sightings: readonly { root: string; claimedRoot: string }[]): string[] {
  const agreed = agreeing(sightings.map(({ root }) => root));
  for (const { root, claimedRoot } of sightings) {
    const more = [...agreed, claimedRoot];
    if (!agreed.includes(root) || agreed.includes(claimedRoot)) continue;
    if (agreeing(more).length === more.length) agreed.push(claimedRoot);
  }
  return agreed;
}

/** The first ones of which no two are of one kind and different. */
export function agreeing(roots: readonly string[]): string[] {
  const agreed: string[] = [];
  for (const root of roots) {
    if (agreed.some((other) => other !== root && strengthOf(other) === strengthOf(root))) break;
    if (!agreed.includes(root)) agreed.push(root);
  }
  return agreed;
}

/** Users that aliases join, by the first of them. */
function leaders(aliases: readonly Edge[]): Map<string, string> {
  const leader = new Map<string, string>();
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const edge of aliases) {
      const [a, b] = [from(edge), to(edge)];
      const [first = a] = [a, b, leader.get(a) ?? a, leader.get(b) ?? b].sort();
      for (const user of [a, b]) {
        if (leader.get(user) === first) continue;
        leader.set(user, first);
        isSettled = false;
      }
    }
  }
  return leader;
}

function winnersOf(edges: readonly Edge[]): Map<string, Edge> {
  const inOrder = edges.toSorted(
    (a, b) =>
      Number(b.trusted) - Number(a.trusted) ||
      STRENGTH.indexOf(a.to_kind) - STRENGTH.indexOf(b.to_kind) ||
      a.occurred_at - b.occurred_at ||
      (a.to_value < b.to_value ? -1 : 1),
  );
  const winners = new Map<string, Edge>();
  for (const edge of inOrder) if (!winners.has(from(edge))) winners.set(from(edge), edge);
  return winners;
}
