import type { ContactKind, ContactRow } from '../domain/contact.ts';
import type { ConversionTypeRow } from '../domain/conversion-type.ts';
import { contacts, conversionTypes, sources } from '../domain/schema.ts';
import type { SourceRow } from '../domain/source.ts';
import type { Cell, Table } from '../domain/table.ts';
import type { Reader } from '../store/store.ts';

/** What callers set up around conversions: types, sources and contacts. What was deleted is not found. */

interface Configured {
  id: string;
  created_at: number;
  deleted_at: number | null;
}

export interface ConfiguredPage<Row> {
  rows: Row[];
  next: { created_at: number; id: string } | null;
}

export interface ListQuestion {
  workspace_id: string;
  limit: number;
  after: { created_at: number; id: string } | null;
}

export interface ReadQuestion {
  workspace_id: string;
  /** Ours, or the caller's. */
  id: string;
}

/** Newest first. */
export function listConversionTypes(
  reader: Reader,
  question: ListQuestion,
): Promise<ConfiguredPage<ConversionTypeRow>> {
  return list(reader, conversionTypes, 'time', [question.workspace_id], question);
}

export function readConversionType(reader: Reader, question: ReadQuestion): Promise<ConversionTypeRow | null> {
  return read(reader, conversionTypes, question);
}

/** Newest first. */
export function listSources(reader: Reader, question: ListQuestion): Promise<ConfiguredPage<SourceRow>> {
  return list(reader, sources, 'time', [question.workspace_id], question);
}

/** So many sources are counted. */
const COUNTED = 100_000;

/** So many sources behind others, newest first, and how many there are in all. */
export async function pageSources(
  reader: Reader,
  { workspace_id, limit, offset }: { workspace_id: string; limit: number; offset: number },
): Promise<{ rows: SourceRow[]; total: number }> {
  const where = { deleted_at: null };
  const [rows, total] = await Promise.all([
    reader.range<SourceRow>(sources, 'time', [workspace_id], { where, order: 'descending', limit, offset }),
    reader.tally(sources, 'time', [workspace_id], { where }, COUNTED),
  ]);
  return { rows, total };
}

export function readSource(reader: Reader, question: ReadQuestion): Promise<SourceRow | null> {
  return read(reader, sources, question);
}

/** Newest first; of one kind where it is given. */
export function listContacts(
  reader: Reader,
  { kind, ...question }: ListQuestion & { kind: ContactKind | null },
): Promise<ConfiguredPage<ContactRow>> {
  return kind === null
    ? list(reader, contacts, 'time', [question.workspace_id], question)
    : list(reader, contacts, 'kind', [question.workspace_id, kind], question);
}

export function readContact(reader: Reader, question: ReadQuestion): Promise<ContactRow | null> {
  return read(reader, contacts, question);
}

/** The types and sources that conversions have, by our ids; deleted ones too. */
export async function readAttached(
  reader: Reader,
  asked: { workspace_id: string; type_ids: readonly string[]; source_ids: readonly string[] },
): Promise<{ types: ConversionTypeRow[]; sources: SourceRow[] }> {
  const { workspace_id, type_ids, source_ids } = asked;
  const [types, found] = await Promise.all([
    Promise.all(type_ids.map((id) => reader.find<ConversionTypeRow>(conversionTypes, 'key', [workspace_id, id]))),
    Promise.all(source_ids.map((id) => reader.find<SourceRow>(sources, 'key', [workspace_id, id]))),
  ]);
  return { types: types.flat(), sources: found.flat() };
}

/** Newest first. */
export async function list<Row extends Configured>(
  reader: Reader,
  table: Table<Row>,
  index: string,
  prefix: readonly Cell[],
  { limit, after }: ListQuestion,
): Promise<ConfiguredPage<Row>> {
  const rows = await reader.range<Row>(table, index, prefix, {
    ...{ where: { deleted_at: null }, order: 'descending', limit: limit + 1 },
    after: after ? [after.created_at, after.id] : undefined,
  });
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  return { rows: page, next: rows.length > limit && end ? { created_at: end.created_at, id: end.id } : null };
}

/** By our id or the caller's. */
export async function read<Row extends Configured>(
  reader: Reader,
  table: Table<Row>,
  { workspace_id, id }: ReadQuestion,
): Promise<Row | null> {
  const own = await reader.find<Row>(table, 'key', [workspace_id, id]);
  const found = own.length > 0 ? own : await reader.find<Row>(table, 'external', [workspace_id, id]);
  return found.find(({ deleted_at }) => deleted_at === null) ?? null;
}
