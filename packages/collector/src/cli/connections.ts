import { text } from 'node:stream/consumers';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readConfig } from '../config.ts';
import { LEFT_OUT, type LeftOut } from '../domain/connection.ts';
import { PROVIDERS } from '../domain/provider.ts';
import { type ListedConnection, type Operator, openOperator, type ShownConnection } from '../operator.ts';

/** `clickstitch connections create | list | update | delete` */
export function connectionsCommand(): Command {
  return new Command('connections')
    .description('take the webhooks of payment providers, and see whether they arrive')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(updateCommand())
    .addCommand(deleteCommand());
}

interface Given {
  secret?: string;
  secretEnv?: string;
  name?: string;
  account?: string;
  commissionOn?: LeftOut[];
  json?: boolean;
}

function withDetail(command: Command): Command {
  return command
    .option('--secret <secret>', 'by which the provider signs; - reads it from standard input, where nobody sees it')
    .option('--secret-env <name>', 'the environment variable that holds it')
    .option('--name <name>', 'what it is for')
    .option('--account <id>', 'the account at the provider; events that name another are refused')
    .option('--commission-on <parts>', `what a commission is paid on, of ${LEFT_OUT.join(',')}; or none`, readParts)
    .option('--json', 'print one JSON object');
}

function createCommand(): Command {
  const command = new Command('create')
    .description('make a URL at which the events of a payment provider are taken')
    .addOption(new Option('--provider <name>', 'who delivers there').choices(PROVIDERS).makeOptionMandatory())
    .option('--test', 'for test data alone');
  return withDetail(command).action(async (options: Given & { provider: string; test?: boolean }) => {
    const given = { provider: options.provider, ...(await detailOf(options)) };
    await withOperator(async (operator) => {
      const made = await operator.createConnection(given, { is_test: options.test ?? false });
      console.log(options.json ? JSON.stringify(made) : `${made.url}\nEnter this URL at ${made.provider}.`);
    });
  });
}

function updateCommand(): Command {
  const command = new Command('update').description('change a connection').argument('<id>', 'its id');
  return withDetail(command).action(async (id: string, options: Given) => {
    const patch = await detailOf(options);
    await withOperator(async (operator) => {
      const shown = await operator.updateConnection(id, patch);
      console.log(options.json ? JSON.stringify(shown) : inWords(shown).join('\n'));
    });
  });
}

function listCommand(): Command {
  return new Command('list')
    .description('list connections with the events that came')
    .option('--json', 'print one JSON array')
    .action(async ({ json }: { json?: boolean }) => {
      await withOperator(async (operator) => {
        const listed = await operator.listConnections();
        if (json) return console.log(JSON.stringify(listed));
        for (const one of listed) console.log(inWords(one).join('\n'));
      });
    });
}

function deleteCommand(): Command {
  return new Command('delete')
    .description('take no more events of a connection')
    .argument('<id>', 'its id, as connections list shows it')
    .action(async (id: string) => {
      await withOperator((operator) => operator.deleteConnection(id));
      console.log(`Connection ${id} is deleted; what is delivered there from now on is refused.`);
    });
}

function inWords(shown: ShownConnection | ListedConnection): string[] {
  const parts = LEFT_OUT.filter((part) => shown.settings.commission_on[part]);
  const mode = 'mode' in shown ? [shown.mode] : [];
  const columns = [shown.id, shown.provider, ...mode, shown.account ?? '-', parts.join('+') || 'none', shown.name];
  const counts = shown.deliveries.map(
    ({ type, verdict, deliveries }) => `  ${String(deliveries).padStart(8)}  ${verdict.padEnd(13)}  ${type}`,
  );
  return [columns.join('  '), `  ${shown.url}`, ...counts];
}

/** As the API takes it. A secret on a command line is seen by whoever else is on the machine. */
async function detailOf({ secret, secretEnv, name, account, commissionOn }: Given): Promise<Record<string, unknown>> {
  if (secret !== undefined && secretEnv !== undefined) throw new Error('Give either --secret or --secret-env.');
  const held = secretEnv === undefined ? undefined : process.env[secretEnv];
  if (secretEnv !== undefined && held === undefined) throw new Error(`There is no environment variable ${secretEnv}.`);
  const given = secret === '-' ? (await text(process.stdin)).trim() : secret;
  const on = commissionOn && Object.fromEntries(LEFT_OUT.map((part) => [part, commissionOn.includes(part)]));
  const detail = { secret: given ?? held, name, account, settings: on && { commission_on: on } };
  return Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined));
}

function readParts(list: string): LeftOut[] {
  const parts = list === 'none' ? [] : list.split(',').map((part) => part.trim());
  const unknown = parts.find((part) => !LEFT_OUT.some((known) => known === part));
  if (unknown === undefined) return LEFT_OUT.filter((part) => parts.includes(part));
  throw new InvalidArgumentError(`${unknown} is none of ${LEFT_OUT.join(', ')}; or write none`);
}

async function withOperator(work: (operator: Operator) => Promise<void>): Promise<void> {
  const operator = await openOperator(readConfig(process.env));
  try {
    await work(operator);
  } finally {
    await operator.close();
  }
}
