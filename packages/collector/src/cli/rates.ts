import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { ImportedRates } from '../domain/command.ts';
import { openOperator } from '../operator.ts';
import { createProgress } from './progress.ts';

/** `clickstitch rates import` */
export function ratesCommand(): Command {
  return new Command('rates').description('import exchange rates').addCommand(importCommand());
}

function importCommand(): Command {
  return new Command('import')
    .description('import exchange rates from a CSV file')
    .argument('<file>', 'of the European Central Bank, or with lines of date,base,quote,rate')
    .option('--test', 'into test data')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { test, json }: { test?: boolean; json?: boolean }) => {
      const operator = await openOperator(readConfig(process.env));
      const progress = createProgress(process.stderr, Date.now);
      try {
        const text = await readFile(file, 'utf8');
        const { taken, known, skipped } = await operator.importRates(text, { is_test: test ?? false }, progress);
        progress.end();
        if (json) return console.log(JSON.stringify({ taken, known, skipped_currencies: skipped }));
        console.log(inWords({ taken, known }));
        if (skipped.length > 0) console.log(`Currencies that exist no more were left out: ${skipped.join(', ')}.`);
      } finally {
        progress.end();
        await operator.close();
      }
    });
}

function inWords({ taken, known }: ImportedRates): string {
  return `${taken} rates were imported; ${known} were known already.`;
}
