import { look } from '../../commit/look.ts';
import type { Draft } from '../../domain/draft.ts';
import { type Identifier, type IdentityRow, NEVER, strongestOf } from '../../domain/identity.ts';
import { identities } from '../../domain/schema.ts';
import { deviceOf } from '../../rules/device.ts';
import { personOf, rootOf } from '../../rules/person.ts';
import { devicesOf } from '../../rules/reach.ts';
import type { Reader } from '../../store/store.ts';

/** A person as it follows from the edges now. One whose root is a device is whoever uses it and never said who they are. */
export interface Person {
  workspace_id: string;
  root: Identifier;
  /** Everything that names them but devices, the root among it. */
  members: Identifier[];
  visitors: string[];
}

/** Later than any mark. */
const NOW = NEVER - 1;

/** The person that an identifier belongs to now. */
export function personBehind(draft: Draft, workspaceId: string, node: Identifier): Person {
  const root = node.kind === 'visitor' ? userOf(draft, workspaceId, node.value) : rootOf(draft, workspaceId, node);
  if (!root) return { workspace_id: workspaceId, root: node, members: [], visitors: [node.value] };
  const members = personOf(draft, workspaceId, root);
  return { workspace_id: workspaceId, root, members, visitors: [...devicesOf(draft, workspaceId, members)].sort() };
}

/** Who is at a device now; where they left it, who that was. */
function userOf(draft: Draft, workspaceId: string, visitorId: string): Identifier | undefined {
  const device = deviceOf(draft, workspaceId, visitorId, { from: NOW, to: NOW });
  const now = device.standingAt(NOW, false);
  const there = now.roots.length > 0 || now.since === null ? now : device.standingAt(now.since, false);
  return strongestOf(there.roots);
}

/** The person that the identity with this id belongs to; `null` where there is no such identity. */
export async function findPerson(reader: Reader, workspaceId: string, id: string): Promise<Person | null> {
  const [identity] = await reader.find<IdentityRow>(identities, 'id', [workspaceId, id]);
  if (!identity) return null;
  const { kind, value } = identity;
  return look(reader, (draft) => personBehind(draft, workspaceId, { kind, value }));
}
