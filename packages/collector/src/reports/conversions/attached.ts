import type { ConversionTypeRow } from '../../domain/conversion-type.ts';
import { conversionTypes, sources } from '../../domain/schema.ts';
import type { SourceRow } from '../../domain/source.ts';
import type { Table } from '../../domain/table.ts';
import type { Reader } from '../../store/store.ts';
import type { ShownConversion } from '../conversions.ts';
import { type FacetValue, readFacets } from './counters.ts';
import type { Filters } from './list-question.ts';

/** Types and sources of conversions, for whole pages at once. What was deleted is there too: its conversions still are. */

/** A conversion with what belongs to it. */
export type ListedConversion = ShownConversion & { type: ConversionTypeRow | null; source: SourceRow | null };

interface Attached {
  id: string;
  external_id: string | null;
  deleted_at: number | null;
}

export async function withAttached(
  reader: Reader,
  workspaceId: string,
  page: readonly ShownConversion[],
): Promise<ListedConversion[]> {
  const reported = page.flatMap(({ status, row }) => (status === 'verified' ? [row] : []));
  const idsOf = (column: 'type_id' | 'source_id') => reported.map((row) => row[column]);
  const [typesById, sourcesById] = await Promise.all([
    byId<ConversionTypeRow>(reader, conversionTypes, workspaceId, idsOf('type_id')),
    byId<SourceRow>(reader, sources, workspaceId, idsOf('source_id')),
  ]);
  return page.map((shown) => {
    if (shown.status === 'unverified') return { ...shown, type: null, source: null };
    const { type_id, source_id } = shown.row;
    return { ...shown, type: typesById.get(type_id) ?? null, source: sourcesById.get(source_id) ?? null };
  });
}

export interface ShownFacets {
  /**
   * Of all conversions that a server reported, whatever the list is narrowed by. Types (`conversion_type_id`) and sources by
   * the callers' ids.
   */
  facets: Readonly<Record<string, readonly FacetValue[]>>;
  /** Those of which not all values were looked at. */
  incomplete_facets: readonly string[];
}

/** Facets as callers know them: types and sources by their own ids. */
export async function readShownFacets(reader: Reader, workspaceId: string): Promise<ShownFacets> {
  const { values, incomplete } = await readFacets(reader, workspaceId);
  const { type_id, source_id, ...facets } = values;
  const valuesIn = (some: readonly FacetValue[]) => some.map(({ value }) => value);
  const [typesById, sourcesById] = await Promise.all([
    byId<ConversionTypeRow>(reader, conversionTypes, workspaceId, valuesIn(type_id)),
    byId<SourceRow>(reader, sources, workspaceId, valuesIn(source_id)),
  ]);
  const shown = (some: readonly FacetValue[], rows: ReadonlyMap<string | null, Attached>) =>
    some.map((each) => ({ ...each, value: rows.get(each.value)?.external_id ?? each.value }));
  return {
    facets: { ...facets, conversion_type_id: shown(type_id, typesById), source_id: shown(source_id, sourcesById) },
    incomplete_facets: incomplete.map((facet) => (facet === 'type_id' ? 'conversion_type_id' : facet)),
  };
}

/** Filters by our ids, where a caller names a type or a source by theirs. */
export async function withOurIds(reader: Reader, workspaceId: string, filters: Filters): Promise<Filters> {
  const { type_id, source_id } = filters;
  const [ourType, ourSource] = await Promise.all([
    type_id === undefined ? undefined : ourId<ConversionTypeRow>(reader, conversionTypes, workspaceId, type_id),
    source_id === undefined ? undefined : ourId<SourceRow>(reader, sources, workspaceId, source_id),
  ]);
  return {
    ...filters,
    ...(ourType !== undefined && { type_id: ourType }),
    ...(ourSource !== undefined && { source_id: ourSource }),
  };
}

async function byId<Row extends Attached>(
  reader: Reader,
  table: Table<Row>,
  workspaceId: string,
  ids: readonly (string | null)[],
): Promise<Map<string | null, Row>> {
  const known = [...new Set(ids)].filter((id) => id !== null);
  const found = await Promise.all(known.map((id) => reader.find<Row>(table, 'key', [workspaceId, id])));
  return new Map(found.flat().map((row) => [row.id, row]));
}

async function ourId<Row extends Attached>(
  reader: Reader,
  table: Table<Row>,
  workspaceId: string,
  id: string,
): Promise<string> {
  const [own] = await reader.find<Row>(table, 'key', [workspaceId, id]);
  if (own) return id;
  const named = await reader.find<Row>(table, 'external', [workspaceId, id]);
  return (named.find(({ deleted_at }) => deleted_at === null) ?? named.at(-1))?.id ?? id;
}
