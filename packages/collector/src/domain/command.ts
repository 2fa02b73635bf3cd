import type { AdjustmentRow } from './adjustment.ts';
import type { AffiliateRow, CouponRow, LinkRow } from './affiliate.ts';
import type { ConnectionRow, DeliveryVerdict } from './connection.ts';
import type { ContactRow } from './contact.ts';
import type { ClaimRow, ConversionRow } from './conversion.ts';
import type { ConversionTypeRow } from './conversion-type.ts';
import type { EarningRow } from './earning.ts';
import type { Edited } from './edit.ts';
import type { ErrorCode, ErrorDetail } from './errors.ts';
import type { EventRow } from './event.ts';
import type { ExchangeRateRow } from './exchange-rate.ts';
import type { Identifier } from './identity.ts';
import type { IncentiveRow } from './incentive.ts';
import type { OrderNameRow } from './order-name.ts';
import type { PayoutItemRow, PayoutRow } from './payout.ts';
import type { ProgramRow } from './program.ts';
import type { SourceRow } from './source.ts';
import type { TagSettingRow, TagSettings } from './tag-setting.ts';
import type { TouchRow } from './touch.ts';
import type { ApiKeyRow, WorkspaceRow } from './workspace.ts';

/**
 * Commands are the only thing that changes facts. Each carries every id and time that it was given on arrival, so
 * that deriving from it again needs neither a clock nor chance. The log of accepted commands is the truth.
 */

/** An event from a page; its row is its place in the log. */
export interface RecordEvent extends EventRow {
  kind: 'record_event';
}

export interface RecordClick {
  kind: 'record_click';
  workspace_id: string;
  id: string;
  recorded_at: number;
  click: Omit<TouchRow, 'workspace_id' | 'recorded_at' | 'version'>;
}

export interface RecordConversion {
  kind: 'record_conversion';
  workspace_id: string;
  id: string;
  recorded_at: number;
  conversion: Omit<
    ConversionRow,
    'workspace_id' | 'recorded_at' | 'updated_at' | 'deleted_at' | 'refunded_minor' | 'credit' | 'version'
  >;
  idempotency?: Idempotency | undefined;
  is_accepted?: true;
  /** SHA-256 of what was sent, of a client that repeats itself without an id of its own. */
  sameness?: { hash: string; is_retry: boolean } | undefined;
  /** It counts only where a contact has this address. */
  requires_contact?: { email_node: string; hmac: string } | undefined;
}

type Asked = 'asked_minor' | 'asked_currency' | 'total_of';

/** Something is given back of a conversion, or of an order that is not known yet. */
export interface RecordAdjustment {
  kind: 'record_adjustment';
  workspace_id: string;
  id: string;
  recorded_at: number;
  adjustment: Omit<
    AdjustmentRow,
    'workspace_id' | 'recorded_at' | 'effective_minor' | 'is_clamped' | 'command_id' | 'version' | Asked
  > &
    Partial<Pick<AdjustmentRow, Asked>>;
  idempotency?: Idempotency | undefined;
  /** What is more than is left is cut, and not refused: whoever reports it cannot take it back. */
  clamps?: true | undefined;
  is_accepted?: true;
}

/** An order has another name, too. */
export interface NameOrder {
  kind: 'name_order';
  workspace_id: string;
  id: string;
  recorded_at: number;
  order_name: Omit<OrderNameRow, 'workspace_id'>;
}

export interface CreateConversionType {
  kind: 'create_conversion_type';
  workspace_id: string;
  id: string;
  recorded_at: number;
  conversion_type: Omit<ConversionTypeRow, 'workspace_id' | 'created_at' | 'updated_at' | 'deleted_at' | 'version'>;
  idempotency?: Idempotency | undefined;
  is_accepted?: true;
}

export interface CreateSource {
  kind: 'create_source';
  workspace_id: string;
  id: string;
  recorded_at: number;
  source: Omit<SourceRow, 'workspace_id' | 'created_at' | 'updated_at' | 'deleted_at' | 'version'>;
  idempotency?: Idempotency | undefined;
  is_accepted?: true;
}

export interface CreateContact {
  kind: 'create_contact';
  workspace_id: string;
  id: string;
  recorded_at: number;
  contact: Omit<ContactRow, 'workspace_id' | 'created_at' | 'updated_at' | 'deleted_at' | 'command_id' | 'version'>;
  /** What names them. */
  identifiers: Identifier[];
  idempotency?: Idempotency | undefined;
  is_accepted?: true;
}

/** Changes or deletes something. `sequence` is given when it is accepted. */
export interface Edit {
  kind: 'edit';
  workspace_id: string;
  id: string;
  recorded_at: number;
  subject: Edited;
  subject_id: string;
  sequence: number | null;
  /** The version that it was made for: of another it is refused. In the log there is none. */
  version?: number | undefined;
  patch: Record<string, unknown>;
  /** What names a contact now, where that was changed. */
  identifiers?: Identifier[] | undefined;
  is_delete: boolean;
  releases_keys: boolean;
}

/** The account that a key's requests name, from now on. */
export interface BindKey {
  kind: 'bind_key';
  workspace_id: string;
  id: string;
  recorded_at: number;
  key_id: string;
  account: string;
  is_accepted?: true;
}

/**
 * `is_accepted` is in the log alone: whether a report is one that is known already was decided, and is not decided again.
 * The same request again within a day is not carried out again.
 */
export interface Idempotency {
  /** Key, method and path of the request. */
  place: string;
  key_hash: string;
  body_hash: string;
}

/** A secret key says that identifiers name one person, at a time. */
export interface Identify {
  kind: 'identify';
  workspace_id: string;
  id: string;
  recorded_at: number;
  occurred_at: number;
  identifiers: Identifier[];
  traits: Record<string, unknown> | null;
}

/** A secret key says that two user ids are one person's. */
export interface Alias {
  kind: 'alias';
  workspace_id: string;
  id: string;
  recorded_at: number;
  occurred_at: number;
  /** The user that `previous_id` is another name of. */
  user_id: string;
  previous_id: string;
}

/** Somebody says that a link is wrong. It never links again, whoever states it. */
export interface RemoveEdge {
  kind: 'remove_edge';
  workspace_id: string;
  id: string;
  recorded_at: number;
  from: Identifier;
  to: Identifier;
}

/**
 * A person is to be known no more: a pseudonym takes the place of all that names them, in the facts and in the log. It is
 * logged without saying who it was, so deriving it again does nothing: the log has the pseudonym already.
 */
export interface ErasePerson {
  kind: 'erase_person';
  workspace_id: string;
  id: string;
  recorded_at: number;
  /** An identifier of theirs, as links compare it; `null` in the log. */
  identifier: Identifier | null;
  pseudonym: string;
}

/** What is kept by the row's own version, and not given. */
type Kept = 'workspace_id' | 'created_at' | 'updated_at' | 'deleted_at' | 'version';

export interface CreateProgram {
  kind: 'create_program';
  workspace_id: string;
  id: string;
  recorded_at: number;
  program: Omit<ProgramRow, Kept | 'first_terms'>;
  idempotency?: Idempotency | undefined;
  is_accepted?: true;
}

export interface CreateIncentive {
  kind: 'create_incentive';
  workspace_id: string;
  id: string;
  recorded_at: number;
  incentive: Omit<IncentiveRow, Kept | 'first_terms'>;
  idempotency?: Idempotency | undefined;
  is_accepted?: true;
}

export interface CreateAffiliate {
  kind: 'create_affiliate';
  workspace_id: string;
  id: string;
  recorded_at: number;
  affiliate: Omit<AffiliateRow, Kept | 'first_group'>;
  link: Omit<LinkRow, Kept | 'affiliate_id'>;
  is_accepted?: true;
}

export interface CreateLink {
  kind: 'create_link';
  workspace_id: string;
  id: string;
  recorded_at: number;
  link: Omit<LinkRow, Kept>;
}

export interface CreateCoupon {
  kind: 'create_coupon';
  workspace_id: string;
  id: string;
  recorded_at: number;
  coupon: Omit<CouponRow, Kept>;
  is_accepted?: true;
}

/** Rates of some days. One that is known already is not taken again. */
export interface ImportRates {
  kind: 'import_rates';
  workspace_id: string;
  id: string;
  recorded_at: number;
  rates: Omit<ExchangeRateRow, 'workspace_id'>[];
}

/** The clock says that the holds of some earnings have ended. */
export interface MatureEarnings {
  kind: 'mature_earnings';
  workspace_id: string;
  id: string;
  recorded_at: number;
  /** ms UTC; holds that end until then have ended. */
  as_of: number;
  earnings: { id: string; conversion_id: string }[];
  is_accepted?: true;
}

/** What an affiliate may be paid, as a closed set. `items` are chosen when it is accepted, and then never again. */
export interface CreatePayout {
  kind: 'create_payout';
  workspace_id: string;
  id: string;
  recorded_at: number;
  payout: Pick<PayoutRow, 'id' | 'external_id' | 'affiliate_id'>;
  /** Only these; `null` for all that may be paid. */
  earning_ids: string[] | null;
  idempotency?: Idempotency | undefined;
  /** In the log: what was chosen. */
  accepted?: Pick<PayoutRow, 'program_id' | 'currency' | 'amount_minor' | 'details' | 'shared_with'> & {
    items: Pick<PayoutItemRow, 'earning_id' | 'conversion_id' | 'amount_minor'>[];
  };
}

export interface CreateConnection {
  kind: 'create_connection';
  workspace_id: string;
  id: string;
  recorded_at: number;
  connection: Omit<ConnectionRow, Kept>;
  is_accepted?: true;
}

/** A provider delivered an event. It is counted, and not logged: what follows from the event has commands of its own. */
export interface CountDelivery {
  kind: 'count_delivery';
  workspace_id: string;
  id: string;
  recorded_at: number;
  connection_id: string;
  type: string;
  verdict: DeliveryVerdict;
}

/** How the workspace wants its tag, in place of all that was said before. `sequence` is given when it is accepted. */
export interface SetTagSettings {
  kind: 'set_tag_settings';
  workspace_id: string;
  id: string;
  recorded_at: number;
  sequence: number | null;
  settings: TagSettings;
}

export interface CreateWorkspace {
  kind: 'create_workspace';
  workspace_id: string;
  id: string;
  recorded_at: number;
  workspace: Omit<WorkspaceRow, 'workspace_id' | 'created_at'>;
}

export interface CreateKey {
  kind: 'create_key';
  workspace_id: string;
  id: string;
  recorded_at: number;
  key: Omit<ApiKeyRow, 'workspace_id' | 'created_at' | 'revoked_at' | 'version'>;
}

export interface RevokeKey {
  kind: 'revoke_key';
  workspace_id: string;
  id: string;
  recorded_at: number;
  key_id: string;
  is_accepted?: true;
}

export type Command =
  | RecordEvent
  | RecordClick
  | RecordConversion
  | RecordAdjustment
  | NameOrder
  | Identify
  | Alias
  | RemoveEdge
  | ErasePerson
  | CreateProgram
  | CreateIncentive
  | CreateAffiliate
  | CreateLink
  | CreateCoupon
  | ImportRates
  | MatureEarnings
  | CreatePayout
  | CreateConnection
  | CountDelivery
  | SetTagSettings
  | CreateWorkspace
  | CreateConversionType
  | CreateSource
  | CreateContact
  | Edit
  | CreateKey
  | BindKey
  | RevokeKey;

/** Commands whose place in the log is a row of the `command` table. */
export type LoggedCommand = Exclude<Command, RecordEvent | CountDelivery>;

/** `false` of what leaves no row in the `command` table. */
export function isLogged(command: Command): command is LoggedCommand {
  return command.kind !== 'record_event' && command.kind !== 'count_delivery';
}

export interface CommandRow {
  workspace_id: string;
  id: string;
  kind: LoggedCommand['kind'];
  recorded_at: number;
  body: LoggedCommand;
}

/** How many rates were taken, and how many were known already. */
export interface ImportedRates {
  taken: number;
  known: number;
}

/** How much was erased of a person. */
export interface Erased {
  identifiers: number;
  events: number;
  conversions: number;
}

/** What a command made, or what was there already. */
export type Fact =
  | ConversionRow
  | ClaimRow
  | AdjustmentRow
  | ConversionTypeRow
  | SourceRow
  | ContactRow
  | ProgramRow
  | IncentiveRow
  | AffiliateRow
  | LinkRow
  | CouponRow
  | EarningRow
  | PayoutRow
  | ConnectionRow;

/** What became of a command. Only what is `recorded` changes facts, and is logged. */
export type Outcome =
  | {
      status: 'recorded';
      fact?: Fact | undefined;
      erased?: Erased;
      rates?: ImportedRates;
      tag_setting?: TagSettingRow;
      /** The command as it is logged, where acceptance has added to it or taken from it. */
      logged?: LoggedCommand;
    }
  /** `is_replayed`: by its `Idempotency-Key`. */
  | { status: 'duplicate'; fact?: Fact | undefined; is_replayed?: boolean }
  /** It does not count, as its sender knows it may not. */
  | { status: 'ignored'; reason: 'contact_unknown' }
  | { status: 'refused'; code: ErrorCode; message: string; detail?: ErrorDetail }
  /** A defect: the rules threw. Its neighbours in the group are unharmed. */
  | { status: 'failed'; message: string };
