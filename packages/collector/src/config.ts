import { z } from 'zod';

/** A setting: where it is read, what it means. `docs/settings.md` is held against this table by a test. */
const settings = {
  CLICKSTITCH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8787)
    .meta({ description: 'Port to listen on.' }),
  CLICKSTITCH_HOST: z.string().min(1).default('127.0.0.1').meta({
    description: 'Address to listen on. `0.0.0.0` for every interface.',
  }),
  CLICKSTITCH_DATABASE_URL: z
    .string()
    .refine((url) => databaseOf(url) !== null, {
      message:
        'must be sqlite:PATH, such as sqlite:./data/clickstitch.db, or postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    })
    .default('sqlite:./data/clickstitch.db')
    .meta({
      description:
        'Where facts are stored: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST:PORT/DATABASE` for any number of collectors (see [postgres.md](postgres.md)).',
    }),
  CLICKSTITCH_POSTGRES_WRITERS: z.coerce.number().int().min(1).max(16).default(3).meta({
    description: 'Connections of one collector that write to PostgreSQL beside each other.',
  }),
  CLICKSTITCH_POSTGRES_READERS: z.coerce.number().int().min(1).max(64).default(4).meta({
    description: 'Connections of one collector that read from PostgreSQL beside each other.',
  }),
  CLICKSTITCH_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'URL by which browsers reach the collector; used in links that it hands out.',
    }),
  CLICKSTITCH_TRUST_PROXY: z.string().default('').meta({
    description:
      'Which proxies may say who the client is: empty for none, a number of hops, or a list of addresses and networks.',
  }),
  CLICKSTITCH_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').meta({
    description: 'How much is logged.',
  }),
  CLICKSTITCH_MAX_BODY_BYTES: z.coerce.number().int().min(1_024).default(1_048_576).meta({
    description: 'Largest request body that is read; a larger one is answered 413.',
  }),
  CLICKSTITCH_QUEUE_MAX_BYTES: z.coerce.number().int().min(0).default(67_108_864).meta({
    description: 'Request bytes that may wait to be stored; beyond that requests are answered 503.',
  }),
  CLICKSTITCH_QUEUE_MAX_AGE_MS: z.coerce.number().int().min(1).default(5_000).meta({
    description: 'Milliseconds that a request may wait to be stored before further ones are answered 503.',
  }),
  CLICKSTITCH_SWEEP_EVERY_MS: z.coerce.number().int().min(200).max(86_400_000).default(3_600_000).meta({
    description:
      'Milliseconds after which one of the collectors forgets the `Idempotency-Key`s of more than two days ago and, on PostgreSQL, the locks that nobody uses.',
  }),
  CLICKSTITCH_MATURE_EVERY_MS: z.coerce.number().int().min(200).max(86_400_000).default(60_000).meta({
    description: 'Milliseconds after which one of the collectors looks which earnings have been held for long enough.',
  }),
  CLICKSTITCH_RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(0).default(0).meta({
    description:
      'Requests of one key that one collector takes a minute before it answers 429; 0 for any number. Each collector counts for itself: behind N of them a key gets at least this many and at most N times as many.',
  }),
  CLICKSTITCH_SHARE_LINK_DAYS: z.coerce.number().int().min(1).max(365).default(7).meta({
    description: 'Days for which a signed link to a receipt page is valid.',
  }),
} as const;

const schema = z.object(settings);

/** Where those who call a collector find it, as the examples in the documents have it. */
const CALLED_AT = 'CLICKSTITCH_URL';

export type DatabaseConfig =
  | { engine: 'sqlite'; path: string }
  | { engine: 'postgres'; url: string; writers: number; readers: number };

export interface Config {
  port: number;
  host: string;
  database: DatabaseConfig;
  public_url: string | null;
  trust_proxy: boolean | number | string[];
  log_level: z.infer<typeof schema>['CLICKSTITCH_LOG_LEVEL'];
  max_body_bytes: number;
  queue_max_bytes: number;
  queue_max_age_ms: number;
  sweep_every_ms: number;
  mature_every_ms: number;
  rate_limit_per_minute: number;
  share_link_days: number;
}

/** Settings of an environment. Throws one error that names every setting at fault and what it should be. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(settings).flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  const parsed = schema.safeParse(given);
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('CLICKSTITCH_') && !(name in settings) && name !== CALLED_AT,
  );
  const faults = [
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []),
    ...unknown.map((name) => `${name}: there is no such setting`),
  ];
  if (!parsed.success || faults.length > 0) throw new Error(`The settings cannot be used.\n  ${faults.join('\n  ')}`);

  const value = parsed.data;
  return {
    port: value.CLICKSTITCH_PORT,
    host: value.CLICKSTITCH_HOST,
    database: databaseOf(value.CLICKSTITCH_DATABASE_URL, {
      writers: value.CLICKSTITCH_POSTGRES_WRITERS,
      readers: value.CLICKSTITCH_POSTGRES_READERS,
    }) as DatabaseConfig,
    public_url: value.CLICKSTITCH_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trust_proxy: trustOf(value.CLICKSTITCH_TRUST_PROXY),
    log_level: value.CLICKSTITCH_LOG_LEVEL,
    max_body_bytes: value.CLICKSTITCH_MAX_BODY_BYTES,
    queue_max_bytes: value.CLICKSTITCH_QUEUE_MAX_BYTES,
    queue_max_age_ms: value.CLICKSTITCH_QUEUE_MAX_AGE_MS,
    sweep_every_ms: value.CLICKSTITCH_SWEEP_EVERY_MS,
    mature_every_ms: value.CLICKSTITCH_MATURE_EVERY_MS,
    rate_limit_per_minute: value.CLICKSTITCH_RATE_LIMIT_PER_MINUTE,
    share_link_days: value.CLICKSTITCH_SHARE_LINK_DAYS,
  };
}

/** The database that a URL names; `null` where it names no engine that there is, or no database of it. */
export function databaseOf(url: string, connections = { writers: 1, readers: 1 }): DatabaseConfig | null {
  if (/^sqlite:.+/.test(url)) return { engine: 'sqlite', path: url.slice('sqlite:'.length) };
  const isPostgres = /^postgres(ql)?:\/\//.test(url) && URL.canParse(url) && new URL(url).pathname.length > 1;
  return isPostgres ? { engine: 'postgres', url, ...connections } : null;
}

function trustOf(text: string): Config['trust_proxy'] {
  const trimmed = text.trim();
  if (trimmed === '') return false;
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  return trimmed.split(',').map((part) => part.trim());
}

/** Where the facts are, as it may be shown: without a password. */
export function placeOf(database: DatabaseConfig): string {
  if (database.engine === 'sqlite') return database.path;
  const { hostname, port, pathname } = new URL(database.url);
  return `${pathname.slice(1)} on ${hostname || 'this machine'}:${port || '5432'}`;
}

/** Name, default and meaning of every setting, for the documents. */
export function describeSettings(): { name: string; default: string; meaning: string }[] {
  return Object.entries(settings).map(([name, setting]) => {
    const fallback = setting.safeParse(undefined);
    return {
      name,
      default: fallback.success && fallback.data !== undefined ? String(fallback.data) : '',
      meaning: setting.meta()?.description ?? '',
    };
  });
}
