import type { ConversionRow } from '../../domain/conversion.ts';
import { conversions } from '../../domain/schema.ts';
import { checkEarningOfSale } from './check-sale.ts';
import { pagesOf } from './pages.ts';
import { byOwnId, type Step, type Walk } from './step.ts';

/** Every sale that somebody may be owed for. */
export function salesStep(walk: Walk): Step<ConversionRow> {
  const { reader, workspace_id } = walk;
  return {
    ...{ subject: 'conversion', ...byOwnId(walk, conversions) },
    pages: pagesOf<ConversionRow>(walk, conversions, ['id', 'credit', 'deleted_at']),
    begin: () => (row) => checkEarningOfSale(reader, { ...row, workspace_id }),
  };
}
