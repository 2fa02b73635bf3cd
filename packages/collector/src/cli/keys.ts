import { Command, InvalidArgumentError, Option } from 'commander';
import { readConfig } from '../config.ts';
import { DIALECTS } from '../domain/dialect.ts';
import { instantOf } from '../domain/time.ts';
import { KEY_SCOPES, type KeyScope } from '../domain/workspace.ts';
import { type KeyRequest, type Operator, openOperator, type ShownKey } from '../operator.ts';

/** `clickstitch keys create | list | revoke | identity-secret` */
export function keysCommand(): Command {
  return new Command('keys')
    .description('create, list and revoke keys; show the identity secret')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
    .addCommand(identitySecretCommand());
}

function createCommand(): Command {
  return new Command('create')
    .description('create a key and show it, once')
    .addOption(
      new Option('--kind <kind>', 'for pages or for servers').choices(['publishable', 'secret']).default('secret'),
    )
    .option('--test', 'a test key: what it sends is stored apart')
    .option('--name <name>', 'what it is for', 'unnamed')
    .option('--origin <host...>', 'hosts whose pages may use a publishable key (every host where none is named)')
    .addOption(new Option('--dialect <name>', 'whose API a secret key speaks').choices(DIALECTS).default('native'))
    .option('--account <id>', 'the account that the key is for (else the first that its requests name)')
    .addOption(new Option('--scope <scope...>', 'what a secret key may do (else all)').choices(KEY_SCOPES))
    .option('--signing-secret <secret>', 'requests must be signed with it where they can be; generate makes one')
    .option('--expires <time>', 'when it ends by itself, such as 2027-01-01T00:00:00Z', readTime)
    .option('--json', 'print one JSON object')
    .action(async (options: CreateOptions) => {
      await withOperator(async (operator) => {
        const made = await operator.createKey({
          kind: options.kind,
          is_test: options.test ?? false,
          name: options.name,
          origins: options.origin ?? [],
          dialect: options.dialect,
          scopes: options.scope,
          account: options.account ?? null,
          signing_secret: options.signingSecret ?? null,
          expires_at: options.expires ?? null,
        });
        console.log(options.json ? JSON.stringify(made) : inWords(made));
      });
    });
}

interface CreateOptions {
  kind: KeyRequest['kind'];
  test?: boolean;
  name: string;
  origin?: string[];
  dialect: KeyRequest['dialect'];
  account?: string;
  signingSecret?: string;
  scope?: KeyScope[];
  expires?: number;
  json?: boolean;
}

function inWords({ id, key, signing_secret }: Awaited<ReturnType<Operator['createKey']>>): string {
  const secret = signing_secret === undefined ? [] : [`Its signing secret is ${signing_secret}`];
  return [key, ...secret, `It is shown only now. Its id is ${id}.`].join('\n');
}

function readTime(text: string): number {
  const at = instantOf(text);
  if (at !== undefined) return at;
  throw new InvalidArgumentError('expected ISO 8601 with an offset, such as 2027-01-01T00:00:00Z');
}

function listCommand(): Command {
  return new Command('list')
    .description('list keys, without the keys themselves')
    .option('--json', 'print one JSON array')
    .action(async ({ json }: { json?: boolean }) => {
      await withOperator(async (operator) => {
        const keys = await operator.listKeys();
        if (json) return console.log(JSON.stringify(keys));
        for (const key of keys) {
          const columns = [
            key.id,
            key.kind.padEnd(11),
            key.dialect.padEnd(9),
            key.mode,
            stateOf(key).padEnd(7),
            key.hint,
            key.scopes.join('+') || '-',
            key.account ?? '-',
            key.name,
          ];
          console.log(columns.join('  '));
        }
      });
    });
}

function stateOf({ revoked_at, expires_at }: ShownKey): string {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= Date.now() ? 'expired' : 'active';
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('revoke a key; running collectors refuse it within two seconds')
    .argument('<id>', 'its id, as keys list shows it')
    .action(async (id: string) => {
      await withOperator((operator) => operator.revokeKey(id));
      console.log(`Key ${id} is revoked.`);
    });
}

function identitySecretCommand(): Command {
  return new Command('identity-secret')
    .description('show the secret by which your servers prove which user a browser is')
    .option('--test', 'that of the test twin')
    .option('--json', 'print one JSON object')
    .action(async ({ test, json }: { test?: boolean; json?: boolean }) => {
      await withOperator(async (operator) => {
        const identity_secret = await operator.identitySecret({ is_test: test ?? false });
        console.log(json ? JSON.stringify({ identity_secret }) : identity_secret);
      });
    });
}

async function withOperator(work: (operator: Operator) => Promise<void>): Promise<void> {
  const operator = await openOperator(readConfig(process.env));
  try {
    await work(operator);
  } finally {
    await operator.close();
  }
}
