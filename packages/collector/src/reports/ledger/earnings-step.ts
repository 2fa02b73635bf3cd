import type { EarningRow } from '../../domain/earning.ts';
import { earnings } from '../../domain/schema.ts';
import { checkCommission } from './check-commission.ts';
import { checkEntries } from './check-entries.ts';
import { checkPayments } from './check-payments.ts';
import { checkSaleOfEarning } from './check-sale.ts';
import { factsOf } from './earning-facts.ts';
import { pagesOf } from './pages.ts';
import { byOwnId, type Step, type Walk } from './step.ts';
import { createAgreements } from './terms-in-force.ts';

/** Every earning, with what it rests on. */
export function earningsStep(walk: Walk): Step<EarningRow> {
  const { reader, workspace_id } = walk;
  return {
    ...{ subject: 'earning', pages: pagesOf<EarningRow>(walk, earnings), ...byOwnId(walk, earnings) },
    begin() {
      const agreements = createAgreements(reader, workspace_id);
      return async (row) => {
        const facts = await factsOf(reader, row);
        const found = await Promise.all([
          checkEntries(reader, row, row),
          checkSaleOfEarning(reader, facts),
          checkCommission(reader, facts, agreements),
          checkPayments(facts),
        ]);
        return found.flat();
      };
    },
  };
}
