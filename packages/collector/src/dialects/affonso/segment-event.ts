import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { EventType } from './event.ts';
import { id, object, parseBody, said, text } from './fields.ts';

/** What Segment calls a sale, and what it calls a lead; `trial_started` begins a trial, and all else is a milestone. */
const TYPES = new Map<string, EventType>(
  Object.entries({
    'Order Completed': 'conversion',
    'Completed Order': 'conversion',
    purchase: 'conversion',
    qualified_lead: 'lead',
    demo_booked: 'lead',
    trial_started: 'trial',
  }),
);

const AMOUNTS = ['revenue', 'amount', 'value', 'total'];
const CURRENCIES = ['currency', 'sale_amount_currency'];

const newTrack = z.looseObject({
  type: z.literal('track').optional(),
  event: text(100),
  messageId: id.optional(),
  userId: id.optional(),
  anonymousId: id.optional(),
  timestamp: z.string().max(64).optional(),
  properties: object.optional(),
  context: object.optional(),
});

/** What the fields of an event, and our own, are called in a track call. */
export const SEGMENT_FIELDS: Readonly<Record<string, string>> = {
  event_name: 'event',
  name: 'event',
  customer_id: 'userId',
  external_event_id: 'messageId',
  external_ref: 'messageId',
  event_id: 'messageId',
  occurred_at: 'timestamp',
  sale_amount: 'properties.revenue',
  amount: 'properties.revenue',
  sale_amount_currency: 'properties.currency',
  currency: 'properties.currency',
  metadata: 'properties',
};

/**
 * A track call of Segment as an event: https://docs.affonso.io/api/segment-track-events. Its properties are the event's
 * metadata. Throws `invalid`.
 */
export function eventOfSegment(body: unknown): Record<string, unknown> {
  const { type = 'track' } = objectIn(body);
  if (type !== 'track') throw new AppError('invalid', 'Only Segment track payloads are supported', { field: 'type' });
  const { event, messageId, userId, timestamp, properties = {}, context = {} } = parseBody(newTrack, body);
  const external_user_id = userIn(properties) ?? userIn(objectIn(context['traits']));
  if (userId === undefined && external_user_id === undefined) {
    const message = 'Segment track events require either userId or an explicit external_user_id mapping';
    throw new AppError('invalid', message, { field: 'userId' });
  }
  const event_type = TYPES.get(event) ?? 'milestone';
  const sale_amount = firstIn(properties, AMOUNTS);
  const sale_amount_currency = firstIn(properties, CURRENCIES);
  if (event_type === 'conversion') {
    refuseMissing(messageId, 'messageId');
    refuseMissing(sale_amount, 'properties.revenue');
    refuseMissing(sale_amount_currency, 'properties.currency');
  }
  return said({
    event_name: event,
    event_type,
    customer_id: userId,
    external_user_id,
    external_event_id: messageId,
    occurred_at: timestamp,
    ...(event_type === 'conversion' ? { sale_amount, sale_amount_currency } : {}),
    metadata: properties,
  });
}

function userIn(from: Readonly<Record<string, unknown>>): string | undefined {
  const found = firstIn(from, ['external_user_id', 'externalUserId']);
  return typeof found === 'string' ? found : undefined;
}

function firstIn(from: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  return names.map((name) => from[name]).find((value) => value !== undefined && value !== null && value !== '');
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function refuseMissing(value: unknown, field: string): void {
  if (value !== undefined) return;
  throw new AppError('invalid', `${field}: is required of a sale`, { field });
}
