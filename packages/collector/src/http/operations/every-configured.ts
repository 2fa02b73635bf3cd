import type { ConversionTypeRow } from '../../domain/conversion-type.ts';
import type { ConfiguredPage } from '../../reports/configured.ts';
import type { HttpContext } from '../context.ts';

/** Rows that are asked for at a time. */
const PAGE = 500;

/** All types, newest first, for a caller whose API has no pages. */
export function everyConversionType(context: HttpContext, workspace_id: string): Promise<ConversionTypeRow[]> {
  return every((after) => context.ask('list_conversion_types', { workspace_id, limit: PAGE, after }));
}

async function every<Row>(page: (after: ConfiguredPage<Row>['next']) => Promise<ConfiguredPage<Row>>): Promise<Row[]> {
  const all: Row[] = [];
  for (let after: ConfiguredPage<Row>['next'] = null; ; ) {
    const { rows, next } = await page(after);
    all.push(...rows);
    if (!next) return all;
    after = next;
  }
}
