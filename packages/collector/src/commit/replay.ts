import { createHash } from 'node:crypto';
import type { Command, CommandRow, Outcome } from '../domain/command.ts';
import type { EventRow } from '../domain/event.ts';
import { commands as commandTable, events, schema } from '../domain/schema.ts';
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

/** SHA-256 of each table of facts, over its rows in order of key and without their versions. `onRow` hears of each row. */
export async function digestFacts(store: Reader, onRow: () => void = () => {}): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of schema) {
    if (table.role !== 'fact') continue;
    const hash = createHash('sha256');
    let between = '';
    for await (const row of readRows<object>(store, table)) {
      hash.update(between + canonical({ ...row, version: undefined }));
      between = '\n';
      onRow();
    }
    digests[table.name] = hash.digest('hex');
  }
  return digests;
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
  return outcome.message.split('\n', 1)[0] ?? '';
}
