import type { Outcome, RecordConversion } from '../domain/command.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { conversions } from '../domain/schema.ts';
import { Affected } from './affected.ts';
import { claimsOf } from './claims.ts';
import { creditOfConversion } from './credit.ts';
import { conversionKeys, holdersOf, holdKeys } from './dedupe.ts';
import { nameIn } from './naming.ts';
import { countReplay, issueReceipt, settle } from './settle.ts';
import { stitch } from './stitch.ts';

/** A secret key's report of a conversion: recorded once for all its keys, linked, and credited. */
export function recordConversion(draft: Draft, command: RecordConversion): Outcome {
  const { workspace_id, recorded_at, conversion: report } = command;
  const keys = conversionKeys(report);
  const holders = holdersOf(draft, workspace_id, keys);
  if (holders.length > 1) return keyConflict(draft, command, holders);
  // A report without keys is known again only by the id that it was given on arrival.
  const holder = holders[0] ?? draft.get<ConversionRow>(conversions, [workspace_id, report.id])?.id;
  if (holder !== undefined) {
    countReplay(draft, workspace_id, holder, 'recorded');
    return { status: 'duplicate', fact: draft.get<ConversionRow>(conversions, [workspace_id, holder]) };
  }

  const affected = new Affected(draft, workspace_id);
  affected.byStitch(stitch(draft, { ...report, workspace_id, trusted: true }));
  holdKeys(draft, workspace_id, keys, report.id);

  nameIn(draft, { workspace_id, id: report.id }, report.identifiers, report.occurred_at);
  const recorded = { ...report, workspace_id, recorded_at, version: 1 };
  const conversion: ConversionRow = { ...recorded, credit: creditOfConversion(draft, recorded) };
  draft.insert<ConversionRow>(conversions, conversion);
  issueReceipt(draft, command, { subject_id: conversion.id, kind: 'recorded', credit: conversion.credit });

  for (const claim of claimsOf(draft, conversion)) affected.claims.add(claim);
  settle(draft, command, affected);
  return { status: 'recorded', fact: conversion };
}

/** Its keys name two facts: neither is merged nor changed, and both say so. */
function keyConflict(draft: Draft, command: RecordConversion, holders: readonly string[]): Outcome {
  const [first = '', second = ''] = holders;
  issueReceipt(draft, command, { subject_id: first, kind: 'key_conflict', other_id: second });
  issueReceipt(draft, command, { subject_id: second, kind: 'key_conflict', other_id: first });
  return {
    status: 'refused',
    code: 'key_conflict',
    message: `The order id belongs to conversion ${first}, the event id to conversion ${second}; nothing was recorded.`,
    detail: { field: 'event_id', hint: 'Send the order id and the event id of one and the same conversion.' },
  };
}
