import type { Visitor } from '../visitor/visitor.ts';
import type { BatchTouch } from '../wire.ts';
import type { HandedOver } from './handed-over.ts';

/**
 * One visitor of two that turn out to be the same browser: the older id, the earlier first touch, the later last one. Both
 * sites come to the same, whoever hands over to whom. Touches keep their ids, for the collector tells them apart by the
 * visitor too, and one that is handed over twice stays one. Where nothing is new, what there was is returned as it is.
 */
export function mergedVisitor<Known extends Partial<Visitor>>(ours: Known, theirs: HandedOver): Known & HandedOver {
  const isTheirs = !ours.visitor_id || theirs.visitor_id < ours.visitor_id;
  const first = chosen(ours.first, theirs.first ?? theirs.last, (ourTime, theirTime) => theirTime < ourTime);
  const last = chosen(ours.last, theirs.last ?? theirs.first, (ourTime, theirTime) => theirTime > ourTime);
  if (!isTheirs && first === ours.first && last === ours.last) return ours as Known & HandedOver;
  // The collector has renewed another cookie than this.
  return { ...ours, renewed_at: undefined, ...(isTheirs && { visitor_id: theirs.visitor_id }), first, last } as Known &
    HandedOver;
}

function chosen(
  ours: BatchTouch | undefined,
  theirs: BatchTouch | undefined,
  isBetter: (ourTime: number, theirTime: number) => boolean,
): BatchTouch | undefined {
  if (!ours || !theirs) return ours ?? theirs;
  return isBetter(ours.occurred_at as number, theirs.occurred_at as number) ? theirs : ours;
}
