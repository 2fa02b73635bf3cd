import { hash } from 'node:crypto';
import type { Command, CommandRow } from '../domain/command.ts';
import type { EventRow } from '../domain/event.ts';
import { commands as commandTable, events, schema } from '../domain/schema.ts';
import type { Cell, Table } from '../domain/table.ts';
import type { Reader, Store } from '../store/store.ts';
import { commitGroup } from './group.ts';

const PAGE = 1_000;

/** Every accepted command of a store, page events included, in no order that matters. */
export async function* readLog(store: Reader): AsyncGenerator<Command> {
  for await (const row of readAll<CommandRow>(store, commandTable)) yield row.body;
  for await (const row of readAll<EventRow>(store, events)) yield { kind: 'record_event', ...row };
}

/**
 * Derives everything again from accepted commands, in the groups given, into an empty store. Throws where one is not
 * accepted again, for acceptance was decided once.
 */
export async function replay(
  groups: Iterable<readonly Command[]> | AsyncIterable<readonly Command[]>,
  into: Store,
): Promise<void> {
  for await (const group of groups) {
    const outcomes = await commitGroup(into, group);
    const at = outcomes.findIndex((outcome) => outcome.status !== 'recorded');
    if (at >= 0) throw new Error(`replay did not accept ${JSON.stringify(group[at])}: ${JSON.stringify(outcomes[at])}`);
  }
}

/** SHA-256 of each table of facts, over its rows in order of key and without their versions. */
export async function digestFacts(store: Reader): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of schema) {
    if (table.role !== 'fact') continue;
    const lines: string[] = [];
    for await (const row of readAll<object>(store, table)) {
      lines.push(canonical({ ...row, version: undefined }));
    }
    digests[table.name] = hash('sha256', lines.join('\n'), 'hex');
  }
  return digests;
}

async function* readAll<Row extends object>(store: Reader, table: Table<Row>): AsyncGenerator<Row> {
  let after: Cell[] | undefined;
  for (;;) {
    const rows = await store.range(table, 'key', [], { after, order: 'ascending', limit: PAGE });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = table.key.map((column) => (last as Record<string, Cell>)[column] ?? null);
  }
}

/** JSON with keys in order, so that equal values give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
