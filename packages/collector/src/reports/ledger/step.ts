import type { Table } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import type { Looking } from './lasting.ts';
import type { Complaint, LedgerFault } from './ledger-fault.ts';

/** Rows of one kind, and how each is looked at. */
export interface Step<Row> extends Looking<Row> {
  subject: LedgerFault['subject'];
  pages: AsyncIterable<readonly Row[]>;
  idOf(row: Row): string;
}

/** Whose ledger it is, who reads it, and who hears how far that is. */
export interface Walk {
  reader: Reader;
  workspace_id: string;
  onRow(): void;
}

/** How a row is read again by its id. */
export function byOwnId<Row extends { id: string }>({ reader, workspace_id }: Walk, table: Table<Row>) {
  return {
    idOf: ({ id }: Row) => id,
    again: async ({ id }: Row) => (await reader.find<Row>(table, 'key', [workspace_id, id]))[0],
  };
}

/** How that is looked at of which nothing but an id is known. */
export function byId(look: (id: string) => Promise<readonly Complaint[]>) {
  return { idOf: (id: string) => id, begin: () => look, again: async (id: string) => id };
}

/** Each value once; rows with one value lie together. */
export async function* different<Row>(
  pages: AsyncIterable<readonly Row[]>,
  named: (row: Row) => string,
): AsyncGenerator<string[]> {
  let last: string | undefined;
  for await (const page of pages) {
    const values = [...new Set(page.map(named))].filter((value) => value !== last);
    last = values.at(-1) ?? last;
    yield values;
  }
}
