import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '@clickstitch/tag/wire';
import Database from 'better-sqlite3';
import { sendReport, takeTask } from './program.ts';
import { syncFile } from './sync-file.ts';
import { UUID_LENGTH, writeUuidV7 } from './traffic/stamp.ts';
import { createTraffic } from './traffic/traffic.ts';

/** The least that storing events costs: one table with one unique id, no rule, no other index. */

export interface BareSqliteTask {
  preloaded_rows: number;
  warmup_ms: number;
  measured_ms: number;
}

export interface BareSqliteReport {
  rows_s: number;
}

const ROWS_PER_TRANSACTION = 1_000;
const TABLE = `CREATE TABLE event (
  id text NOT NULL UNIQUE,
  workspace_id text NOT NULL,
  visitor_id text NOT NULL,
  name text NOT NULL,
  occurred_at integer NOT NULL,
  recorded_at integer NOT NULL,
  url text,
  referrer text,
  title text,
  order_id text,
  is_bot integer NOT NULL,
  body text
)`;

/** Rows that are made ahead; each gets an id of its own whenever its turn comes. */
const ROWS = 10_000;

type Row = (string | number | null)[];

sendReport(measure(await takeTask<BareSqliteTask>()));

function measure({ preloaded_rows, warmup_ms, measured_ms }: BareSqliteTask): BareSqliteReport {
  const folder = mkdtempSync(join(tmpdir(), 'clickstitch-bare-'));
  try {
    const path = join(folder, 'bare.db');
    const database = new Database(path);
    database.pragma('journal_mode = WAL');
    database.exec(TABLE);
    const insert = database.prepare(`INSERT INTO event VALUES (${'?,'.repeat(11)}?)`);
    const rows = createRows();
    const commit = database.transaction(() => {
      for (let made = 0; made < ROWS_PER_TRANSACTION; made += 1) insert.run(rows());
    });

    database.pragma('synchronous = OFF');
    for (let filled = 0; filled < preloaded_rows; filled += ROWS_PER_TRANSACTION) commit();
    database.pragma('wal_checkpoint(TRUNCATE)');
    syncFile(path);

    database.pragma('synchronous = FULL');
    run(commit, warmup_ms);
    if (database.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite does not sync its commits');
    return { rows_s: run(commit, measured_ms) * ROWS_PER_TRANSACTION };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls per second. */
function run(work: () => void, ms: number): number {
  const began = performance.now();
  let calls = 0;
  while (performance.now() - began < ms) {
    work();
    calls += 1;
  }
  return (calls * 1_000) / (performance.now() - began);
}

function createRows(): () => Row {
  const events_per_request = 20;
  const traffic = createTraffic({ key: '', events_per_request });
  const rows: Row[] = [];
  while (rows.length < ROWS) {
    const { visitor_id, events }: Batch = JSON.parse(traffic.nextBody(Date.now()).toString());
    for (const { id, name, occurred_at, url, referrer, title, order_id, ...body } of events) {
      const at = Number(occurred_at);
      const page = [url ?? null, referrer ?? null, title ?? null];
      rows.push([id, 'workspace', visitor_id, name, at, at, ...page, order_id ?? null, 0, JSON.stringify(body)]);
    }
  }
  const id = Buffer.alloc(UUID_LENGTH);
  let at = 0;
  return () => {
    const row = rows[at] as Row;
    at = (at + 1) % ROWS;
    writeUuidV7(id, 0, Date.now());
    row[0] = id.toString('latin1');
    return row;
  };
}
