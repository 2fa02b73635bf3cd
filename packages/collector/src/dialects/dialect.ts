import type { ContactRow } from '../domain/contact.ts';
import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import type { DialectName } from '../domain/dialect.ts';
import type { AppError } from '../domain/errors.ts';
import type { Leniency } from '../domain/leniency.ts';
import type { SourceRow } from '../domain/source.ts';
import type { GivenContact } from '../wire/contact.ts';
import type { GivenConversion, GivenConversionPatch } from '../wire/conversion.ts';
import type { GivenSource, GivenSourcePatch } from '../wire/source.ts';
import type { ReferralAnswer, ReferralAsk, TrackAnswer, TrackAsk } from './referral-ask.ts';
import type { RewardAnswer, RewardAsk } from './reward-ask.ts';

export type { Leniency };

/**
 * A vendor's API in our words: a pure pair of functions per route. `ask` says what a request wants, as our own API would be
 * asked; `reply` says what came of it, as the vendor would. Who calls, what is stored and what is found is not their concern.
 */
export interface Dialect {
  name: Exclude<DialectName, 'native'>;
  /** How a request carries its key. */
  credential: 'bearer' | 'x-api-key';
  /** Every key of this dialect begins so; `_test_` stands in place of `_live_` in test keys. */
  keyPrefix: string;
  routes: readonly Route[];
  /** What pages ask without a key. */
  publicRoutes?: readonly PublicRoute[];
  /** Every reply says in `X-RateLimit-…` how many requests are left. */
  tellsRate?: true;
  /** Any error in the vendor's own form. */
  renderError(error: AppError): VendorReply;
}

/** By our name of a field, what a vendor calls it. */
export type FieldNames = Readonly<Record<string, string>>;

/** One route of a vendor: what is asked there, and how that is answered. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the vendor documents it, with `:name` for what varies. */
  path: string;
  /** What fields of ours are called here, for errors that name one. */
  fields?: FieldNames | ((params: Readonly<Record<string, string>>) => FieldNames);
  /** A request must be signed where its key has a secret for that. */
  isSigned?: true;
  ask(request: VendorRequest): Ask;
  reply(answer: Answer, request: VendorRequest): VendorReply;
}

/** A route that anybody may ask on behalf of a program, from a page on any origin. It never makes anything owed. */
export interface PublicRoute {
  method: 'POST';
  path: string;
  /** The program by our id, and the field that names it. */
  programOf(request: VendorRequest): { field: string; id: string };
  ask(request: VendorRequest): TrackAsk;
  reply(answer: TrackAnswer): VendorReply;
}

export interface VendorRequest {
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; `undefined` where nothing was sent. */
  body: unknown;
  /** ms UTC */
  received_at: number;
  /** The account that the key is bound to, in the caller's words; `null` before its first request that names one. */
  account: string | null;
  /** Of the key and the request's place, for what tells a repeated request from another. */
  place: string;
}

export interface VendorReply {
  status: number;
  /** Sent as JSON; nothing is sent where it is left out. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** What a request asks of us. `account` is the account that it names, where it names one; it must be the key's. */
export type Ask = { account?: string | undefined } & (
  | { ask: 'create_conversion'; given: GivenConversion; leniency: Leniency }
  | { ask: 'list_conversions'; query: GivenListQuery }
  | { ask: 'read_conversion'; id: string }
  | { ask: 'update_conversion'; id: string; patch: GivenConversionPatch; leniency: Leniency }
  | { ask: 'delete_conversion'; id: string }
  | { ask: 'list_conversion_types' }
  | { ask: 'list_sources'; limit: number; offset: number }
  | { ask: 'read_source'; id: string }
  | { ask: 'create_source'; given: GivenSource }
  | { ask: 'update_source'; id: string; patch: GivenSourcePatch }
  | { ask: 'delete_source'; id: string }
  | { ask: 'create_contacts'; given: readonly GivenContact[] }
  /** `named_as`: who is named so, and was not entered, is answered as a contact of whom nothing else is known. */
  | { ask: 'read_contact'; id: string; named_as: 'lead' }
  | ReferralAsk
  | RewardAsk
);

/** As `GET /v1/conversions` takes it; everything that is left out does not narrow the list. */
export interface GivenListQuery {
  name?: string | undefined;
  conversion_type_id?: string | undefined;
  source_id?: string | undefined;
  lead_id?: string | undefined;
  workflow_id?: string | undefined;
  master_workflow_id?: string | undefined;
  workflow_run_id?: string | undefined;
  search?: string | undefined;
  sort?: string | undefined;
  order?: 'asc' | 'desc' | undefined;
  status?: 'verified' | 'unverified' | 'all' | undefined;
  limit: number;
  /** So many are left out first. */
  offset: number;
}

/** A conversion with what belongs to it. */
export interface Shown {
  status: 'verified' | 'unverified';
  row: ConversionRow | ClaimRow;
  type: ConversionTypeRow | null;
  source: SourceRow | null;
}

/** By facet, then by value: how many conversions have it, and what they stand for. */
export type Facets = Readonly<Record<string, readonly { value: string; conversions: number; counted: number }[]>>;

export type Answer =
  | {
      answer: 'conversion';
      outcome: 'recorded' | 'duplicate' | 'read' | 'updated' | 'deleted';
      shown: Shown;
      /** The same request was carried out before, by its `Idempotency-Key`. */
      is_replayed?: boolean;
    }
  /** The contact is unknown; nothing was stored. */
  | { answer: 'ignored' }
  | {
      answer: 'conversions';
      rows: readonly Shown[];
      total: number;
      /** `false` where there are at least so many. */
      total_is_exact: boolean;
      facets: Facets;
    }
  | { answer: 'conversion_types'; rows: readonly ConversionTypeRow[] }
  | {
      answer: 'source';
      outcome: 'recorded' | 'duplicate' | 'read' | 'updated' | 'deleted';
      row: SourceRow;
      is_replayed?: boolean;
    }
  | { answer: 'sources'; rows: readonly SourceRow[]; total: number }
  | { answer: 'contacts'; rows: readonly (NewContactAnswer | AppError)[] }
  | { answer: 'contact'; row: ContactRow }
  | ReferralAnswer
  | RewardAnswer;

export interface NewContactAnswer {
  outcome: 'recorded' | 'duplicate';
  row: ContactRow;
  is_replayed?: boolean;
}

/** The answer of a kind that a route expects. Throws where it got another: a defect. */
export function expect<Kind extends Answer['answer']>(answer: Answer, kind: Kind): Extract<Answer, { answer: Kind }> {
  if (answer.answer !== kind) throw new Error(`expected ${kind} and got ${answer.answer}`);
  return answer as Extract<Answer, { answer: Kind }>;
}

/** 201 of what was made, by this request or by the same before; 200 of what was there already. */
export function createdStatus({ outcome, is_replayed }: { outcome: string; is_replayed?: boolean }): 200 | 201 {
  return outcome === 'recorded' || is_replayed ? 201 : 200;
}

/** The id by which the caller knows something. */
export function callersId(row: { id: string; external_id?: string | null }): string {
  return row.external_id ?? row.id;
}
