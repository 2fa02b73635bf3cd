import { z } from 'zod';
import { SALES_STATUSES } from '../domain/conversion.ts';
import { instant, key, name } from './fields.ts';

/** What a list may be sorted by, as callers call it, and the column that this is. */
export const SORT_COLUMNS = {
  occurred_at: 'occurred_at',
  recorded_at: 'recorded_at',
  name: 'name',
  amount: 'amount_minor',
  amount_minor: 'amount_minor',
  count: 'count',
  conversion_type_id: 'type_id',
  source_id: 'source_id',
  origin: 'origin',
  sales_status: 'sales_status',
  order_id: 'order_id',
  event_id: 'event_id',
  external_ref: 'external_ref',
  external_id: 'external_id',
  workflow_id: 'workflow_id',
  master_workflow_id: 'master_workflow_id',
  workflow_run_id: 'workflow_run_id',
} as const;

type SortName = keyof typeof SORT_COLUMNS;

export const LIST_LIMIT = 200;
const OFFSET_MAX = 100_000_000;

/** In a URL a number is text. */
const instantInUrl = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  instant,
);

/** `GET /v1/conversions`: everything that is left out does not narrow the list. */
export const listConversionsQuery = z.object({
  name: name.optional(),
  conversion_type_id: key.optional(),
  source_id: key.optional(),
  origin: key.optional(),
  sales_status: z.enum(SALES_STATUSES).optional(),
  order_id: key.optional(),
  event_id: key.optional(),
  external_ref: key.optional(),
  external_id: key.optional(),
  visitor_id: key.optional(),
  click_id: key.optional(),
  workflow_id: key.optional(),
  master_workflow_id: key.optional(),
  workflow_run_id: key.optional(),
  user_id: key.optional(),
  external_user_id: key.optional(),
  customer_id: key.optional(),
  lead_id: key.optional(),
  member_id: key.optional(),
  email: key.optional(),
  phone: z.string().min(1).max(64).optional(),
  search: z.string().max(200).optional(),
  occurred_from: instantInUrl.optional(),
  occurred_to: instantInUrl.optional(),
  sort: z.enum(Object.keys(SORT_COLUMNS) as [SortName, ...SortName[]]).default('occurred_at'),
  order: z.enum(['asc', 'desc']).default('desc'),
  status: z.enum(['verified', 'unverified', 'all']).default('all'),
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT).default(25),
  offset: z.coerce.number().int().min(0).max(OFFSET_MAX).default(0),
  cursor: z.string().max(8_000).optional(),
});

export type ListConversionsQuery = z.output<typeof listConversionsQuery>;
