import type { Credit } from './credit.ts';

/**
 * `recorded`: a secret key's report became a conversion. `claimed`: a browser's report became a claim. `covered`: a
 * server's report covers this claim. `recredited`: late truth changed the answer. `reconsidered`: late truth changed
 * the evidence and not the answer. `key_conflict`: a report whose keys belong to two facts was refused. `edited`, `deleted`,
 * `adjusted`: it was changed, deleted, or something of it was given back. `ignored`: it does not count, for nobody knows the
 * contact. `earned`: what it makes us owe, or why it makes us owe nothing, was decided or has changed.
 */
export type ReceiptKind =
  | 'recorded'
  | 'claimed'
  | 'covered'
  | 'recredited'
  | 'reconsidered'
  | 'key_conflict'
  | 'edited'
  | 'deleted'
  | 'adjusted'
  | 'ignored'
  | 'earned';

/** What a command decided about a conversion or a claim, at the time and with what was known then. */
export interface ReceiptRow {
  workspace_id: string;
  /** The conversion or claim it is about. */
  subject_id: string;
  /** The command that caused it: `visitor/name/id` of an event for what a browser sent. */
  command_id: string;
  kind: ReceiptKind;
  /** Kind of the command that caused it. */
  cause: string;
  recorded_at: number;
  /** The answer as it was given; `null` where it was not changed. */
  credit: Credit | null;
  /** The answer before, where it changed. */
  before: Pick<Credit, 'attributed_to' | 'owed_to' | 'debt_rule'> | null;
  /** The other fact of a key conflict, the conversion that covers a claim, what was given back, or whose address it was. */
  other_id: string | null;
  /** How often the same report came again. */
  replays: number;
}
