import { createHash } from 'node:crypto';
import type { Command, CommandRow, Outcome } from '../domain/command.ts';
import type { EventRow } from '../domain/event.ts';
import { commands as commandTable, events, schema } from '../domain/schema.ts';
import type { AnyTable } from '../domain/table.ts';
import type { Reader, Store } from '../store/store.ts';
import { commitGroup } from './group.ts';
import { readRows } from './read-rows.ts';

/** Acceptance was decided once, and yet a command of the log was not accepted again. */
export class NotAcceptedError extends Error {
  readonly command: Command;
  readonly outcome: Outcome | undefined;

  constructor(command: Command, outcome: Outcome | undefined) {
    super(`${command.kind} ${command.id} of workspace ${command.workspace_id} is not accepted again: ${why(outcome)}`);
    this.name = 'NotAcceptedError';
    this.command = command;
    this.outcome = outcome;
  }
}

/** Every accepted command of a store, page events included, in no order that matters. */
export async function* readLog(store: Reader): AsyncGenerator<Command> {
  for await (const row of readRows<CommandRow>(store, commandTable)) yield row.body;
  for await (const row of readRows<EventRow>(store, events)) yield { kind: 'record_event', ...row };
}

/**
 * Derives everything again from accepted commands, in the groups given, into a store that has none of them. `onGroup`
 * hears how many commands each group had that was committed. Throws `NotAcceptedError`.
 */
export async function replay(
  groups: Iterable<readonly Command[]> | AsyncIterable<readonly Command[]>,
  into: Store,
  onGroup: (commands: number) => void = () => {},
): Promise<void> {
  for await (const group of groups) {
    const outcomes = await commitGroup(into, group);
    for (const [at, command] of group.entries()) {
      if (outcomes[at]?.status !== 'recorded') throw new NotAcceptedError(command, outcomes[at]);
    }
    onGroup(group.length);
  }
}

/**
 * SHA-256 of each table of facts, over its rows in order of key and without their versions; parts of one fact are added up,
 * and what comes to nothing is left out. `onRow` hears of each row.
 */
export async function digestFacts(store: Reader, onRow: () => void = () => {}): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of schema) {
    if (table.role !== 'fact') continue;
    const hash = createHash('sha256');
    let between = '';
    for await (const row of factsOf(table, heard(readRows<object>(store, table), onRow))) {
      hash.update(between + canonical({ ...row, version: undefined }));
      between = '\n';
    }
    digests[table.name] = hash.digest('hex');
  }
  return digests;
}

async function* heard<Row>(rows: AsyncIterable<Row>, onRow: () => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    onRow();
    yield row;
  }
}

type Cells = Record<string, unknown>;

/** Rows of a table in order of key, as the facts that they are: those that only a slot keeps apart are one. */
export async function* factsOf(table: AnyTable, rows: AsyncIterable<object>): AsyncGenerator<object> {
  const { slot } = table;
  if (slot === undefined) {
    yield* rows;
    return;
  }
  const added = Object.keys(table.columns).filter((column) => table.columns[column]?.policy === 'add');
  const named = table.key.filter((column) => column !== slot);
  const isSomething = (fact: Cells) => added.some((column) => fact[column] !== 0);
  let fact: Cells | undefined;
  for await (const { [slot]: _, ...part } of rows as AsyncIterable<Cells>) {
    const before: Cells | undefined = fact;
    if (before && named.every((column) => before[column] === part[column])) {
      for (const column of added) before[column] = Number(before[column]) + Number(part[column]);
      continue;
    }
    if (before && isSomething(before)) yield before;
    fact = part;
  }
  if (fact && isSomething(fact)) yield fact;
}

/** JSON with keys in order, so that equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function why(outcome: Outcome | undefined): string {
  if (!outcome || outcome.status === 'recorded') return 'there is no answer';
  if (outcome.status === 'duplicate') return 'what it reports is there already';
  if (outcome.status === 'ignored') return outcome.reason;
  return outcome.message.split('\n', 1)[0] ?? '';
}
