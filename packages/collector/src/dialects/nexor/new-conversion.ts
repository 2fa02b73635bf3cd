import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { instantOf } from '../../domain/time.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import { key, object } from '../../wire/fields.ts';
import { parse } from '../../wire/parse.ts';
import { undocumentedOf } from '../undocumented.ts';
import { email, leadId } from './fields.ts';

/** Name of an event that says no type, as the newer form with `lead_email` may. */
const NAME_WITHOUT_TYPE = 'conversion';

const dateTime = z
  .string()
  .refine(
    (text) => instantOf(text) !== undefined,
    'expected an ISO 8601 date-time with an offset, such as 2026-02-01T15:30:00Z',
  );

/** The body of `POST /conversions`. Nexor says nothing against an amount of zero or below it. */
const newEvent = z.looseObject(
  {
    conversion_type_id: key.nullish(),
    lead_id: leadId.nullish(),
    lead_email: email.nullish(),
    amount: z.number(),
    workflow_id: key.nullish(),
    master_workflow_id: key.nullish(),
    workflow_run_id: key.nullish(),
    currency: z
      .string()
      .regex(/^[A-Za-z]{3}$/, 'expected a three-letter ISO 4217 code, such as USD')
      .optional(),
    converted_at: dateTime.optional(),
    metadata: object.optional(),
    notes: z.string().nullish(),
  },
  'expected one JSON object',
);

/**
 * A conversion event in our words. Scope and currency are left to the type where they are not given, and so are the
 * fields that the type declares. Throws `invalid`.
 */
export function newConversionOf(body: unknown): GivenConversion {
  const event = parse(newEvent, body);
  if (!event.lead_id && !event.lead_email) throw missing('lead_id');
  if (!event.conversion_type_id && !event.lead_email) throw missing('conversion_type_id');
  const { conversion_type_id } = event;
  return {
    ...undocumentedOf(event, newEvent.shape, 'nexor'),
    ...(conversion_type_id ? { conversion_type_id } : { name: NAME_WITHOUT_TYPE }),
    lead_id: event.lead_id,
    email: event.lead_email,
    amount: event.amount,
    currency: event.currency,
    occurred_at: event.converted_at,
    metadata: event.metadata,
    notes: event.notes,
    workflow_id: event.workflow_id,
    master_workflow_id: event.master_workflow_id,
    workflow_run_id: event.workflow_run_id,
    origin: 'api',
  };
}

function missing(field: string): AppError {
  return new AppError('invalid', `${field}: is required`, { field });
}
