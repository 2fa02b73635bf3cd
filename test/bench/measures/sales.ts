import type { BareSalesReport, BareSalesTask } from '../bare-sales.ts';
import type { Bench, Measure } from '../measure.ts';
import { runProgram } from '../program.ts';
import type { SalesChainReport, SalesChainTask } from '../sales-chain.ts';

/** For so many events of the past there is one sale of the past. */
const EVENTS_PER_SALE = 50;
const SALES_PER_TRANSACTION = 500;

function extentOf({ preloaded_rows, warmup_ms, measured_ms }: Bench) {
  return { preloaded_sales: Math.ceil(preloaded_rows / EVENTS_PER_SALE), warmup_ms, measured_ms };
}

/**
 * `conversions_s`: sales with all that follows from each, groups of 500; `sale_rows_s`: the same rows of conversions and
 * earnings, stored by prepared statements in transactions of 500, when nothing is decided.
 */
export const sales: Measure = {
  title: 'sales by an affiliate’s click, and bare ones',
  async run(bench) {
    const extent = extentOf(bench);
    const chain = await runProgram<SalesChainReport>('sales-chain.ts', extent satisfies SalesChainTask);
    const { conversions_s, conversion, earning } = chain;
    const { sales_s } = await runProgram<BareSalesReport>('bare-sales.ts', {
      ...{ ...extent, conversion, earning, sales_per_transaction: SALES_PER_TRANSACTION },
    } satisfies BareSalesTask);
    return { conversions_s, sale_rows_s: sales_s };
  },
};
