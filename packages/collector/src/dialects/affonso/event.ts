import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { GivenConversion } from '../../wire/conversion.ts';
import { type Answer, type Ask, createdStatus, expect, type VendorReply } from '../dialect.ts';
import { undocumentedOf } from '../undocumented.ts';
import { identifiers, LENIENCY, purchase, referredBy, refuseNothing, soldTo } from './conversion.ts';
import { earningIn, viewConversion } from './conversion-view.ts';
import { currency, id, parseBody, positive, said, text, time } from './fields.ts';
import { writeId } from './ids.ts';
import { referralIdOf, referralStatusOf } from './referral-view.ts';

export const EVENT_TYPES = ['conversion', 'lead', 'trial', 'milestone'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const newEvent = z.looseObject({
  ...identifiers,
  ...purchase,
  event_name: text(100).trim().min(1, 'is empty'),
  event_type: z.enum(EVENT_TYPES, `expected one of ${EVENT_TYPES.join(', ')}`).default('milestone'),
  occurred_at: time.optional(),
  external_event_id: id.optional(),
  sale_amount: positive.optional(),
  sale_amount_currency: currency.optional(),
});

/** What our own fields are called in an event. */
export const EVENT_FIELDS: Readonly<Record<string, string>> = {
  amount: 'sale_amount',
  currency: 'sale_amount_currency',
  external_ref: 'external_event_id',
  event_id: 'external_event_id',
  name: 'event_name',
};

/** `POST /v1/events`: https://docs.affonso.io/api-reference/endpoint/events/create */
export function askToRecordEvent(body: unknown): Ask {
  const given = parseBody(newEvent, body);
  const told = { ...undocumentedOf(given, newEvent.shape, 'affonso'), ...soldTo(given) };
  return {
    ask: 'create_rewarded_conversion',
    ...referredBy(given),
    given: said<GivenConversion>({
      ...told,
      occurred_at: given.occurred_at,
      ...(given.event_type === 'conversion' ? saleOf(given) : stepOf(given.event_type, given)),
    }),
    leniency: LENIENCY,
  };
}

/** A sale is a purchase, whatever the event is called. Nothing is taken for granted of an event's amount. */
function saleOf(given: z.output<typeof newEvent>): GivenConversion {
  for (const field of ['external_event_id', 'sale_amount', 'sale_amount_currency'] as const) {
    if (given[field] === undefined) {
      throw new AppError('invalid', `${field}: is required where event_type is conversion`, { field });
    }
  }
  const { sale_amount: amount, sale_amount_currency, external_event_id } = given;
  refuseNothing(amount ?? 0, sale_amount_currency ?? '');
  return { name: 'purchase', amount, currency: sale_amount_currency, external_ref: external_event_id };
}

/**
 * Of what is no sale only a lead may earn something; an amount that came with it is nobody's money. Its id is one among events of
 * its name, so that it never takes the place of a sale.
 */
function stepOf(
  type: Exclude<EventType, 'conversion'>,
  { event_name: name, external_event_id: event_id }: z.output<typeof newEvent>,
): GivenConversion {
  if (type === 'lead') return { name, event_id };
  return { name, event_id, sales_status: type === 'trial' ? 'trialing' : 'open' };
}

/** What an event was: as a request says, or as its place says for it. */
export interface ToldEvent {
  event_name: string;
  event_type: EventType;
}

export function toldIn(body: unknown): ToldEvent {
  return parseBody(newEvent, body);
}

/** A sale is answered as a conversion, everything else with what became of the referral. */
export function replyToEvent(answer: Answer, { event_name, event_type }: ToldEvent): VendorReply {
  const { reward, ...made } = expect(answer, 'reward');
  const status = createdStatus(made);
  const replayed = status === 200 || made.is_replayed;
  if (event_type === 'conversion') return { status, body: { success: true, data: viewConversion(reward, replayed) } };
  const { conversion, referral } = reward;
  const data = {
    referral_id: referral && referralIdOf(referral),
    transaction_id: earningIn(reward) && writeId('com', conversion.id),
    event_name,
    event_type,
    external_event_id: conversion.event_id,
    action: referral ? 'referral_updated' : 'event_recorded',
    referral_status: referral && referralStatusOf(referral.status),
    replayed,
    source_event_id: null,
  };
  return { status, body: { success: true, data } };
}
