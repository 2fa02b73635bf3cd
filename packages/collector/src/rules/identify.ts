import type { CommandRow, Identify, Outcome, RemoveEdge } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { type EdgeRow, NEVER } from '../domain/identity.ts';
import { commands, edges } from '../domain/schema.ts';
import { Affected } from './affected.ts';
import { parting } from './alias.ts';
import { nameIn } from './naming.ts';
import { settle } from './settle.ts';
import { type Change, carryOut, edgeBetween, keepEdge, relinking, reusing, stitch } from './stitch.ts';

/** A secret key's statement of who somebody is. */
export function identify(draft: Draft, command: Identify): Outcome {
  const { workspace_id } = command;
  if (draft.get<CommandRow>(commands, [workspace_id, command.id])) return { status: 'duplicate' };
  const affected = new Affected(draft, workspace_id);
  affected.byStitch(stitch(draft, { ...command, trusted: true }));
  nameIn(draft, command, command.identifiers, command.occurred_at);
  settle(draft, command, affected);
  return { status: 'recorded' };
}

/**
 * Makes a link link nobody, now and whenever it is stated again, by whomever. Whether anybody ever stated it is seen to
 * before: an edge once stated is there for ever.
 */
export function removeEdge(draft: Draft, command: RemoveEdge): Outcome {
  const { workspace_id, from, to } = command;
  if (draft.get<CommandRow>(commands, [workspace_id, command.id])) return { status: 'duplicate' };

  const remove = () => {
    for (const trusted of [true, false]) {
      if (!edgeBetween(draft, workspace_id, from, to, trusted)) {
        keepEdge(draft, { workspace_id, occurred_at: NEVER }, from, to, trusted, undefined);
      }
      const edge = edgeBetween(draft, workspace_id, from, to, trusted);
      if (edge && !edge.is_removed) draft.update<EdgeRow>(edges, edge, { is_removed: true });
    }
  };
  const affected = new Affected(draft, workspace_id);
  affected.byStitch(carryOut(draft, workspace_id, [removing(draft, command, remove)]));
  nameIn(draft, command, [from, to], command.recorded_at);
  settle(draft, command, affected);
  return { status: 'recorded' };
}

function removing(draft: Draft, { workspace_id, from, to }: RemoveEdge, remove: () => void): Change {
  if (from.kind === 'visitor') return reusing(draft, workspace_id, from.value, to, remove);
  if (from.kind === to.kind) return parting(draft, workspace_id, from, remove);
  return relinking(draft, workspace_id, from, to, remove);
}
