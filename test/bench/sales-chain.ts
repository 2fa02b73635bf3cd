import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { commitGroup } from '../../packages/collector/dist/commit/group.js';
import type { Command } from '../../packages/collector/dist/domain/command.js';
import { createSqliteStore } from '../../packages/collector/dist/store/sqlite/sqlite-store.js';
import { sendReport, takeTask } from './program.ts';
import { clickOf, configured, type Promoted, SALES_PER_GROUP, saleOf, WORKSPACE } from './sales-of-affiliates.ts';
import { syncFile } from './sync-file.ts';

/** Sales with all that follows from each: who bought, whose click it was, by which incentive, what is owed, and the receipt. */

export interface SalesChainTask {
  preloaded_sales: number;
  warmup_ms: number;
  measured_ms: number;
}

export interface SalesChainReport {
  conversions_s: number;
  /** The last rows that were stored, as SQLite keeps them. */
  conversion: Cells;
  earning: Cells;
}

export type Cells = Record<string, string | number | null>;

sendReport(await measure(await takeTask<SalesChainTask>()));

async function measure({ preloaded_sales, warmup_ms, measured_ms }: SalesChainTask): Promise<SalesChainReport> {
  const folder = mkdtempSync(join(tmpdir(), 'clickstitch-chain-'));
  try {
    const path = join(folder, 'chain.db');
    const store = createSqliteStore({ path, mode: 'write' });
    const promoted: Promoted = configured();
    let sold = 0;

    async function commit(commands: readonly Command[]): Promise<void> {
      const failed = (await commitGroup(store, commands)).find(({ status }) => status !== 'recorded');
      if (failed) throw new Error(`a sale was not recorded: ${JSON.stringify(failed)}`);
    }

    /** The clicks of the next buyers, and their sales. */
    async function next(): Promise<Command[]> {
      const buyers = Array.from({ length: SALES_PER_GROUP }, (_, at) => sold + at);
      sold += SALES_PER_GROUP;
      const clicks = buyers.map((buyer) => clickOf(buyer, promoted));
      await commit(clicks);
      return clicks.map((click, at) => saleOf(buyers[at] ?? 0, click));
    }

    /** Sales a second; clicks are stored between, and not counted. */
    async function run(ms: number): Promise<number> {
      let [took, sales] = [0, 0];
      while (took < ms) {
        const group = await next();
        const began = performance.now();
        await commit(group);
        took += performance.now() - began;
        sales += group.length;
      }
      return (sales * 1_000) / took;
    }

    for (const group of promoted.commands) await commit([group]);
    while (sold < preloaded_sales) await commit(await next());
    syncFile(path);
    await run(warmup_ms);
    const conversions_s = await run(measured_ms);
    await store.close();
    return { conversions_s, ...lastRows(path, sold) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws where a sale earns nothing. */
function lastRows(path: string, sold: number): Pick<SalesChainReport, 'conversion' | 'earning'> {
  const database = new Database(path, { readonly: true });
  const { earned } = database.prepare('SELECT count(*) AS earned FROM earning WHERE due_minor > 0').get() as {
    earned: number;
  };
  if (earned !== sold) throw new Error(`of ${sold} sales ${earned} earn anything`);
  const last = (table: string) =>
    database
      .prepare(`SELECT * FROM ${table} WHERE workspace_id = ? ORDER BY rowid DESC LIMIT 1`)
      .get(WORKSPACE) as Cells;
  const rows = { conversion: last('conversion'), earning: last('earning') };
  database.close();
  return rows;
}
