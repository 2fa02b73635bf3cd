import type { Outcome, RecordEvent } from '../domain/command.ts';
import type { ClaimRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { claimMetadataOf, type EventBody, type EventRow } from '../domain/event.ts';
import { claims, events } from '../domain/schema.ts';
import { Affected } from './affected.ts';
import { coverIdOf } from './claims.ts';
import { countClaim } from './counts.ts';
import { creditOfClaim } from './credit.ts';
import { claimKeys, holdersOf, holdKeys } from './dedupe.ts';
import { countReplay, issueReceipt } from './receipts.ts';
import { settle } from './settle.ts';
import { leave, stitch } from './stitch.ts';
import { keepTouch, touchOfEvent } from './touch.ts';

/** An event from a page: its row, the touch it brings, the links it claims and the conversion it reports. */
export function recordEvent(draft: Draft, command: RecordEvent): Outcome {
  const { kind: _, ...event } = command;
  const known = draft.get<EventRow>(events, [event.workspace_id, event.id, event.visitor_id, event.name]);
  if (known) return duplicate(draft, event.workspace_id, known.body?.claim_id);

  const { body } = event;
  if (!body) {
    draft.insert<EventRow>(events, event);
    return { status: 'recorded' };
  }

  const keys = body.claim_id ? claimKeys({ ...event, order_id: body.order_id ?? null }) : [];
  const [holder] = holdersOf(draft, event.workspace_id, keys);
  if (holder !== undefined) {
    // The very event may be there too, where it was only presumed to be new.
    const [same] = draft.find<EventRow>(events, 'key', [event.workspace_id, event.id, event.visitor_id, event.name]);
    return duplicate(draft, event.workspace_id, same ? same.body?.claim_id : holder);
  }

  draft.insert<EventRow>(events, event);
  const affected = new Affected(draft, event.workspace_id);
  if (body.touch) keepTouch(draft, touchOfEvent(event, body.touch), affected);
  if (body.identifiers) {
    const stitched = stitch(draft, {
      workspace_id: event.workspace_id,
      identifiers: [...body.identifiers, { kind: 'visitor', value: event.visitor_id }],
      occurred_at: event.occurred_at,
      trusted: false,
      ...(body.is_proven ? { is_proven: true } : {}),
    });
    affected.byStitch(stitched);
  }
  if (body.is_reset) affected.byStitch(leave(draft, event.workspace_id, event.visitor_id, event.occurred_at));
  const claim = body.claim_id ? recordClaim(draft, command, { ...body, claim_id: body.claim_id }) : undefined;
  if (claim) {
    holdKeys(draft, event.workspace_id, keys, claim.id);
    affected.claims.add(claim);
  }
  settle(draft, command, affected);
  return { status: 'recorded', fact: claim };
}

function recordClaim(draft: Draft, command: RecordEvent, body: EventBody & { claim_id: string }): ClaimRow {
  const reported = {
    workspace_id: command.workspace_id,
    id: body.claim_id,
    name: command.name,
    order_id: body.order_id ?? null,
    event_id: command.id,
    visitor_id: command.visitor_id,
    amount_minor: body.amount_minor ?? null,
    currency: body.currency ?? null,
    occurred_at: command.occurred_at,
    recorded_at: command.recorded_at,
    url: command.url,
    referrer: command.referrer,
    metadata: claimMetadataOf(body),
    version: 1,
  };
  const conversionId = coverIdOf(draft, reported);
  const claim = {
    ...reported,
    conversion_id: conversionId,
    is_open: conversionId === null,
    credit: creditOfClaim(draft, reported),
  };
  draft.insert<ClaimRow>(claims, claim);
  if (claim.is_open) countClaim(draft, claim, 1);
  issueReceipt(draft, command, { subject_id: claim.id, kind: 'claimed', credit: claim.credit, other_id: conversionId });
  return claim;
}

function duplicate(draft: Draft, workspaceId: string, claimId: string | undefined): Outcome {
  if (claimId === undefined) return { status: 'duplicate' };
  countReplay(draft, workspaceId, claimId, 'claimed');
  return { status: 'duplicate', fact: draft.get<ClaimRow>(claims, [workspaceId, claimId]) };
}
