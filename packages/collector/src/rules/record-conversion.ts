import type { Outcome, RecordConversion } from '../domain/command.ts';
import type { ContactRow } from '../domain/contact.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { contacts, conversions } from '../domain/schema.ts';
import { MINUTE } from '../domain/time.ts';
import { regive } from './adjustments.ts';
import { Affected } from './affected.ts';
import { salesOfCheckout } from './checkout.ts';
import { claimsOf } from './claims.ts';
import { countConversion } from './counts.ts';
import { answerFor } from './credit.ts';
import { conversionKeys, type DedupeKey, holdersOf, holdKeys, ownersOf, ownKeys, referenceKeys } from './dedupe.ts';
import { earn } from './earn.ts';
import { afterEdits, editedOf, referencesOf, UNCHANGED } from './edits.ts';
import { recall, remember } from './idempotency.ts';
import { nameIn } from './naming.ts';
import { countReplay, issueReceipt } from './receipts.ts';
import { findBy } from './search-tokens.ts';
import { settle } from './settle.ts';
import { signalsOf } from './signals.ts';
import { stitch } from './stitch.ts';

type Report = RecordConversion['conversion'];

/** A secret key's report of a conversion: recorded once for all its keys, linked, and credited. */
export function recordConversion(draft: Draft, command: RecordConversion): Outcome {
  const { workspace_id, recorded_at, conversion: report } = command;
  const known = knownBefore(draft, command);
  if (known) return known;

  const affected = new Affected(draft, workspace_id);
  affected.byStitch(stitch(draft, { ...report, workspace_id, trusted: true }));
  // Nobody has changed, or given back of, what gets its id only now; in a log that is derived again somebody may have.
  const isNew = !command.is_accepted;
  const edited = isNew ? UNCHANGED : editedOf(draft, workspace_id, report.id);
  const recorded = afterEdits(
    { ...report, workspace_id, recorded_at, updated_at: recorded_at, deleted_at: null, refunded_minor: 0, version: 1 },
    edited,
  );
  ownKeys(draft, workspace_id, report.id, {
    keeps: edited.releases_keys ? [] : keysOf(recorded),
    ever: [report, ...edited.changes.map(({ patch }) => ({ ...report, ...patch }))].flatMap(keysOf),
  });
  holdKeys(draft, workspace_id, samenessKeys(command), report.id);
  remember(draft, command, report.id);

  nameIn(draft, { workspace_id, id: report.id }, report.identifiers, recorded.occurred_at);
  const { credit, buyer } = answerFor(draft, recorded);
  const signals = command.is_accepted ? recorded.signals : signalsOf(draft, recorded, credit.owed_to);
  const conversion: ConversionRow = { ...recorded, signals, credit };
  draft.insert<ConversionRow>(conversions, conversion);
  countConversion(draft, conversion, 1);
  findBy(draft, undefined, conversion);
  for (const rival of regive(draft, conversion, isNew)) affected.conversions.add(rival);
  issueReceipt(draft, command, { subject_id: conversion.id, kind: 'recorded', credit: conversion.credit });

  earn(
    draft,
    command,
    draft.get<ConversionRow>(conversions, [workspace_id, report.id]) ?? conversion,
    buyer,
    affected,
    isNew,
  );
  for (const sale of salesOfCheckout(draft, conversion)) affected.conversions.add(sale);
  for (const claim of claimsOf(draft, conversion, referencesOf(report, edited))) affected.claims.add(claim);
  settle(draft, command, affected);
  // Whether there was a contact is decided, and whose address it was is nobody's business any more.
  const { requires_contact: _, ...accepted } = command;
  return {
    status: 'recorded',
    fact: conversion,
    logged: { ...accepted, conversion: { ...report, signals }, is_accepted: true },
  };
}

/** The keys of a conversion as it is now. */
export function keysOf(conversion: Report | ConversionRow) {
  return [...conversionKeys(conversion), ...referenceKeys(conversion)];
}

/** What becomes of a report that is not recorded; `undefined` where it is. */
function knownBefore(draft: Draft, command: RecordConversion): Outcome | undefined {
  const { workspace_id, conversion: report } = command;
  const conversionOf = (id: string) => draft.get<ConversionRow>(conversions, [workspace_id, id]);
  // A report without keys is known again only by the id that it was given on arrival.
  const same = conversionOf(report.id);
  if (same) return same.deleted_at === null || command.is_accepted ? duplicate(draft, same) : deleted(draft, same);
  if (command.is_accepted) return undefined;

  const replayed = recall(draft, command, conversionOf);
  if (replayed) return replayed;
  const holders = holdersOf(draft, workspace_id, conversionKeys(report));
  if (holders.length > 1) return keyConflict(draft, command, holders);
  const holder = holders[0] ?? repeatedBy(draft, command);
  const found = holder === undefined ? undefined : conversionOf(holder);
  if (found?.deleted_at === null) {
    remember(draft, command, found.id);
    return duplicate(draft, found);
  }
  if (found) return deleted(draft, found);
  return isWelcome(draft, command) ? undefined : ignore(draft, command);
}

function duplicate(draft: Draft, conversion: ConversionRow): Outcome {
  countReplay(draft, conversion.workspace_id, conversion.id, 'recorded');
  return { status: 'duplicate', fact: conversion };
}

/** It is counted, too: whoever writes has looked at the keys as they are at the end, and not while they were given away. */
function deleted(draft: Draft, { workspace_id, id }: ConversionRow): Outcome {
  countReplay(draft, workspace_id, id, 'recorded');
  return {
    status: 'refused',
    code: 'deleted',
    message: `It is conversion ${id}, which was deleted.`,
    detail: { hint: 'Delete a conversion with release_key=true where its keys are to be used again.' },
  };
}

/** A client that repeats itself without an id of its own does so at once, not after more than this. */
const REPEATS_WITHIN = 5 * MINUTE;

/** By when it came, for who repeats it looks no further than that. */
export function samenessKeys({ sameness, recorded_at }: RecordConversion): DedupeKey[] {
  if (!sameness) return [];
  const scopes = ['sameness:conversion', ...(sameness.is_retry ? ['sameness:retry'] : [])];
  return scopes.map((scope) => samenessKey(scope, sameness.hash, recorded_at));
}

function samenessKey(scope: string, hash: string, at: number): DedupeKey {
  return { scope: `${scope}:${Math.floor(at / REPEATS_WITHIN)}`, value: hash };
}

/** The conversion that the same request made before; or, where a repetition has overtaken it, that one's. */
function repeatedBy(draft: Draft, { workspace_id, recorded_at, sameness }: RecordConversion): string | undefined {
  if (!sameness) return undefined;
  const scope = sameness.is_retry ? 'sameness:conversion' : 'sameness:retry';
  const near = [-1, 0, 1].map((step) => samenessKey(scope, sameness.hash, recorded_at + step * REPEATS_WITHIN));
  return near
    .flatMap((key) => ownersOf(draft, workspace_id, key))
    .map(({ fact_id }) => draft.get<ConversionRow>(conversions, [workspace_id, fact_id]))
    .findLast((row) => {
      const later = row ? row.recorded_at - recorded_at : Number.NaN;
      return Math.abs(later) <= REPEATS_WITHIN && (sameness.is_retry || later >= 0);
    })?.id;
}

/** Where only contacts count: there is one with this address. */
function isWelcome(draft: Draft, { workspace_id, requires_contact }: RecordConversion): boolean {
  if (!requires_contact) return true;
  const found = draft.find<ContactRow>(contacts, 'email', [workspace_id, requires_contact.email_node]);
  return found.some(({ deleted_at }) => deleted_at === null);
}

/** It stays so when the contact comes later; of whom it was, only who knows the address and the secret can tell. */
function ignore(draft: Draft, command: RecordConversion): Outcome {
  const hmac = command.requires_contact?.hmac ?? null;
  issueReceipt(draft, command, { subject_id: command.conversion.id, kind: 'ignored', other_id: hmac });
  remember(draft, command, null);
  return { status: 'ignored', reason: 'contact_unknown' };
}

/** Its keys name two facts: neither is merged nor changed, and both say so. */
function keyConflict(draft: Draft, command: RecordConversion, holders: readonly string[]): Outcome {
  const [first = '', second = ''] = holders;
  issueReceipt(draft, command, { subject_id: first, kind: 'key_conflict', other_id: second });
  issueReceipt(draft, command, { subject_id: second, kind: 'key_conflict', other_id: first });
  return {
    status: 'refused',
    code: 'key_conflict',
    message: `Its keys belong to two conversions, ${first} and ${second}; nothing was recorded.`,
    detail: { field: 'event_id', hint: 'Send the order id and the event id of one and the same conversion.' },
  };
}
