/**
 * Measures the collector over SQLite and over PostgreSQL, alone and two beside each other, against what PostgreSQL
 * stores of the same events when nothing is decided. Prints a table and, as its last line, one JSON object.
 *
 *   npm run bench:scale -- [--short] [--rounds N] [--only sqlite,postgres,two,bare] [--profile FOLDER]
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Collector, createDatabase, type Database, type Engine, startCollector } from '../collector.ts';
import { startPostgres } from '../postgres.ts';
import type { BarePostgresReport, BarePostgresTask } from './bare-postgres.ts';
import type { LoadReport, LoadTask } from './load.ts';
import type { Figures } from './measure.ts';
import type { PreloadTask } from './preload.ts';
import { runProgram } from './program.ts';
import { medianFigures, ratios, tableOf } from './summary.ts';

const FULL = { rounds: 3, preloaded_rows: 200_000, warmup_ms: 3_000, measured_ms: 8_000 };
const SHORT = { rounds: 1, preloaded_rows: 10_000, warmup_ms: 500, measured_ms: 1_500 };
const CONNECTIONS = 64;
const EVENTS_PER_REQUEST = 20;

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
});
const extent = options.short ? SHORT : FULL;
const rounds = Number(options.rounds ?? extent.rounds);
const wanted = (name: string) => options.only === undefined || options.only.split(',').includes(name);
const began = performance.now();
const busy = loadavg()[0] ?? 0;
if (busy > 0.5) say(`other programs are busy here (load ${busy.toFixed(1)}): what follows is less than can be done`);

const server = await startPostgres({ max_wal_size: '4GB' });
const figures: Figures[] = [];
try {
  const databases = { sqlite: await past('sqlite'), postgres: await past('postgres') };
  for (let round = 1; round <= rounds; round += 1) {
    if (wanted('bare')) {
      figures.push({ insert_rows_s: await bare('insert') });
      figures.push({ copy_rows_s: await bare('copy') });
    }
    if (wanted('sqlite')) figures.push(await collectors('sqlite', databases.sqlite, 1));
    if (wanted('postgres')) figures.push(await collectors('postgres', databases.postgres, 1));
    if (wanted('two')) figures.push(await collectors('postgres_two', databases.postgres, 2));
    say(`round ${round} of ${rounds} is done`);
  }
  await Promise.all(Object.values(databases).map((database) => database.remove()));
} finally {
  await server.remove();
}
const medians = medianFigures(figures);
const result = { ...medians, ...ratios(medians) };
console.log(tableOf(result, figures));
console.log(JSON.stringify(result));

async function past(engine: Engine): Promise<Database> {
  const database = await createDatabase(engine, server);
  say(`storing ${extent.preloaded_rows} events of the past in ${engine}`);
  await runProgram('preload.ts', {
    database_url: database.url,
    workspace_id: database.keys.workspace_id,
    key: database.keys.publishable_key,
    events: extent.preloaded_rows,
  } satisfies PreloadTask);
  if (engine === 'postgres') await server.query(database.url, 'VACUUM ANALYZE');
  return database;
}

async function bare(by: BarePostgresTask['by']): Promise<number> {
  const url = await server.createDatabase();
  const { warmup_ms, measured_ms } = extent;
  const { rows_s } = await runProgram<BarePostgresReport>('bare-postgres.ts', { url, by, warmup_ms, measured_ms });
  await server.dropDatabase(url);
  return rows_s;
}

/** Load on collectors of one database, shared out among them. Throws unless exactly what was accepted is stored. */
async function collectors(name: string, database: Database, count: number): Promise<Figures> {
  const before = await countEvents(database);
  const nodeArguments = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
  const started = await Promise.all(Array.from({ length: count }, () => startCollector(database, { nodeArguments })));
  const reports = await Promise.all(started.map((collector) => load(collector, CONNECTIONS / count)));
  for (const { url } of started) say(`${name}: ${JSON.stringify(await commitsOf(url))}`);
  await Promise.all(started.map((collector) => collector.stop()));
  const faults = reports.flatMap((report) => report.faults);
  if (faults.length > 0) throw new Error(`not every event was accepted: ${faults.join('; ')}`);
  const accepted = reports.reduce((sum, report) => sum + report.accepted, 0);
  const stored = (await countEvents(database)) - before;
  if (stored !== accepted) throw new Error(`${accepted} events were accepted and ${stored} are stored`);
  return {
    [`${name}_events_s`]: reports.reduce((sum, { requests_s }) => sum + requests_s * EVENTS_PER_REQUEST, 0),
    [`${name}_p50_ms`]: Math.max(...reports.map(({ p50_ms }) => p50_ms)),
    [`${name}_p99_ms`]: Math.max(...reports.map(({ p99_ms }) => p99_ms)),
    [`${name}_cpu`]: reports.reduce((sum, { server_cpu = 0 }) => sum + server_cpu, 0),
    [`${name}_load_cpu`]: reports.reduce((sum, { load_cpu }) => sum + load_cpu, 0),
  };
}

/** How often rows had to be fetched, and how often the collectors came between each other. */
async function commitsOf(url: string): Promise<unknown> {
  const response = await fetch(`${url}/readyz`);
  return ((await response.json()) as { commits: unknown }).commits;
}

function load({ port, pid, keys }: Collector, connections: number): Promise<LoadReport> {
  const { warmup_ms, measured_ms } = extent;
  return runProgram<LoadReport>('load.ts', {
    ...{ port, pid, key: keys.publishable_key, events_per_request: EVENTS_PER_REQUEST },
    ...{ connections, warmup_ms, measured_ms },
  } satisfies LoadTask);
}

async function countEvents(database: Database): Promise<number> {
  const sql = 'SELECT count(*) AS rows FROM event';
  if (database.engine === 'postgres') return Number((await server.query<{ rows: string }>(database.url, sql))[0]?.rows);
  const { default: Sqlite } = await import('better-sqlite3');
  const file = new Sqlite(database.path, { readonly: true });
  const { rows } = file.prepare(sql).get() as { rows: number };
  file.close();
  return rows;
}

function say(text: string): void {
  console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
}
