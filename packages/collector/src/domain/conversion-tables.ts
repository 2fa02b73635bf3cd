import type { AdjustmentRow } from './adjustment.ts';
import type { ContactRow } from './contact.ts';
import type { ClaimRow, ConversionRow, DedupeRow, NamingRow, TallyRow, TokenRow } from './conversion.ts';
import type { ConversionTypeRow } from './conversion-type.ts';
import type { EditRow } from './edit.ts';
import type { IdempotencyRow } from './idempotency.ts';
import type { SourceRow } from './source.ts';
import { boolean, counter, defineTable, integer, json, mutable, text } from './table.ts';

/** The tables around conversions. `schema.ts` has the others. */

/** Columns by whose values conversions are sought. */
export const SOUGHT_BY = [
  'name',
  'type_id',
  'source_id',
  'origin',
  'sales_status',
  'order_id',
  'event_id',
  'external_ref',
  'external_id',
  'workflow_id',
  'master_workflow_id',
  'workflow_run_id',
] as const;

/** Columns by which conversions are listed; each has an index of its own name, in the order of time. */
export const LISTED_BY = [...SOUGHT_BY, 'amount_minor', 'count'] as const;

/** Columns of whose values it is counted how many conversions have them. */
export const COUNTED_BY = [
  'name',
  'type_id',
  'source_id',
  'origin',
  'sales_status',
  'workflow_id',
  'master_workflow_id',
] as const;

export const conversions = defineTable<ConversionRow>({
  name: 'conversion',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    dialect: text,
    external_id: text,
    name: text,
    order_id: text,
    event_id: text,
    amount_minor: mutable(integer),
    currency: mutable(text),
    occurred_at: mutable(integer),
    recorded_at: integer,
    visitor_id: text,
    click_id: text,
    referral_id: text,
    affiliate_id: text,
    coupon_code: text,
    earning_status: mutable(text),
    commissionable_minor: mutable(integer),
    commission_minor: mutable(integer),
    commission_currency: mutable(text),
    signals: json,
    identifiers: mutable(json),
    type_id: mutable(text),
    source_id: mutable(text),
    count: mutable(integer),
    origin: mutable(text),
    action_source: mutable(text),
    external_ref: mutable(text),
    notes: mutable(text),
    product_ids: mutable(json),
    price_ids: mutable(json),
    plan_id: mutable(text),
    is_subscription: mutable(boolean),
    interval: mutable(text),
    sales_status: mutable(text),
    workflow_id: mutable(text),
    master_workflow_id: mutable(text),
    workflow_run_id: mutable(text),
    context: mutable(json),
    profile: mutable(json),
    url: mutable(text),
    referrer: mutable(text),
    metadata: mutable(json),
    raw: mutable(json),
    refunded_minor: mutable(integer),
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    credit: mutable(json),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    time: { columns: ['workspace_id', 'occurred_at', 'id'], carries: ['deleted_at'] },
    visitor: { columns: ['workspace_id', 'visitor_id', 'occurred_at', 'id'] },
    click: { columns: ['workspace_id', 'click_id', 'occurred_at', 'id'] },
    recorded: { columns: ['workspace_id', 'recorded_at', 'id'], carries: ['occurred_at', 'deleted_at'] },
    referral_id: { columns: ['workspace_id', 'referral_id', 'occurred_at', 'id'] },
    affiliate_id: { columns: ['workspace_id', 'affiliate_id', 'occurred_at', 'id'] },
    coupon_code: { columns: ['workspace_id', 'coupon_code', 'occurred_at', 'id'] },
    ...Object.fromEntries(
      LISTED_BY.map((column) => [
        column,
        { columns: ['workspace_id', column, 'occurred_at', 'id'], carries: ['deleted_at'] },
      ]),
    ),
  },
  anchors: {
    key: { kind: 'conversion', columns: 1 },
    visitor: { kind: 'visitor', columns: 1 },
    click: { kind: 'click', columns: 1 },
    referral_id: { kind: 'referral', columns: 1 },
    affiliate_id: { kind: 'affiliate', columns: 1 },
    coupon_code: { kind: 'coupon', columns: 1 },
    order_id: { kind: 'order_id', columns: 1 },
    // Only what begins later than any sale that may be committed at the same moment is sought so.
    time: null,
  },
});

export const namings = defineTable<NamingRow>({
  name: 'naming',
  role: 'fact',
  columns: { workspace_id: text, kind: text, value: text, occurred_at: integer, conversion_id: text },
  key: ['workspace_id', 'kind', 'value', 'occurred_at', 'conversion_id'],
  indexes: {},
  anchors: { key: { kind: null, columns: 2 } },
});

export const claims = defineTable<ClaimRow>({
  name: 'claim',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    name: text,
    order_id: text,
    event_id: text,
    visitor_id: text,
    amount_minor: integer,
    currency: text,
    occurred_at: integer,
    recorded_at: integer,
    url: mutable(text),
    referrer: mutable(text),
    metadata: mutable(json),
    conversion_id: mutable(text),
    is_open: mutable(boolean),
    credit: mutable(json),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    open: { columns: ['workspace_id', 'is_open', 'occurred_at', 'id'] },
    order: { columns: ['workspace_id', 'name', 'order_id', 'occurred_at', 'id'] },
    event: { columns: ['workspace_id', 'name', 'event_id', 'occurred_at', 'id'] },
    visitor: { columns: ['workspace_id', 'visitor_id', 'occurred_at', 'id'] },
    name: { columns: ['workspace_id', 'name', 'is_open', 'occurred_at', 'id'] },
    order_id: { columns: ['workspace_id', 'order_id', 'occurred_at', 'id'] },
    event_id: { columns: ['workspace_id', 'event_id', 'occurred_at', 'id'] },
  },
  anchors: {
    order: { kind: 'order', columns: 2 },
    event: { kind: 'event', columns: 2 },
    visitor: { kind: 'visitor', columns: 1 },
  },
});

export const dedupes = defineTable<DedupeRow>({
  name: 'dedupe',
  role: 'fact',
  columns: {
    workspace_id: text,
    scope: text,
    key_hash: text,
    fact_id: text,
    is_released: mutable(boolean),
    version: integer,
  },
  key: ['workspace_id', 'scope', 'key_hash', 'fact_id'],
  indexes: {},
  anchors: { key: { kind: 'key', columns: 2 } },
});

export const tokens = defineTable<TokenRow>({
  name: 'search_token',
  role: 'fact',
  columns: { workspace_id: text, token: text, occurred_at: integer, conversion_id: text },
  key: ['workspace_id', 'token', 'occurred_at', 'conversion_id'],
  indexes: {},
  anchors: {},
});

export const tallies = defineTable<TallyRow>({
  name: 'tally',
  role: 'fact',
  slot: 'slot',
  columns: { workspace_id: text, facet: text, value: text, slot: integer, conversions: counter, counted: counter },
  key: ['workspace_id', 'facet', 'value', 'slot'],
  indexes: {},
  anchors: {},
});

export const edits = defineTable<EditRow>({
  name: 'edit',
  role: 'fact',
  columns: {
    workspace_id: text,
    subject_id: text,
    sequence: integer,
    subject: text,
    patch: mutable(json),
    is_delete: boolean,
    releases_keys: boolean,
    command_id: text,
    recorded_at: integer,
    version: integer,
  },
  key: ['workspace_id', 'subject_id', 'sequence'],
  indexes: {},
  anchors: { key: { kind: 'edit', columns: 1 } },
});

export const adjustments = defineTable<AdjustmentRow>({
  name: 'adjustment',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    kind: text,
    dialect: text,
    conversion_id: mutable(text),
    name: text,
    order_id: text,
    external_ref: text,
    amount_minor: integer,
    currency: text,
    asked_minor: integer,
    asked_currency: text,
    total_of: text,
    reason: mutable(text),
    occurred_at: integer,
    recorded_at: integer,
    effective_minor: mutable(integer),
    is_clamped: mutable(boolean),
    command_id: text,
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    conversion: { columns: ['workspace_id', 'conversion_id', 'occurred_at', 'id'] },
    order: { columns: ['workspace_id', 'name', 'order_id', 'occurred_at', 'id'] },
    time: { columns: ['workspace_id', 'occurred_at', 'id'] },
  },
  anchors: {
    conversion: { kind: 'adjustment', columns: 1 },
    order: { kind: 'order', columns: 2 },
  },
});

export const conversionTypes = defineTable<ConversionTypeRow>({
  name: 'conversion_type',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    external_id: text,
    name: mutable(text),
    description: mutable(text),
    category: mutable(text),
    currency: mutable(text),
    fields: mutable(json),
    workflow_id: mutable(text),
    master_workflow_id: mutable(text),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    time: { columns: ['workspace_id', 'created_at', 'id'] },
  },
  anchors: {},
});

export const sources = defineTable<SourceRow>({
  name: 'conversion_source',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    external_id: text,
    name: mutable(text),
    type: mutable(text),
    category: mutable(text),
    channel: mutable(text),
    creator_id: mutable(text),
    campaign_id: mutable(text),
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    time: { columns: ['workspace_id', 'created_at', 'id'] },
  },
  anchors: {},
});

export const contacts = defineTable<ContactRow>({
  name: 'contact',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    kind: text,
    external_id: mutable(text),
    email: mutable(text),
    email_node: mutable(text),
    phone: mutable(text),
    name: mutable(text),
    first_name: mutable(text),
    last_name: mutable(text),
    workflow_id: mutable(text),
    campaign_id: mutable(text),
    metadata: mutable(json),
    command_id: text,
    created_at: integer,
    updated_at: mutable(integer),
    deleted_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    external: { columns: ['workspace_id', 'external_id', 'id'] },
    email: { columns: ['workspace_id', 'email_node', 'id'] },
    time: { columns: ['workspace_id', 'created_at', 'id'] },
    kind: { columns: ['workspace_id', 'kind', 'created_at', 'id'] },
  },
  // The anchor of an address is that of the identifier itself.
  anchors: { email: { kind: 'email', columns: 1 } },
});

export const idempotencies = defineTable<IdempotencyRow>({
  name: 'idempotency',
  role: 'journal',
  columns: {
    workspace_id: text,
    place: text,
    key_hash: text,
    body_hash: mutable(text),
    fact_id: mutable(text),
    recorded_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'place', 'key_hash'],
  indexes: { time: { columns: ['workspace_id', 'recorded_at', 'place', 'key_hash'] } },
  anchors: { key: { kind: 'idempotency', columns: 2 } },
});
