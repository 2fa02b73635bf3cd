import { z } from 'zod';
import type { ContactRow } from '../../domain/contact.ts';
import { AppError } from '../../domain/errors.ts';
import { isoOf } from '../../domain/time.ts';
import type { GivenContact } from '../../wire/contact.ts';
import { key, object } from '../../wire/fields.ts';
import { parse } from '../../wire/parse.ts';
import { callersId, createdStatus, type NewContactAnswer, type VendorReply } from '../dialect.ts';
import { errorBody, errorReply } from './error-envelope.ts';
import { email, leadId } from './fields.ts';

/** Leads of one request. */
const LEADS_MAX = 1_000;

const text = z.string().max(255);

const newLead = z.looseObject(
  {
    first_name: text.min(1),
    last_name: text.nullish(),
    email: email.nullish(),
    phone: z.string().max(64).nullish(),
    workflow_id: key.nullish(),
    campaign_id: key.nullish(),
    external_id: leadId.nullish(),
    metadata: object.nullish(),
  },
  'expected one JSON object',
);

/** Columns of a lead; every other key at the top is metadata. Nobody is written to, so `force_first_message` says nothing. */
const columns: ReadonlySet<string> = new Set([...Object.keys(newLead.shape), 'force_first_message']);

/** The leads of a request, each or what is wrong with it, in their order. Throws `invalid` where there are too many. */
export function leadsOf(body: unknown): readonly (GivenContact | AppError)[] {
  if (!Array.isArray(body)) return [contactOf(body)];
  if (body.length < 1 || body.length > LEADS_MAX) {
    throw new AppError('invalid', `leads: expected 1 to ${LEADS_MAX} of them, received ${body.length}`, {
      field: 'leads',
    });
  }
  return body.map((lead) => {
    try {
      return contactOf(lead);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  });
}

function contactOf(lead: unknown): GivenContact {
  const { first_name, last_name, email, phone, workflow_id, campaign_id, external_id, metadata, ...rest } = parse(
    newLead,
    lead,
  );
  const extra = Object.entries(rest).filter(([name]) => !columns.has(name));
  const all = { ...Object.fromEntries(extra), ...metadata };
  return {
    kind: 'lead',
    ...{ first_name, last_name, email, phone, workflow_id, campaign_id, external_id },
    metadata: Object.keys(all).length > 0 ? all : null,
  };
}

/** What was asked of us are the leads that `leadsOf` found nothing wrong with; `answers` are about those. */
export function leadsReply(body: unknown, answers: readonly (NewContactAnswer | AppError)[]): VendorReply {
  const left = [...answers];
  const all = leadsOf(body).map((lead) => (lead instanceof AppError ? lead : left.shift()));
  if (!Array.isArray(body)) {
    const [only] = all;
    if (only === undefined) throw new Error('a lead was not answered');
    if (only instanceof AppError) return errorReply(only);
    return { status: createdStatus(only), body: { success: true, lead: lead(only.row), workflow_run: null } };
  }
  const leads = all.flatMap((item) => (item && !(item instanceof AppError) ? [item] : []));
  const errors = all.flatMap((item, index) => (item instanceof AppError ? [{ index, ...errorBody(item) }] : []));
  return {
    status: leads.length > 0 ? 201 : 400,
    body: {
      success: leads.length > 0,
      created: leads.filter((item) => createdStatus(item) === 201).length,
      failed: errors.length,
      leads: leads.map(({ row }) => lead(row)),
      errors,
    },
  };
}

export function lead(row: ContactRow) {
  return {
    id: callersId(row),
    first_name: row.first_name,
    last_name: row.last_name,
    email: row.email,
    phone: row.phone,
    source: 'api',
    company: null,
    title: null,
    metadata: row.metadata ?? {},
    created_at: isoOf(row.created_at),
  };
}
