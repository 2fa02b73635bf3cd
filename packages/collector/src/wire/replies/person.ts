import { z } from 'zod';
import { id, text, time } from './fields.ts';

const name = z.strictObject({ kind: z.string(), value: z.string() });

export const personReply = z
  .strictObject({
    id,
    root: name,
    identifiers: z.array(name.extend({ id, first_at: time })),
    devices: z.array(
      z.strictObject({
        id,
        visitor_id: id,
        first_at: time,
        is_quarantined: z.boolean(),
        links: z.array(name.extend({ trusted: z.boolean(), first_at: time })),
      }),
    ),
    flags: z.array(z.strictObject({ kind: z.string(), count: z.int(), explanation: z.string() })),
  })
  .meta({ id: 'Person' });

export const edgeReply = z
  .strictObject({
    id,
    from: name,
    to: name,
    trusted: z.boolean(),
    occurred_at: time,
    state: z.string(),
    explanation: z.string(),
  })
  .meta({ id: 'Edge' });

export const sessionReply = z
  .strictObject({
    id,
    visitor_id: id,
    started_at: time,
    ended_at: time,
    events: z.int(),
    touch_id: text,
    channel: text,
    source: text,
    campaign: text,
  })
  .meta({ id: 'Session' });

/** What happened: `kind` says which other fields there are. */
export const entryReply = z
  .looseObject({ kind: z.string(), occurred_at: time, visitor_id: text, session_id: text })
  .meta({ id: 'TimelineEntry' });

export const erasureReply = z
  .strictObject({
    id,
    pseudonym: z.string(),
    erased: z.strictObject({ identifiers: z.int(), events: z.int(), conversions: z.int() }).optional(),
  })
  .meta({ id: 'Erasure' });

/** Why a conversion got its credit: each fact with its words. */
export const whyReply = z
  .looseObject({ sale: z.looseObject({ id }), answer: z.looseObject({ words: z.string() }) })
  .meta({ id: 'Why' });
