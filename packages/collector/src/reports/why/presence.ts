import type { Draft } from '../../domain/draft.ts';
import { byStrength, type Identifier, identifierKey, type MarkRow } from '../../domain/identity.ts';
import { marks } from '../../domain/schema.ts';
import type { Presence } from '../../domain/why.ts';
import { deviceOf, isLinking, meets } from '../../rules/device.ts';
import { MARKS_AROUND } from '../../rules/marks.ts';
import { rootOf } from '../../rules/person.ts';
import type { AskedSale } from './asked-sale.ts';
import { named } from './naming.ts';

/** Those whom the rules take to have been at a device at a time, the nearest first, with what tells so. */
export function presencesAt(
  draft: Draft,
  sale: AskedSale,
  visitorId: string,
  at: number,
  trustedOnly: boolean,
): Presence[] {
  const { workspace_id } = sale;
  const standing = deviceOf(draft, workspace_id, visitorId, { from: at, to: at }).standingAt(at, trustedOnly);
  const { roots, by } = standing;
  if (!by || roots.length === 0) return [];
  const isNext = by.occurred_at >= at;
  const seen = (trustedOnly ? [true] : [true, false]).flatMap((trusted) => {
    const prefix = [workspace_id, visitorId, trusted];
    return isNext
      ? draft.earliest<MarkRow>(marks, 'key', prefix, { from: at, limit: MARKS_AROUND })
      : draft.latest<MarkRow>(marks, 'key', prefix, { from: by.occurred_at, to: by.occurred_at });
  });
  return seen
    .filter((mark): mark is MarkRow & Identifier => mark.kind !== 'reset')
    .map(({ kind, value, trusted, occurred_at }) => {
      const target: Identifier = { kind, value };
      return { target, trusted, occurred_at, root: rootOf(draft, workspace_id, target, trustedOnly) };
    })
    .filter((one) => meets(roots, [one.root]) && isLinking(draft, workspace_id, visitorId, one))
    .sort(
      (a, b) =>
        a.occurred_at - b.occurred_at || Number(b.trusted) - Number(a.trusted) || byStrength(a.target, b.target),
    )
    .map((one) => ({
      visitor_id: visitorId,
      who: named(draft, workspace_id, one.target),
      person: named(draft, workspace_id, one.root),
      said_by: isSaidWith(sale, visitorId, one) ? 'this_report' : one.trusted ? 'server' : 'browser',
      occurred_at: one.occurred_at,
      order: isNext ? 'next' : 'last',
    }));
}

/** The report of the sale itself named these two together. */
function isSaidWith(
  sale: AskedSale,
  visitorId: string,
  { target, trusted, occurred_at }: { target: Identifier; trusted: boolean; occurred_at: number },
): boolean {
  const isNamed = sale.nodes.some((node) => identifierKey(node) === identifierKey(target));
  return trusted && isNamed && sale.visitor_id === visitorId && sale.occurred_at === occurred_at;
}
