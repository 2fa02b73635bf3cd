import type { AffiliateRow, LinkRow } from './affiliate.ts';
import type { ClaimRow, ConversionRow } from './conversion.ts';
import type { ErrorCode, ErrorDetail } from './errors.ts';
import type { EventRow } from './event.ts';
import type { Identifier } from './identity.ts';
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
  conversion: Omit<ConversionRow, 'workspace_id' | 'recorded_at' | 'credit' | 'version'>;
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

export interface CreateAffiliate {
  kind: 'create_affiliate';
  workspace_id: string;
  id: string;
  recorded_at: number;
  affiliate: Omit<AffiliateRow, 'workspace_id' | 'created_at'>;
  link: Omit<LinkRow, 'workspace_id' | 'created_at' | 'affiliate_id'>;
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
}

export type Command =
  | RecordEvent
  | RecordClick
  | RecordConversion
  | Identify
  | Alias
  | RemoveEdge
  | ErasePerson
  | CreateAffiliate
  | CreateWorkspace
  | CreateKey
  | RevokeKey;

/** Commands whose place in the log is a row of the `command` table. */
export type LoggedCommand = Exclude<Command, RecordEvent>;

export interface CommandRow {
  workspace_id: string;
  id: string;
  kind: LoggedCommand['kind'];
  recorded_at: number;
  body: LoggedCommand;
}

/** How much was erased of a person. */
export interface Erased {
  identifiers: number;
  events: number;
  conversions: number;
}

/** What became of a command. `refused` and `duplicate` change no fact and are not logged. */
export type Outcome =
  | { status: 'recorded'; fact?: ConversionRow | ClaimRow | undefined; erased?: Erased }
  | { status: 'duplicate'; fact?: ConversionRow | ClaimRow | undefined }
  | { status: 'refused'; code: ErrorCode; message: string; detail?: ErrorDetail }
  /** A defect: the rules threw. Its neighbours in the group are unharmed. */
  | { status: 'failed'; message: string };
