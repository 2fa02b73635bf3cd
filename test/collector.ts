import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedPostgres } from './postgres.ts';
import type { Databases } from './servers/databases.ts';

/** The built collector as a process of its own, for tests that see it from outside. */

/** What `clickstitch init --json` prints of a new database. */
export interface Keys {
  workspace_id: string;
  publishable_key: string;
  secret_key: string;
  test_publishable_key: string;
  test_secret_key: string;
}

/** What the collector can keep its facts in. */
export const ENGINES = ['sqlite', 'postgres'] as const;
export type Engine = (typeof ENGINES)[number];

interface DatabaseOf<Name extends Engine> {
  engine: Name;
  /** As `CLICKSTITCH_DATABASE_URL` names it. */
  url: string;
  /** A temporary folder of its own. */
  folder: string;
  keys: Keys;
  /** Deletes database and folder. The collector must have ended. */
  remove(): Promise<void>;
}

export type SqliteDatabase = DatabaseOf<'sqlite'> & { path: string };
/** A database of a workspace and its keys. */
export type Database = SqliteDatabase | DatabaseOf<'postgres'>;

export interface Collector {
  url: string;
  port: number;
  pid: number;
  keys: Keys;
  /** The latest lines of its log. */
  log(): string;
  /** Ends it at once, as a crash would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM) and resolves with its exit code; `null` where a signal ended it. */
  stop(): Promise<number | null>;
}

export interface CollectorOptions {
  /** Settings in the environment, such as `CLICKSTITCH_LOG_LEVEL`. */
  settings?: Readonly<Record<string, string>>;
  /** Arguments for Node itself, such as `--cpu-prof`. */
  nodeArguments?: readonly string[];
  /** The program that serves; the built CLI unless a test has one of its own. */
  program?: readonly string[];
}

/** The built program, or another that the environment names. */
const MAIN =
  process.env['CLICKSTITCH_TEST_MAIN'] ?? join(import.meta.dirname, '..', 'packages', 'collector', 'dist', 'main.js');
const READY_WITHIN = 20_000;
const LOG_LINES = 50;

/** Makes an empty database through the CLI: an SQLite file, or one on a PostgreSQL server, by default the shared one. */
export function createDatabase(engine?: 'sqlite'): Promise<SqliteDatabase>;
export function createDatabase(engine: Engine, server?: Databases): Promise<Database>;
export async function createDatabase(engine: Engine = 'sqlite', server?: Databases): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'clickstitch-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  if (engine === 'sqlite') {
    const path = join(folder, 'clickstitch.db');
    const url = `sqlite:${path}`;
    return { engine, url, path, folder, keys: await initialize(url), remove: removeFolder };
  }
  const databases = server ?? (await sharedPostgres());
  const url = await databases.createDatabase();
  const remove = async () => {
    await databases.dropDatabase(url);
    await removeFolder();
  };
  return { engine, url, folder, keys: await initialize(url), remove };
}

async function initialize(url: string): Promise<Keys> {
  const child = spawn(process.execPath, [MAIN, 'init', '--json'], {
    env: environment(url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`clickstitch init ended with ${code}`);
  return JSON.parse(output);
}

/** Starts the collector on a free port and resolves when it is ready. Throws, with its log, where it never is. */
export async function startCollector(database: Database, options: CollectorOptions = {}): Promise<Collector> {
  const program = options.program ?? [MAIN, 'serve'];
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), ...program], {
    env: { ...environment(database.url), CLICKSTITCH_PORT: '0', ...options.settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void ended.then(() => process.off('exit', endWithUs));

  const lines: string[] = [];
  try {
    const port = await listening(child, lines);
    const url = `http://127.0.0.1:${port}`;
    await ready(url);
    return {
      url,
      port,
      pid: child.pid ?? 0,
      keys: database.keys,
      log: () => lines.join('\n'),
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
      stop() {
        child.kill('SIGTERM');
        return ended;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`the collector did not start: ${error}\n${lines.join('\n')}`);
  }
}

/** Ours without the settings that it may hold, so that a test sees the defaults. */
function environment(databaseUrl: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !name.startsWith('CLICKSTITCH_'),
  );
  return { ...Object.fromEntries(inherited), CLICKSTITCH_DATABASE_URL: databaseUrl };
}

/** The port, from the line in which the collector says that it is running. */
function listening(child: ChildProcess, lines: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it says nothing')), READY_WITHIN);
    const keep = (line: string) => {
      lines.push(line);
      if (lines.length > LOG_LINES) lines.shift();
      const [, port] = /"url":"http:\/\/[^"/]+:(\d+)"/.exec(line) ?? [];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', keep);
    }
    child.once('error', reject);
    // Not at its exit, for its last words may come after that.
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code ?? signal}`));
    });
  });
}

async function ready(url: string): Promise<void> {
  const until = Date.now() + READY_WITHIN;
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.status === 200) return;
    if (Date.now() > until) throw new Error(`/readyz answers ${response?.status ?? 'nothing'}`);
    await sleep(20);
  }
}
