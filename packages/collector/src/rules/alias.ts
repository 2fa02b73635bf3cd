import type { Alias, CommandRow, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import type { EdgeRow, Identifier, IdentityRow } from '../domain/identity.ts';
import { commands, edges, identities } from '../domain/schema.ts';
import { Affected } from './affected.ts';
import { noteIdentity } from './identity.ts';
import { nameIn } from './naming.ts';
import { aliasesOf, membersBelow, rootOf } from './person.ts';
import { settle } from './settle.ts';
import { type Change, carryOut, edgeBetween, keepEdge } from './stitch.ts';

/**
 * Joins two users, which nothing else can. Users that aliases join, in whatever order and direction, are one person; the
 * first of them by value stands for all.
 */
export function alias(draft: Draft, command: Alias): Outcome {
  const { workspace_id, occurred_at } = command;
  if (draft.get<CommandRow>(commands, [workspace_id, command.id])) return { status: 'duplicate' };
  const from: Identifier = { kind: 'user', value: command.previous_id };
  const to: Identifier = { kind: 'user', value: command.user_id };
  const known = edgeBetween(draft, workspace_id, from, to, true);
  for (const user of [from, to]) noteIdentity(draft, workspace_id, user, occurred_at);
  if (!known || occurred_at < known.occurred_at) keepEdge(draft, command, from, to, true, known);

  const affected = new Affected(draft, workspace_id);
  const changes = known?.is_removed ? [] : joining(draft, workspace_id, from, to);
  affected.byStitch(carryOut(draft, workspace_id, changes));
  nameIn(draft, command, [from, to], occurred_at);
  settle(draft, command, affected);
  return { status: 'recorded' };
}

function joining(draft: Draft, workspaceId: string, from: Identifier, to: Identifier): Change[] {
  const roots = [from, to].map((user) => rootOf(draft, workspaceId, user));
  const [first, second] = roots.toSorted((a, b) => (a.value < b.value ? -1 : 1));
  if (!first || !second || first.value === second.value) return [];
  const joined = aliasesOf(draft, workspaceId, second);
  const make = () => {
    for (const user of [...joined, first]) standBehind(draft, workspaceId, user, first.value);
  };
  return [{ moving: () => joined.flatMap((user) => membersBelow(draft, workspaceId, user)), make }];
}

/** Parts users again when an alias between two of them is removed: those whom others join yet stay together. */
export function parting(draft: Draft, workspaceId: string, user: Identifier, remove: () => void): Change {
  const together = aliasesOf(draft, workspaceId, rootOf(draft, workspaceId, user));
  const make = () => {
    remove();
    for (const group of groupsOf(draft, workspaceId, together)) {
      const first = group.length > 1 ? (group.toSorted()[0] ?? null) : null;
      for (const value of group) standBehind(draft, workspaceId, { kind: 'user', value }, first);
    }
  };
  return { moving: () => together.flatMap((one) => membersBelow(draft, workspaceId, one)), make };
}

/** Users by whom they are joined to, directly or through others. */
function groupsOf(draft: Draft, workspaceId: string, users: readonly Identifier[]): string[][] {
  const groups = new Map(users.map(({ value }) => [value, new Set([value])]));
  for (const user of users) {
    for (const edge of draft.find<EdgeRow>(edges, 'key', [workspaceId, user.kind, user.value, true])) {
      const [mine, theirs] = [groups.get(user.value), groups.get(edge.to_value)];
      if (edge.is_removed || edge.to_kind !== 'user' || !mine || !theirs || mine === theirs) continue;
      for (const value of theirs) {
        mine.add(value);
        groups.set(value, mine);
      }
    }
  }
  return [...new Set(groups.values())].map((group) => [...group]);
}

function standBehind(draft: Draft, workspaceId: string, user: Identifier, first: string | null): void {
  const row = draft.get<IdentityRow>(identities, [workspaceId, user.kind, user.value]);
  // An alias may be removed before it is stated, where a log is derived in another order.
  if (row && row.alias_of !== first) draft.update<IdentityRow>(identities, row, { alias_of: first });
}
