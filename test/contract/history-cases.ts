import type { Command, Outcome, RecordEvent } from '../../packages/collector/src/domain/command.ts';
import type { Candidate } from '../../packages/collector/src/domain/credit.ts';
import type { ReceiptRow } from '../../packages/collector/src/domain/receipt.ts';
import type { Derived } from './history-run.ts';
import { WINDOW } from './times.ts';

/** Which cases a history held, so that a property that passes is known to have met them. */
export function casesOf(commands: readonly Command[], outcomes: readonly Outcome[], derived: Derived): Set<string> {
  const { conversions, edges, identities, marks, receipts, touches } = derived;
  const cases = new Set<string>();
  const note = (name: string, isMet: boolean) => {
    if (isMet) cases.add(name);
  };

  note(
    'duplicate',
    outcomes.some(({ status }) => status === 'duplicate'),
  );
  note(
    'key conflict',
    outcomes.some((outcome) => outcome.status === 'refused' && outcome.code === 'key_conflict'),
  );
  note('touch told in differing words', tellsTouchTwice(commands));
  for (const command of commands)
    if (command.kind === 'record_event') for (const name of casesOfEvent(command)) cases.add(name);
  for (const receipt of receipts) for (const name of casesOfReceipt(receipt, commands)) cases.add(name);
  note('claim that moved to another conversion', movedClaims(receipts));

  for (const { credit, occurred_at } of conversions) {
    cases.add(`debt: ${credit.debt_rule}`);
    for (const { verdict } of credit.claims) cases.add(`claim: ${verdict}`);
    note('flood of claims', credit.claims.length >= 20);
    for (const { verdict } of credit.candidates) cases.add(`touch: ${verdict}`);
    for (const { verdict } of credit.debt_candidates) cases.add(`affiliate touch: ${verdict}`);
    note('tie in the same millisecond', hasTie(credit.candidates));
    note(
      'touch at the very edge of the window',
      credit.candidates.some((touch) => occurred_at - touch.occurred_at === WINDOW),
    );
    note('touch that only seems late', Number(credit.attributed_to?.occurred_at) > occurred_at);
  }
  note(
    'click id on several browsers',
    Object.values(Object.groupBy(touches, (touch) => touch.click_id ?? '')).some(
      (carriers) => carriers?.[0]?.click_id && new Set(carriers.map(({ visitor_id }) => visitor_id)).size > 2,
    ),
  );
  const targets = Map.groupBy(edges, (edge) => `${edge.to_kind}:${edge.to_value}`);
  note(
    'identifier that too many share',
    [...targets.values()].some((pointing) => pointing.length > 50),
  );
  note(
    'browser that claims too much',
    [...Map.groupBy(edges, (edge) => `${edge.from_kind}:${edge.from_value}:${edge.trusted}`)].some(
      ([from, owners]) => from.startsWith('visitor:') && from.endsWith(':false') && owners.length > 50,
    ),
  );
  const sources = Map.groupBy(edges, (edge) => `${edge.from_kind}:${edge.from_value}`);
  note(
    'identifier with several owners',
    [...sources.values()].some((owners) => new Set(owners.map(({ to_value }) => to_value)).size > 1),
  );
  note(
    'shared device',
    [...Map.groupBy(marks, ({ visitor_id }) => visitor_id).values()].some(
      (onOne) => new Set(onOne.filter(({ kind }) => kind === 'user').map(({ value }) => value)).size > 1,
    ),
  );
  note(
    'device that was left',
    marks.some(({ kind }) => kind === 'reset'),
  );
  note(
    'device in quarantine',
    [
      ...Map.groupBy(
        edges.filter((edge) => edge.from_kind === 'visitor' && edge.to_kind === 'user' && !edge.trusted),
        ({ from_value }) => from_value,
      ).values(),
    ].some((claimed) => claimed.filter((edge) => !edge.is_removed).length > 3),
  );
  note(
    'merge of users',
    identities.some(({ alias_of }) => alias_of !== null),
  );
  note(
    'merge',
    edges.some((edge) => edge.from_kind !== 'visitor' && !edge.is_removed),
  );
  note(
    'edge removed',
    edges.some((edge) => edge.is_removed && edge.occurred_at < Number.MAX_SAFE_INTEGER),
  );
  note(
    'conflicting identifiers',
    conversions.some(({ credit }) => credit.conflicts.length > 0),
  );
  note(
    'trusted link beside a claimed one',
    [...sources.values()].some((owners) => new Set(owners.map(({ trusted }) => trusted)).size > 1),
  );
  return cases;
}

function casesOfEvent({ body }: RecordEvent): string[] {
  return [
    ...(body?.vendor_ids && body.identifiers ? ['ids of vendors beside a name'] : []),
    ...(body?.items && body.claim_id ? ['claim with items'] : []),
    ...(body?.consent?.analytics === 'denied' && body.claim_id ? ['claim of somebody who is not recognised'] : []),
  ];
}

function casesOfReceipt(receipt: ReceiptRow, commands: readonly Command[]): string[] {
  const { kind, cause, command_id, other_id, before, credit } = receipt;
  if (kind === 'claimed') return [other_id === null ? 'claim before its report' : 'claim after its report'];
  if (kind !== 'recredited') return [];
  const cases = [`recredited by ${cause}`];
  if (cause === 'record_event') {
    const event = commands.find((command) => command.kind === 'record_event' && command_id.endsWith(`/${command.id}`));
    const isLink = event?.kind === 'record_event' && event.body?.identifiers;
    cases.push(isLink ? 'late identity' : 'late touch');
  }
  if (before?.owed_to && !credit?.owed_to) cases.push('debt that went away');
  if (!before?.owed_to && credit?.owed_to) cases.push('debt that came late');
  return cases;
}

function tellsTouchTwice(commands: readonly Command[]): boolean {
  const told = commands.flatMap((command) => (command.kind === 'record_event' && command.body?.touch) || []);
  return [...Map.groupBy(told, ({ id }) => id).values()].some(
    (reports) => new Set(reports.map((report) => JSON.stringify(report))).size > 1,
  );
}

function movedClaims(receipts: readonly ReceiptRow[]): boolean {
  const covers = receipts.filter(
    ({ kind, other_id }) => (kind === 'covered' || kind === 'claimed') && other_id !== null,
  );
  return [...Map.groupBy(covers, ({ subject_id }) => subject_id).values()].some(
    (moves) => new Set(moves.map(({ other_id }) => other_id)).size > 1,
  );
}

function hasTie(candidates: readonly Candidate[]): boolean {
  return new Set(candidates.map(({ occurred_at }) => occurred_at)).size < candidates.length;
}

/** Counts cases over histories and prints their shares. */
export function createCaseCount() {
  const counts = new Map<string, number>();
  let histories = 0;
  return {
    add(cases: ReadonlySet<string>): void {
      histories += 1;
      for (const name of cases) counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    shareOf: (name: string): number => (counts.get(name) ?? 0) / histories,
    lines: (): string[] =>
      [...counts]
        .sort(([, a], [, b]) => b - a)
        .map(([name, count]) => `${((100 * count) / histories).toFixed(0).padStart(4)} %  ${name}`),
  };
}
