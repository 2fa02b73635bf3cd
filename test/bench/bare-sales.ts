import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { mintId } from '../../packages/collector/dist/domain/ids.js';
import { sendReport, takeTask } from './program.ts';
import type { Cells } from './sales-chain.ts';
import { syncFile } from './sync-file.ts';

/** The least that storing sales costs: a row for each and one for what it earns, no rule, no index but the primary key. */

export interface BareSalesTask {
  /** Rows as the collector keeps them. */
  conversion: Cells;
  earning: Cells;
  preloaded_sales: number;
  sales_per_transaction: number;
  warmup_ms: number;
  measured_ms: number;
}

export interface BareSalesReport {
  sales_s: number;
}

sendReport(measure(await takeTask<BareSalesTask>()));

function measure(task: BareSalesTask): BareSalesReport {
  const { conversion, earning, preloaded_sales, sales_per_transaction, warmup_ms, measured_ms } = task;
  const folder = mkdtempSync(join(tmpdir(), 'clickstitch-bare-'));
  try {
    const path = join(folder, 'bare.db');
    const database = new Database(path);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    const insertSale = tableOf(database, 'conversion', conversion);
    const insertEarning = tableOf(database, 'earning', earning);
    const commit = database.transaction(() => {
      for (let made = 0; made < sales_per_transaction; made += 1) {
        // The one is minted in order of time, the other follows from what it is of.
        insertSale(mintId());
        insertEarning(randomUUID());
      }
    });
    for (let filled = 0; filled < preloaded_sales; filled += sales_per_transaction) commit();
    syncFile(path);
    run(commit, warmup_ms);
    if (database.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite does not sync its commits');
    return { sales_s: run(commit, measured_ms) * sales_per_transaction };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A table of such rows; stores one more of them under an id of its own. */
function tableOf(database: Database.Database, name: string, { workspace_id, id: _, ...row }: Cells) {
  const columns = ['workspace_id', 'id', ...Object.keys(row)];
  const typed = columns.map((column) => `"${column}" ${typeof row[column] === 'number' ? 'integer' : 'text'}`);
  database.exec(`CREATE TABLE ${name} (${typed.join(', ')}, PRIMARY KEY (workspace_id, id))`);
  const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
  const cells = [workspace_id ?? null, '', ...Object.values(row)];
  return (id: string) => {
    cells[1] = id;
    insert.run(cells);
  };
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
