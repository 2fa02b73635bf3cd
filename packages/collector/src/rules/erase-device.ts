import type { ClaimRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { claimMetadataOf, type EventRow } from '../domain/event.ts';
import { commandIdOfClick } from '../domain/ids.ts';
import { redactPage } from '../domain/page-address.ts';
import { claims, events, touches } from '../domain/schema.ts';
import type { TouchRow } from '../domain/touch.ts';
import type { Affected } from './affected.ts';
import { clickOf, isClick } from './arrivals.ts';
import { deviceOf } from './device.ts';
import { eraseInCommand, rewrite } from './erase-log.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactEvent } from './redact.ts';
import { EVER } from './retell.ts';
import { firstReport, reportOf, touchOfEvent } from './touch.ts';

/** A device that a person was named on. */
export interface OwnDevice {
  visitor_id: string;
  /** `true` while they were there, by whatever was said. */
  isThere(at: number): boolean;
}

export function ownDevice(draft: Draft, workspaceId: string, visitorId: string, { names }: Pseudonyms): OwnDevice {
  const device = deviceOf(draft, workspaceId, visitorId, EVER);
  return {
    visitor_id: visitorId,
    isThere: (at) => [false, true].some((trustedOnly) => device.standingAt(at, trustedOnly).roots.some(names)),
  };
}

/**
 * Takes a person out of what happened on a device: out of the events that name them, or that happened while they were
 * there, and out of the claims and touches that came by these. Tells how many events that were, and the clicks that led
 * to the touches.
 */
export function eraseOnDevice(
  draft: Draft,
  workspaceId: string,
  { visitor_id, isThere }: OwnDevice,
  pseudonyms: Pseudonyms,
  affected: Affected,
): { events: number; clickIds: string[] } {
  const place = [workspaceId, visitor_id];
  const all = draft.find<EventRow>(events, 'visitor', place);
  const arrived = draft.find<TouchRow>(touches, 'visitor', place).filter((touch) => isThere(touch.occurred_at));
  const isTheirs = ({ occurred_at, body }: EventRow) =>
    body?.identifiers?.some(pseudonyms.names) === true || isThere(occurred_at);
  const theirs = new Set(all.filter(isTheirs));
  const told = [...theirs].flatMap(({ body }) => (body?.touch ? [body.touch] : []));
  // Another's event may tell of the same touch, and what one says of it is what all say.
  const touchIds = new Set([...arrived, ...told].map(({ id }) => id));

  const redacted = all.map((event) => {
    const other = redactEvent(event, pseudonyms, theirs.has(event), touchIds);
    rewrite<EventRow>(draft, events, event, other);
    if (theirs.has(event) && event.body?.claim_id) eraseInClaim(draft, other, event.body.claim_id);
    return other;
  });
  for (const id of touchIds) eraseInTouch(draft, workspaceId, id, redacted, affected);
  return { events: theirs.size, clickIds: [...arrived, ...told].flatMap(({ click_id }) => click_id ?? []) };
}

function eraseInClaim(draft: Draft, { workspace_id, url, referrer, body }: EventRow, claimId: string): void {
  const claim = draft.get<ClaimRow>(claims, [workspace_id, claimId]);
  if (claim) draft.update<ClaimRow>(claims, claim, { url, referrer, metadata: claimMetadataOf(body) });
}

/** Of a touch that several events told of, another telling may stand when all of them say less. */
function eraseInTouch(
  draft: Draft,
  workspaceId: string,
  id: string,
  told: readonly EventRow[],
  affected: Affected,
): void {
  const known = draft.get<TouchRow>(touches, [workspaceId, id]);
  const reports = told.flatMap((event) =>
    event.body?.touch?.id === id ? [touchOfEvent(event, event.body.touch)] : [],
  );
  const first = firstReport(reports);
  if (!known || !first) return;
  const isAnother = meaningOf(known) !== meaningOf(first);
  if (isAnother) affected.byTouch(known);
  draft.update<TouchRow>(touches, known, reportOf(first));
  if (isAnother) affected.byTouch(known);
}

/** What answers may follow from in a touch. */
function meaningOf({
  occurred_at,
  utm,
  click_ids,
  referral_code,
  click_id,
  channel,
  source,
  campaign,
}: TouchRow): string {
  return JSON.stringify([occurred_at, utm, click_ids, referral_code, click_id, channel, source, campaign]);
}

/** Takes a person out of the click that brought them: what it says of where it came from and led to. */
export function eraseInClick(draft: Draft, workspaceId: string, clickId: string, pseudonyms: Pseudonyms): void {
  const click = clickOf(draft, workspaceId, clickId);
  if (!click || !isClick(click)) return;
  // Kept in the log under another id, it stays as it is: facts say what the log says.
  if (!eraseInCommand(draft, workspaceId, commandIdOfClick(clickId), pseudonyms)) return;
  const { url, referrer } = click;
  draft.update<TouchRow>(touches, click, { url: redactPage(url), referrer: referrer && redactPage(referrer) });
}
