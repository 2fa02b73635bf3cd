import type { Edit, Outcome } from '../domain/command.ts';
import type { ConversionRow, NamingRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { nodeOf } from '../domain/identity.ts';
import { conversions, namings } from '../domain/schema.ts';
import { regive } from './adjustments.ts';
import { Affected } from './affected.ts';
import { salesOfCheckout } from './checkout.ts';
import { claimsOf } from './claims.ts';
import { countConversion } from './counts.ts';
import { given, holdersOf, ownKeys } from './dedupe.ts';
import { afterEdits, type Edited, referencesOf } from './edits.ts';
import { nameIn } from './naming.ts';
import { issueReceipt } from './receipts.ts';
import { keysOf } from './record-conversion.ts';
import { findBy } from './search-tokens.ts';
import { settle } from './settle.ts';

/** A reference that another conversion has stays that one's; what was given back stays in its currency. */
export function conversionEditRefusal(
  draft: Draft,
  { workspace_id, subject_id, patch }: Edit,
  row: ConversionRow,
): Outcome | undefined {
  const { external_ref: reference, currency } = patch;
  if (row.refunded_minor > 0 && currency !== undefined && currency !== row.currency) {
    return {
      status: 'refused',
      code: 'conflict',
      message: `currency: what was given back of it is in ${row.currency}`,
      detail: { field: 'currency', hint: 'Leave the currency as it is.' },
    };
  }
  const { amount_minor: amount } = patch;
  if (typeof amount === 'number' && amount < row.refunded_minor) {
    return {
      status: 'refused',
      code: 'conflict',
      message: `amount: ${row.refunded_minor} minor units of it were given back already`,
      detail: { field: 'amount', hint: 'Send no less than was given back.' },
    };
  }
  if (typeof reference !== 'string') return undefined;
  const [holder] = holdersOf(draft, workspace_id, given([[`${row.dialect}:conversion`, reference]]));
  if (holder === undefined || holder === subject_id) return undefined;
  return {
    status: 'refused',
    code: 'conflict',
    message: `external_ref: ${JSON.stringify(reference)} is that of conversion ${holder}`,
    detail: { field: 'external_ref', hint: 'Send another reference, or change that conversion first.' },
  };
}

/** A conversion as it is after its changes: counted, found, refunded and credited anew. */
export function editConversion(draft: Draft, command: Edit, row: ConversionRow, edited: Edited): ConversionRow {
  const { workspace_id, subject_id } = command;
  const before = { ...row };
  const { occurred_at, ...after } = afterEdits(row, edited);
  const patch = { ...edited.patch, occurred_at, updated_at: after.updated_at, deleted_at: after.deleted_at };

  const affected = new Affected(draft, workspace_id);
  const references = referencesOf(before, edited);
  const isKnownOtherwise = edited.changes.some(({ patch: one }) => 'external_ref' in one);
  const movesClaims = edited.releases_keys || isKnownOtherwise || occurred_at !== before.occurred_at;
  const reconsider = (sale: ConversionRow) => {
    if (!movesClaims) return;
    for (const claim of claimsOf(draft, sale, references)) affected.claims.add(claim);
  };
  reconsider(before);
  draft.update<ConversionRow>(conversions, row, patch);
  if (occurred_at !== before.occurred_at) nameAnew(draft, before, occurred_at);
  ownKeys(draft, workspace_id, subject_id, {
    keeps: edited.releases_keys ? [] : keysOf(row),
    ever: [before, ...edited.changes.map(({ patch: one }) => ({ ...before, ...one }))].flatMap(keysOf),
  });
  countConversion(draft, before, -1);
  countConversion(draft, row, 1);
  findBy(draft, before, row);
  for (const rival of regive(draft, row)) affected.conversions.add(rival);
  for (const sale of salesOfCheckout(draft, row)) affected.conversions.add(sale);
  const kind = command.is_delete ? 'deleted' : 'edited';
  issueReceipt(draft, command, { subject_id, kind });

  reconsider(row);
  affected.conversions.add(row);
  settle(draft, command, affected);
  return row;
}

function nameAnew(draft: Draft, { workspace_id, id, identifiers, occurred_at }: ConversionRow, to: number): void {
  for (const identifier of identifiers) {
    if (identifier.kind === 'visitor') continue;
    const { kind, value } = nodeOf(identifier);
    const naming = draft.get<NamingRow>(namings, [workspace_id, kind, value, occurred_at, id]);
    if (naming) draft.remove<NamingRow>(namings, naming);
  }
  nameIn(draft, { workspace_id, id }, identifiers, to);
}
