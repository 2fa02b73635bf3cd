import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { saleInWords } from '../explain/phrases.ts';
import { viewSale, viewWhy } from '../explain/why-view.ts';
import { openOperator } from '../operator.ts';
import { printWhy } from './why-text.ts';

/** `clickstitch why ID`: tells why a sale has its answer. */
export function whyCommand(): Command {
  return new Command('why')
    .description('tell why a sale is credited and owed as it is')
    .argument('<id>', 'of a conversion, of a claim, or of an order')
    .option('--test', 'look among test data')
    .option('--json', 'print one JSON object, as the API answers it')
    .action(async (id: string, { test, json }: { test?: boolean; json?: boolean }) => {
      const operator = await openOperator(readConfig(process.env));
      try {
        const why = await operator.why(id, { is_test: test ?? false });
        if (!('several' in why)) return console.log(json ? JSON.stringify(viewWhy(why)) : printWhy(viewWhy(why)));
        process.exitCode = 1;
        if (json) return console.log(JSON.stringify({ several: why.several.map(viewSale) }));
        console.error(`Several conversions have the order id ${id}; ask by the id of one of them:`);
        for (const sale of why.several) console.error(`  ${sale.id}  ${saleInWords({ ...sale, order_id: null })}`);
      } finally {
        await operator.close();
      }
    });
}
