import { neverThrows } from '../browser/never-throws.ts';
import type { BatchEvent } from '../wire.ts';
import { eventId } from './calls-of.ts';
import { mirrorVisitor } from './mirror-visitor.ts';

/**
 * The last that is done to an event: it gets the id that the page gave it, under which a server reports it as well. When
 * the first goes out, the tag has settled who the visitor is.
 */
export function fitEvent(event: BatchEvent): BatchEvent {
  const { [eventId]: id = event.id } = (event.props ?? {}) as { [eventId]?: string };
  neverThrows(mirrorVisitor)(event.consent?.analytics === 'granted');
  return { ...event, id };
}
