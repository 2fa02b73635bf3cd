import type { Draft } from '../../domain/draft.ts';
import { byStrength, type EdgeRow, type Identifier, type IdentityRow, NEVER } from '../../domain/identity.ts';
import type { Flag, FlagKind } from '../../domain/person.ts';
import { identities } from '../../domain/schema.ts';
import type { Named } from '../../domain/why.ts';
import { personIdOf } from '../../rules/identity.ts';
import { claimsTooMuch, isShared, pointsTooMuch, statedOf, targetOf } from '../../rules/person.ts';
import { named } from '../why/naming.ts';
import type { Person } from './person.ts';

export interface ShownIdentifier extends Named {
  id: string;
  first_at: number;
}

export interface ShownLink extends Named {
  trusted: boolean;
  first_at: number;
}

export interface ShownDevice {
  id: string;
  visitor_id: string;
  first_at: number;
  is_quarantined: boolean;
  /** Everyone who was named on it, by whomever. */
  links: ShownLink[];
}

/** A person with all that names them. */
export interface ShownPerson {
  id: string;
  root: Named;
  identifiers: ShownIdentifier[];
  devices: ShownDevice[];
  flags: Flag[];
}

const DEVICES_SHOWN = 100;

/** Tells who a person is. */
export function showPerson(draft: Draft, person: Person): ShownPerson {
  const { workspace_id, root, members, visitors } = person;
  const said = (node: Identifier) =>
    [true, false].flatMap((trusted) => statedEdges(draft, workspace_id, node, trusted));
  const devices = visitors.map((visitor_id): ShownDevice => {
    const node: Identifier = { kind: 'visitor', value: visitor_id };
    const links = said(node).map((edge) => ({
      ...named(draft, workspace_id, targetOf(edge)),
      trusted: edge.trusted,
      first_at: edge.occurred_at,
    }));
    const is_quarantined = claimsTooMuch(draft, workspace_id, visitor_id);
    const id = personIdOf(workspace_id, node);
    return { id, visitor_id, first_at: firstAt(draft, workspace_id, node), is_quarantined, links };
  });
  devices.sort((a, b) => b.first_at - a.first_at || (a.visitor_id < b.visitor_id ? -1 : 1));

  const nodes = [...members, ...visitors.map((value): Identifier => ({ kind: 'visitor', value }))];
  const targets = new Map<string, Identifier>();
  for (const node of [...members, ...nodes.flatMap(said).map(targetOf)])
    targets.set(`${node.kind}:${node.value}`, node);
  const crowds = [...targets.values()];
  const isTalkative = (node: Identifier) =>
    [true, false].some((trusted) => pointsTooMuch(draft, workspace_id, node, trusted));
  const flags: [FlagKind, number][] = [
    ['shared_identifier', crowds.filter((node) => isShared(draft, workspace_id, node, false, 'identifiers')).length],
    ['crowded_identifier', crowds.filter((node) => isShared(draft, workspace_id, node, false, 'devices')).length],
    ['quarantined_device', devices.filter((device) => device.is_quarantined).length],
    ['talkative_identifier', members.filter(isTalkative).length],
    ['devices_left_out', Math.max(0, devices.length - DEVICES_SHOWN)],
  ];
  return {
    id: personIdOf(workspace_id, root),
    root: named(draft, workspace_id, root),
    identifiers: members
      .toSorted((a, b) => byStrength(a, b) || (a.value < b.value ? -1 : 1))
      .map((node) => ({
        ...named(draft, workspace_id, node),
        id: personIdOf(workspace_id, node),
        first_at: firstAt(draft, workspace_id, node),
      })),
    devices: devices.slice(0, DEVICES_SHOWN),
    flags: flags.filter(([, count]) => count > 0).map(([kind, count]) => ({ kind, count })),
  };
}

/** Edges from an identifier that somebody stated, but those that were removed. */
function statedEdges(draft: Draft, workspaceId: string, node: Identifier, trusted: boolean): EdgeRow[] {
  return statedOf(draft, workspaceId, node, trusted).filter((edge) => !edge.is_removed && edge.occurred_at !== NEVER);
}

function firstAt(draft: Draft, workspaceId: string, { kind, value }: Identifier): number {
  const [identity] = draft.find<IdentityRow>(identities, 'key', [workspaceId, kind, value]);
  return identity?.first_at ?? 0;
}
