import type { EditRow } from '../domain/edit.ts';
import type { IncentiveRow, IncentiveTerms } from '../domain/incentive.ts';
import type { ProgramRow, ProgramTerms } from '../domain/program.ts';
import { edits, incentives, programs } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';
import { type ConfiguredPage, type ListQuestion, list, type ReadQuestion, read } from './configured.ts';

/** Programs and incentives, with every version of their terms. What was deleted is not found. */

export interface Versioned<Row, Terms> {
  row: Row;
  /** In the order in which they were accepted. */
  versions: [first: Terms, ...later: Terms[]];
}

/** An incentive is told in its program's currency. */
export interface ShownIncentive {
  row: IncentiveRow;
  currency: string;
}

/** Newest first. */
export function listPrograms(reader: Reader, question: ListQuestion): Promise<ConfiguredPage<ProgramRow>> {
  return list(reader, programs, 'time', [question.workspace_id], question);
}

export async function readProgram(
  reader: Reader,
  question: ReadQuestion,
): Promise<Versioned<ProgramRow, ProgramTerms> | null> {
  const row = await read(reader, programs, question);
  return row && { row, versions: await versionsOf<ProgramTerms>(reader, row) };
}

/** Newest first; of one program, by our id, where it is given. */
export async function listIncentives(
  reader: Reader,
  { program_id, ...question }: ListQuestion & { program_id: string | null },
): Promise<ConfiguredPage<ShownIncentive>> {
  const { workspace_id } = question;
  const { rows, next } =
    program_id === null
      ? await list(reader, incentives, 'time', [workspace_id], question)
      : await listOfProgram(reader, program_id, question);
  const currencies = new Map<string, string>();
  for (const id of new Set(rows.map((row) => row.program_id))) {
    currencies.set(id, await currencyOf(reader, workspace_id, id));
  }
  return { rows: rows.map((row) => ({ row, currency: currencies.get(row.program_id) ?? '' })), next };
}

export async function readIncentive(
  reader: Reader,
  question: ReadQuestion,
): Promise<(Versioned<IncentiveRow, IncentiveTerms> & { currency: string }) | null> {
  const row = await read(reader, incentives, question);
  if (!row) return null;
  const [currency, versions] = await Promise.all([
    currencyOf(reader, row.workspace_id, row.program_id),
    versionsOf<IncentiveTerms>(reader, row),
  ]);
  return { row, currency, versions };
}

/** Ids are ordered by time. */
async function listOfProgram(
  reader: Reader,
  programId: string,
  { workspace_id, limit, after }: ListQuestion,
): Promise<ConfiguredPage<IncentiveRow>> {
  const rows = await reader.range<IncentiveRow>(incentives, 'program', [workspace_id, programId], {
    ...{ where: { deleted_at: null }, order: 'descending', limit: limit + 1 },
    after: after ? [after.id] : undefined,
  });
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  return { rows: page, next: rows.length > limit && end ? { created_at: end.created_at, id: end.id } : null };
}

/** Of a deleted program, too: what was in it keeps its currency. */
async function currencyOf(reader: Reader, workspaceId: string, programId: string): Promise<string> {
  const [program] = await reader.find<ProgramRow>(programs, 'key', [workspaceId, programId]);
  return program?.currency ?? '';
}

async function versionsOf<Terms>(
  reader: Reader,
  row: { workspace_id: string; id: string; first_terms: Terms },
): Promise<[Terms, ...Terms[]]> {
  const changes = await reader.range<EditRow>(edits, 'key', [row.workspace_id, row.id], { order: 'ascending' });
  const later = changes.flatMap(({ patch }) => ('terms' in patch ? [patch['terms'] as Terms] : []));
  return [row.first_terms, ...later];
}
