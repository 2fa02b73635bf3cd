import type { Shown } from '../../dialects/dialect.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import { AppError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/text.ts';
import type { HttpContext } from '../context.ts';

/** A conversion with its type and source, by our id or the caller's. Throws `not_found`. */
export async function findConversion(context: HttpContext, workspaceId: string, id: string): Promise<Shown> {
  const found = await context.ask('read_conversion', { workspace_id: workspaceId, id: cleanText(id) });
  if (!found) throw noConversion(id);
  if (found.status === 'verified') return showConversion(context, found.row);
  return { status: found.status, row: found.row, type: null, source: null };
}

/** A conversion that a server reported. Throws `not_found`, and `conflict` where so far only a browser claims it. */
export async function findReported(
  context: HttpContext,
  workspaceId: string,
  id: string,
): Promise<Shown & { row: ConversionRow }> {
  const shown = await findConversion(context, workspaceId, id);
  if ('identifiers' in shown.row) return { ...shown, row: shown.row };
  throw new AppError('conflict', `${id} is what a browser reported, and no server has confirmed it.`, {
    hint: 'Report the conversion from your server, or confirm it with POST /v1/conversions/confirm.',
  });
}

export async function showConversion(
  context: HttpContext,
  row: ConversionRow,
): Promise<Shown & { status: 'verified'; row: ConversionRow }> {
  const [shown] = await showConversions(context, [row]);
  if (!shown) throw new Error('a conversion was not shown');
  return shown;
}

/** Conversions of one workspace, in their order: what they have is asked for at once. */
export async function showConversions(
  context: HttpContext,
  rows: readonly ConversionRow[],
): Promise<(Shown & { status: 'verified'; row: ConversionRow })[]> {
  const type_ids = distinct(rows.map(({ type_id }) => type_id));
  const source_ids = distinct(rows.map(({ source_id }) => source_id));
  const [first] = rows;
  const attached =
    first && type_ids.length + source_ids.length > 0
      ? await context.ask('read_attached', { workspace_id: first.workspace_id, type_ids, source_ids })
      : { types: [], sources: [] };
  const types = new Map(attached.types.map((type) => [type.id, type]));
  const sources = new Map(attached.sources.map((source) => [source.id, source]));
  return rows.map((row) => ({
    status: 'verified',
    row,
    type: types.get(row.type_id ?? '') ?? null,
    source: sources.get(row.source_id ?? '') ?? null,
  }));
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids)].filter((id) => id !== null);
}

export function noConversion(id: string): AppError {
  return new AppError('not_found', `There is no conversion ${id}.`, {
    field: 'id',
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}
