import type { ToldEdge } from '../domain/person.ts';
import { sessionIdOf } from '../domain/session.ts';
import { isoOf } from '../domain/time.ts';
import type { Named } from '../domain/why.ts';
import { edgeInWords, flagInWords } from '../explain/person-words.ts';
import type { ShownSession } from '../reports/people/sessions.ts';
import type { ShownPerson } from '../reports/people/shown-person.ts';

/** People and what belongs to them, as the native API renders them. */

/** An identifier by what can be read of it, which is its hash where nothing else was ever said. */
export function viewName({ kind, value, plain }: Named) {
  return { kind, value: plain ?? value };
}

export function viewPerson({ id, root, identifiers, devices, flags }: ShownPerson) {
  return {
    id,
    root: viewName(root),
    identifiers: identifiers.map((one) => ({ id: one.id, ...viewName(one), first_at: isoOf(one.first_at) })),
    devices: devices.map(({ id: deviceId, visitor_id, first_at, is_quarantined, links }) => ({
      id: deviceId,
      visitor_id,
      first_at: isoOf(first_at),
      is_quarantined,
      links: links.map((link) => ({ ...viewName(link), trusted: link.trusted, first_at: isoOf(link.first_at) })),
    })),
    flags: flags.map(({ kind, count }) => ({ kind, count, explanation: flagInWords(kind, count) })),
  };
}

export function viewEdge(edge: ToldEdge) {
  const { id, from, to, trusted, occurred_at, state } = edge;
  return {
    id,
    from: viewName(from),
    to: viewName(to),
    trusted,
    occurred_at: isoOf(occurred_at),
    state,
    explanation: edgeInWords(edge),
  };
}

export function viewSession({ workspace_id, visitor_id, started_at, ended_at, events, touch }: ShownSession) {
  return {
    id: sessionIdOf(workspace_id, visitor_id, started_at),
    visitor_id,
    started_at: isoOf(started_at),
    ended_at: isoOf(ended_at),
    events,
    touch_id: touch?.id ?? null,
    channel: touch?.channel ?? null,
    source: touch?.source ?? null,
    campaign: touch?.campaign ?? null,
  };
}
