import type { CommandRow } from './command.ts';
import {
  adjustments,
  claims,
  contacts,
  conversions,
  conversionTypes,
  dedupes,
  edits,
  idempotencies,
  namings,
  sources,
  tallies,
  tokens,
} from './conversion-tables.ts';
import type { EventRow } from './event.ts';
import type { EdgeRow, IdentityRow, MarkRow } from './identity.ts';
import {
  affiliates,
  coupons,
  earnings,
  entries,
  exchangeRates,
  incentives,
  links,
  maturities,
  payoutItems,
  payouts,
  programs,
  referrals,
} from './program-tables.ts';
import { connections, deliveries, orderNames } from './provider-tables.ts';
import type { ReceiptRow } from './receipt.ts';
import { boolean, counter, defineTable, integer, json, mutable, text } from './table.ts';
import { tagSettings } from './tag-tables.ts';
import type { TouchRow } from './touch.ts';
import type { ApiKeyRow, DirectoryRow, WorkspaceRow } from './workspace.ts';

/** Every table, described once. `migrations/` creates them; a test holds the two against each other. */

export {
  adjustments,
  affiliates,
  claims,
  connections,
  contacts,
  conversions,
  conversionTypes,
  coupons,
  dedupes,
  deliveries,
  earnings,
  edits,
  entries,
  exchangeRates,
  idempotencies,
  incentives,
  links,
  maturities,
  namings,
  orderNames,
  payoutItems,
  payouts,
  programs,
  referrals,
  sources,
  tagSettings,
  tallies,
  tokens,
};

export const commands = defineTable<CommandRow>({
  name: 'command',
  role: 'log',
  columns: { workspace_id: text, id: text, kind: text, recorded_at: integer, body: json },
  key: ['workspace_id', 'id'],
  indexes: {},
  // Who looks for a command has found what it did, guarded, before.
  anchors: { key: null },
});

export const events = defineTable<EventRow>({
  name: 'event',
  role: 'log',
  columns: {
    workspace_id: text,
    id: text,
    visitor_id: text,
    name: text,
    occurred_at: integer,
    recorded_at: integer,
    url: text,
    referrer: text,
    title: text,
    is_bot: boolean,
    body: json,
  },
  // The id comes first because browsers make them in order of time: the index then grows at its end.
  key: ['workspace_id', 'id', 'visitor_id', 'name'],
  indexes: { visitor: { columns: ['workspace_id', 'visitor_id', 'occurred_at', 'id', 'name'] } },
  // Who looks for a browser's claim among its events has looked for claims by the same order or event, guarded, before.
  // Only an erasure looks for all events of a visitor, and one that arrives at the same moment is as one that arrives
  // later: to guard against it would lock an anchor for each event.
  anchors: { key: null, visitor: null },
});

export const touches = defineTable<TouchRow>({
  name: 'touch',
  role: 'fact',
  columns: {
    workspace_id: text,
    id: text,
    visitor_id: text,
    occurred_at: mutable(integer),
    recorded_at: mutable(integer),
    url: mutable(text),
    referrer: mutable(text),
    utm: mutable(json),
    click_ids: mutable(json),
    referral_code: mutable(text),
    click_id: mutable(text),
    sub_ids: json,
    fetched_as: text,
    channel: mutable(text),
    source: mutable(text),
    campaign: mutable(text),
    affiliate_id: text,
    code: text,
    is_bot: mutable(boolean),
    is_browser_time: boolean,
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: {
    visitor: { columns: ['workspace_id', 'visitor_id', 'occurred_at', 'id'] },
    click: { columns: ['workspace_id', 'click_id', 'id'] },
    code: { columns: ['workspace_id', 'referral_code', 'occurred_at', 'id'] },
  },
  anchors: {
    // Who looks for a touch by its id has found it, guarded, before.
    key: null,
    visitor: { kind: 'visitor', columns: 1 },
    click: { kind: 'click', columns: 1 },
    code: { kind: 'landing', columns: 1, is_crowded: true },
  },
});

export const edges = defineTable<EdgeRow>({
  name: 'edge',
  role: 'fact',
  columns: {
    workspace_id: text,
    from_kind: text,
    from_value: text,
    to_kind: text,
    to_value: text,
    trusted: boolean,
    occurred_at: mutable(integer),
    is_removed: mutable(boolean),
    version: integer,
  },
  key: ['workspace_id', 'from_kind', 'from_value', 'trusted', 'to_kind', 'to_value'],
  indexes: { to: { columns: ['workspace_id', 'to_kind', 'to_value', 'trusted', 'from_kind', 'from_value'] } },
  anchors: { key: { kind: null, columns: 2 }, to: { kind: null, columns: 2 } },
});

export const marks = defineTable<MarkRow>({
  name: 'mark',
  role: 'fact',
  columns: { workspace_id: text, visitor_id: text, trusted: boolean, occurred_at: integer, kind: text, value: text },
  key: ['workspace_id', 'visitor_id', 'trusted', 'occurred_at', 'kind', 'value'],
  indexes: {},
  anchors: { key: { kind: 'visitor', columns: 1 } },
});

export const identities = defineTable<IdentityRow>({
  name: 'identity',
  role: 'fact',
  columns: {
    workspace_id: text,
    kind: text,
    value: text,
    id: text,
    plain: mutable(text),
    first_at: mutable(integer),
    alias_of: mutable(text),
    version: integer,
  },
  key: ['workspace_id', 'kind', 'value'],
  indexes: {
    id: { columns: ['workspace_id', 'id'], unique: true },
    alias: { columns: ['workspace_id', 'alias_of', 'value'] },
    plain: { columns: ['workspace_id', 'plain', 'kind'] },
    time: { columns: ['workspace_id', 'first_at', 'id'] },
  },
  anchors: { key: { kind: null, columns: 2 }, alias: { kind: 'alias', columns: 1 } },
});

export const receipts = defineTable<ReceiptRow>({
  name: 'receipt',
  role: 'journal',
  columns: {
    workspace_id: text,
    subject_id: text,
    command_id: text,
    kind: text,
    cause: text,
    recorded_at: integer,
    credit: json,
    before: json,
    other_id: text,
    replays: counter,
  },
  key: ['workspace_id', 'subject_id', 'command_id', 'kind'],
  indexes: {
    time: { columns: ['workspace_id', 'subject_id', 'recorded_at', 'command_id'] },
    recorded: { columns: ['workspace_id', 'recorded_at', 'subject_id', 'command_id', 'kind'] },
  },
  anchors: { key: null },
});

export const workspaces = defineTable<WorkspaceRow>({
  name: 'workspace',
  role: 'fact',
  is_announced: true,
  columns: {
    workspace_id: text,
    name: text,
    currency: text,
    is_test: boolean,
    twin_id: text,
    secret: text,
    created_at: integer,
  },
  key: ['workspace_id'],
  indexes: { time: { columns: ['created_at', 'workspace_id'] } },
  anchors: {},
});

export const apiKeys = defineTable<ApiKeyRow>({
  name: 'api_key',
  role: 'fact',
  is_announced: true,
  columns: {
    workspace_id: text,
    id: text,
    kind: text,
    name: text,
    hash: text,
    hint: text,
    origins: json,
    is_test: boolean,
    dialect: text,
    scopes: json,
    account: mutable(text),
    signing_secret: text,
    created_at: integer,
    expires_at: integer,
    revoked_at: mutable(integer),
    version: integer,
  },
  key: ['workspace_id', 'id'],
  indexes: { time: { columns: ['workspace_id', 'created_at', 'id'] } },
  anchors: {},
});

export const directory = defineTable<DirectoryRow>({
  name: 'directory',
  role: 'fact',
  columns: { kind: text, hash: text, workspace_id: text, ref_id: text },
  key: ['kind', 'hash'],
  indexes: {},
  anchors: {},
});

export const schema = [
  commands,
  events,
  touches,
  edges,
  marks,
  identities,
  conversions,
  namings,
  claims,
  dedupes,
  tokens,
  tallies,
  edits,
  adjustments,
  conversionTypes,
  sources,
  contacts,
  idempotencies,
  receipts,
  programs,
  incentives,
  affiliates,
  links,
  coupons,
  exchangeRates,
  referrals,
  earnings,
  entries,
  maturities,
  payouts,
  payoutItems,
  connections,
  deliveries,
  orderNames,
  tagSettings,
  workspaces,
  apiKeys,
  directory,
] as const;
