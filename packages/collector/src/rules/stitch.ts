import type { Draft } from '../domain/draft.ts';
import { type EdgeRow, type Identifier, isStronger, strongestOf } from '../domain/identity.ts';
import { edges } from '../domain/schema.ts';
import { incomingEdges, isShared, membersBelow, personOf, sourceOf } from './person.ts';

export interface Statement {
  workspace_id: string;
  identifiers: readonly Identifier[];
  occurred_at: number;
  /** Said by a secret key, not by a browser. */
  trusted: boolean;
}

/** Whose conversions may have a new answer after a statement. */
export interface Stitched {
  /** They gained or lost touches of any age. */
  moved: Identifier[];
  /** They gained or lost the touches of `moved`, and nothing else. */
  neighbours: Identifier[];
}

/** Links each identifier of a statement to the strongest of them. */
export function stitch(draft: Draft, statement: Statement): Stitched {
  const stitched: Stitched = { moved: [], neighbours: [] };
  const target = strongestOf(statement.identifiers);
  for (const from of target ? statement.identifiers : []) {
    if (target && isStronger(target.kind, from.kind)) link(draft, statement, from, target, stitched);
  }
  return stitched;
}

function link(draft: Draft, statement: Statement, from: Identifier, to: Identifier, stitched: Stitched): void {
  const { workspace_id, occurred_at, trusted } = statement;
  const known = draft.get<EdgeRow>(edges, [workspace_id, from.kind, from.value, to.kind, to.value, trusted]);
  if (known && known.occurred_at <= occurred_at) return;

  const wasShared = sharedness(draft, workspace_id, to);
  const before = [...personOf(draft, workspace_id, from), ...personOf(draft, workspace_id, to)];
  if (known) {
    draft.update<EdgeRow>(edges, known, { occurred_at });
  } else {
    draft.insert<EdgeRow>(edges, {
      workspace_id,
      from_kind: from.kind,
      from_value: from.value,
      to_kind: to.kind,
      to_value: to.value,
      trusted,
      occurred_at,
      version: 1,
    });
  }
  const after = personOf(draft, workspace_id, from);
  stitched.moved.push(...membersBelow(draft, workspace_id, from));
  stitched.neighbours.push(...before, ...after);
  if (wasShared !== sharedness(draft, workspace_id, to)) {
    const released = [true, false]
      .flatMap((isTrusted) => incomingEdges(draft, workspace_id, to, isTrusted))
      .flatMap((edge) => personOf(draft, workspace_id, sourceOf(edge)));
    stitched.moved.push(...before, ...released);
  }
}

/** How many kinds of edges (trusted, claimed) to an identifier are too many to link anybody. */
function sharedness(draft: Draft, workspaceId: string, target: Identifier): number {
  return [true, false].filter((trusted) => isShared(draft, workspaceId, target, trusted)).length;
}
