import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { serverProgram } from '../servers/program.ts';
import { sendReport, takeTask } from './program.ts';
import { createEventRows, type EventCells } from './traffic/event-rows.ts';

/** The least that storing events in PostgreSQL costs: the collector's own table of events, and no rule. */

export interface BarePostgresTask {
  /** A database without tables. */
  url: string;
  /** `insert`: arrays of columns, as drivers send them. `copy`: as a dump is loaded. */
  by: 'insert' | 'copy';
  warmup_ms: number;
  measured_ms: number;
}

export interface BarePostgresReport {
  rows_s: number;
}

const ROWS_PER_TRANSACTION = 1_000;
const TYPES = [...Array(4).fill('text'), 'bigint', 'bigint', 'text', 'text', 'text', 'integer', 'text'];
const TABLE = `CREATE TABLE event (
  workspace_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  visitor_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  occurred_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  url text COLLATE "C",
  referrer text COLLATE "C",
  title text COLLATE "C",
  is_bot integer NOT NULL,
  body text COLLATE "C",
  PRIMARY KEY (workspace_id, id, visitor_id, name)
)`;
const INSERT = `INSERT INTO event SELECT * FROM unnest(${TYPES.map((type, at) => `$${at + 1}::${type}[]`)}) ON CONFLICT DO NOTHING`;

sendReport(await measure(await takeTask<BarePostgresTask>()));

async function measure({ url, by, warmup_ms, measured_ms }: BarePostgresTask): Promise<BarePostgresReport> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(TABLE);
  const nextRow = createEventRows();
  const rows = () => Array.from({ length: ROWS_PER_TRANSACTION }, nextRow);
  const { store, end } = by === 'insert' ? insertInto(client) : copyInto(url);
  await run(() => store(rows()), warmup_ms);
  const rows_s = (await run(() => store(rows()), measured_ms)) * ROWS_PER_TRANSACTION;
  end();
  await client.end();
  return { rows_s };
}

interface Loop {
  /** Resolves when the rows are on disk. */
  store(rows: readonly EventCells[]): Promise<void>;
  end(): void;
}

function insertInto(client: Client): Loop {
  return {
    async store(rows) {
      await client.query({ name: 'insert', text: INSERT, values: TYPES.map((_, at) => rows.map((row) => row[at])) });
    },
    end: () => {},
  };
}

function copyInto(url: string): Loop {
  const psql = spawn(serverProgram('psql'), [url, '-X', '-f', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: psql.stdout })[Symbol.asyncIterator]();
  const cell = (value: EventCells[number]) =>
    value === null ? '\\N' : String(value).replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');
  return {
    async store(rows) {
      psql.stdin.write(`COPY event FROM STDIN;\n${rows.map((row) => row.map(cell).join('\t')).join('\n')}\n\\.\n`);
      const { value } = await answers.next();
      if (value !== `COPY ${rows.length}`) throw new Error(`psql says ${value}`);
    },
    end: () => psql.kill(),
  };
}

/** Calls per second. */
async function run(work: () => Promise<void>, ms: number): Promise<number> {
  const began = performance.now();
  let calls = 0;
  while (performance.now() - began < ms) {
    await work();
    calls += 1;
  }
  return (calls * 1_000) / (performance.now() - began);
}
