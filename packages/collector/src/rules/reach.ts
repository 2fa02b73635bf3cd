import type { Draft } from '../domain/draft.ts';
import type { Identifier } from '../domain/identity.ts';
import { identifierKey, personOf } from './person.ts';

/** What a report says of who is behind it. */
export interface Subject {
  workspace_id: string;
  anchor: Identifier | null;
  visitor_id: string | null;
}

/**
 * Browsers that belong to the person behind a report; `true` where only trusted links lead there. The report's own
 * visitor is its person's whatever other edges say of it; what else is reached follows the winning edges.
 */
export function reachOf(draft: Draft, { workspace_id, anchor, visitor_id }: Subject): Map<string, boolean> {
  const all = anchor ? personOf(draft, workspace_id, anchor) : [];
  const trusted = new Set(anchor ? personOf(draft, workspace_id, anchor, true).map(identifierKey) : []);
  const visitors = new Map<string, boolean>();
  for (const member of all) {
    if (member.kind === 'visitor') visitors.set(member.value, trusted.has(identifierKey(member)));
  }
  if (visitor_id !== null) visitors.set(visitor_id, true);
  return visitors;
}
