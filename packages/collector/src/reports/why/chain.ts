import type { Draft } from '../../domain/draft.ts';
import { type EdgeRow, type Identifier, identifierKey, uniqueIdentifiers } from '../../domain/identity.ts';
import type { LookedAtDevice, SaidBy, Step } from '../../domain/why.ts';
import { deviceOf, isLinking, meets } from '../../rules/device.ts';
import {
  claimsTooMuch,
  OUTGOING_AT_MOST,
  outgoingEdges,
  personOf,
  rootOf,
  sourceOf,
  targetOf,
  winningEdge,
} from '../../rules/person.ts';
import { edgeBetween } from '../../rules/stitch.ts';
import type { AskedSale } from './asked-sale.ts';
import { named } from './naming.ts';

/** The person behind a report, as a net of the links that count. */
export interface Net {
  /** Where a way begins: what the report names, its own device included. */
  starts: Identifier[];
  /** Everything that is the person. */
  members: Identifier[];
  links: EdgeRow[];
  isTrustedOnly: boolean;
}

/** The links between everything that names the buyer; with `trustedOnly` as far as secret keys said so. */
export function netOf(draft: Draft, sale: AskedSale, conflicts: readonly Identifier[], isTrustedOnly: boolean): Net {
  const { workspace_id, visitor_id, occurred_at } = sale;
  const followed = sale.identifiers.filter(
    (identifier) =>
      identifier.kind !== 'visitor' && !conflicts.some((one) => identifierKey(one) === identifierKey(identifier)),
  );
  const starts = sale.nodes.filter((_, at) => followed.includes(sale.identifiers[at] as Identifier));
  const window = { from: occurred_at, to: occurred_at };
  const there =
    visitor_id === null
      ? []
      : deviceOf(draft, workspace_id, visitor_id, window).standingAt(occurred_at, isTrustedOnly).roots;
  const roots = [...starts.map((node) => rootOf(draft, workspace_id, node, isTrustedOnly)), ...there];
  const members = uniqueIdentifiers(roots.flatMap((root) => personOf(draft, workspace_id, root, isTrustedOnly)));
  const links = members.flatMap((member) => {
    if (member.kind === 'user') return outgoingEdges(draft, workspace_id, member, true);
    return winningEdge(draft, workspace_id, member, isTrustedOnly) ?? [];
  });
  const own = visitor_id === null ? [] : deviceLinks(draft, sale, visitor_id, members, isTrustedOnly);
  const ownThere = own.filter((edge) => meets(there, [rootOf(draft, workspace_id, targetOf(edge), isTrustedOnly)]));
  if (visitor_id !== null) starts.push({ kind: 'visitor', value: visitor_id });
  return { starts, members, links: [...links, ...ownThere], isTrustedOnly };
}

/** Links of a device to these people, as far as they are believed. */
function deviceLinks(
  draft: Draft,
  { workspace_id }: AskedSale,
  visitorId: string,
  members: readonly Identifier[],
  isTrustedOnly: boolean,
): EdgeRow[] {
  return believedEdges(draft, workspace_id, visitorId, members).filter(
    (edge) => (edge.trusted || !isTrustedOnly) && meets(members, [targetOf(edge)]),
  );
}

/** Whom a device is linked to; of one with very many, those of them that are asked for. */
function believedEdges(
  draft: Draft,
  workspaceId: string,
  visitorId: string,
  members: readonly Identifier[],
): EdgeRow[] {
  const device: Identifier = { kind: 'visitor', value: visitorId };
  const stated = [true, false].flatMap((trusted) => {
    const read = outgoingEdges(draft, workspaceId, device, trusted);
    if (read.length < OUTGOING_AT_MOST) return read;
    return members.map((member) => edgeBetween(draft, workspaceId, device, member, trusted));
  });
  return stated
    .filter((edge) => edge !== undefined)
    .filter((edge) => isLinking(draft, workspaceId, visitorId, { target: targetOf(edge), trusted: edge.trusted }));
}

/** How a device is reached from the report: by trusted links where they lead there, else by any. */
export function deviceLookedAt(draft: Draft, sale: AskedSale, nets: readonly Net[], visitorId: string): LookedAtDevice {
  const { workspace_id } = sale;
  const isNamed = sale.visitor_id === visitorId;
  const everyone = nets.flatMap(({ members }) => members);
  const others = believedEdges(draft, workspace_id, visitorId, everyone)
    .map(targetOf)
    .filter((target) => !meets(everyone, [target]));
  let steps: Step[] = [];
  for (const net of isNamed ? [] : nets) {
    const links = [...net.links, ...deviceLinks(draft, sale, visitorId, net.members, net.isTrustedOnly)];
    steps = wayTo({ kind: 'visitor', value: visitorId }, net.starts, links).map(({ edge, from, to }) => ({
      from: named(draft, workspace_id, from),
      to: named(draft, workspace_id, to),
      said_by: authorOf(sale, edge),
      occurred_at: edge.occurred_at,
    }));
    if (steps.length > 0) break;
  }
  return {
    visitor_id: visitorId,
    is_named_by_report: isNamed,
    steps,
    is_quarantined: claimsTooMuch(draft, workspace_id, visitorId),
    others: uniqueIdentifiers(others).map((target) => named(draft, workspace_id, target)),
  };
}

interface Stride {
  edge: EdgeRow;
  from: Identifier;
  to: Identifier;
}

/** The shortest way over links, in whichever direction; empty where there is none. */
function wayTo(goal: Identifier, starts: readonly Identifier[], links: readonly EdgeRow[]): Stride[] {
  const ways = new Map<string, Stride[]>(starts.map((start) => [identifierKey(start), []]));
  const queue = [...starts];
  for (let at = queue.shift(); at; at = queue.shift()) {
    const way = ways.get(identifierKey(at)) ?? [];
    if (identifierKey(at) === identifierKey(goal)) return way;
    for (const edge of links) {
      const [source, target] = [sourceOf(edge), targetOf(edge)];
      const to =
        identifierKey(source) === identifierKey(at)
          ? target
          : identifierKey(target) === identifierKey(at)
            ? source
            : undefined;
      if (!to || ways.has(identifierKey(to))) continue;
      ways.set(identifierKey(to), [...way, { edge, from: at, to }]);
      queue.push(to);
    }
  }
  return [];
}

function authorOf(sale: AskedSale, edge: EdgeRow): SaidBy {
  if (!edge.trusted) return 'browser';
  const isNamed = (one: Identifier) => sale.nodes.some((node) => identifierKey(node) === identifierKey(one));
  const isOwn = edge.occurred_at === sale.occurred_at && isNamed(sourceOf(edge)) && isNamed(targetOf(edge));
  return isOwn ? 'this_report' : 'server';
}
