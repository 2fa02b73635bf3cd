import type { EditRow } from '../../domain/edit.ts';
import type { IncentiveRow, IncentiveTerms } from '../../domain/incentive.ts';
import type { ProgramRow, ProgramTerms } from '../../domain/program.ts';
import { edits, incentives, programs } from '../../domain/schema.ts';
import type { Table } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';

/** Something with all the terms that it ever had, as they were accepted. */
export interface Agreed<Row, Terms> {
  row: Row;
  versions: Terms[];
}

/** What was agreed on, each read once. */
export interface Agreements {
  program(id: string | null): Promise<Agreed<ProgramRow, ProgramTerms> | undefined>;
  incentive(id: string | null): Promise<Agreed<IncentiveRow, IncentiveTerms> | undefined>;
}

export function createAgreements(reader: Reader, workspaceId: string): Agreements {
  async function read<Row extends { id: string; first_terms: Terms }, Terms>(table: Table<Row>, id: string) {
    const [[row], changes] = await Promise.all([
      reader.find<Row>(table, 'key', [workspaceId, id]),
      changesOf(reader, workspaceId, id),
    ]);
    const later = changes.flatMap(({ patch }) => ('terms' in patch ? [patch['terms'] as Terms] : []));
    return row && { row, versions: [row.first_terms, ...later] };
  }
  return {
    program: once((id) => read<ProgramRow, ProgramTerms>(programs, id)),
    incentive: once((id) => read<IncentiveRow, IncentiveTerms>(incentives, id)),
  };
}

function once<T>(read: (id: string) => Promise<T | undefined>): (id: string | null) => Promise<T | undefined> {
  const known = new Map<string, Promise<T | undefined>>();
  return async (id) => {
    if (id === null) return undefined;
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    return found;
  };
}

export async function changesOf(reader: Reader, workspaceId: string, subjectId: string): Promise<EditRow[]> {
  const found = await reader.find<EditRow>(edits, 'key', [workspaceId, subjectId]);
  return found.sort((a, b) => a.sequence - b.sequence);
}

/** The terms that hold at a time, with their number from 1 on: of those that had begun the last that were accepted. */
export function inForce<Terms extends { valid_from: number }>(
  versions: readonly Terms[],
  at: number,
): { terms: Terms; number: number } | undefined {
  let found: { terms: Terms; number: number } | undefined;
  for (const [index, terms] of versions.entries()) if (terms.valid_from <= at) found = { terms, number: index + 1 };
  return found;
}
