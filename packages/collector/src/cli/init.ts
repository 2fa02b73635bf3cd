import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { type Initialised, openOperator } from '../operator.ts';

/** `clickstitch init`: creates the database, a workspace with its test twin, and keys, where there are none. */
export function initCommand(): Command {
  return new Command('init')
    .description('create the database, a workspace and keys, if there are none')
    .option('--name <name>', 'name of the workspace', 'Main')
    .option('--currency <code>', 'what amounts without a currency are in', 'USD')
    .option('--json', 'print one JSON object')
    .action(async ({ name, currency, json }: { name: string; currency: string; json?: boolean }) => {
      const operator = await openOperator(readConfig(process.env));
      try {
        const made = await operator.init({ name, currency: currency.toUpperCase() });
        console.log(json ? JSON.stringify(made) : inWords(made));
      } finally {
        await operator.close();
      }
    });
}

function inWords(made: Initialised): string {
  if (made.secret_key === null) {
    return `There is a workspace already (${made.workspace_id}); nothing was changed.\nKeys are shown only once. For new ones: clickstitch keys create --kind secret`;
  }
  return [
    `Workspace        ${made.workspace_id}`,
    `Publishable key  ${made.publishable_key}   for your pages`,
    `Secret key       ${made.secret_key}   for your server; shown only now`,
    `Test keys        ${made.test_publishable_key}`,
    `                 ${made.test_secret_key}   for trying things out, stored apart`,
  ].join('\n');
}
