import Database from 'better-sqlite3';
import {
  claimsSql,
  conversionsSql,
  deletedSql,
  FACETS,
  namingsSql,
  talliesSql,
  tokensSql,
  unverifiedSql,
} from './past-sql.ts';
import { sendReport, takeTask } from './program.ts';
import { syncFile } from './sync-file.ts';

/**
 * Conversions of the past with the words, namings and counters that follow from them, written straight into the file: a
 * million of them through the rules would take longer than all measures together.
 */

export interface ConversionsTask {
  path: string;
  workspace_id: string;
  conversions: number;
}

const PAST_MS = 365 * 24 * 3_600_000;
const CLAIMS_SHARE = 0.1;

write(await takeTask<ConversionsTask>());
sendReport({});

function write({ path, workspace_id, conversions }: ConversionsTask): void {
  const database = new Database(path);
  // Nothing is written twice.
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -400000');
  const began = Date.now() - PAST_MS;
  const run = (sql: string, rows = conversions) => {
    const given = { workspace: workspace_id, rows, began, step: PAST_MS / rows };
    database.prepare(sql).run(Object.fromEntries(Object.entries(given).filter(([name]) => sql.includes(`$${name}`))));
  };
  database.transaction(() => {
    // Rows first and indexes afterwards, each sorted once.
    const indexes = database
      .prepare(
        `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'conversion'`,
      )
      .all() as { name: string; sql: string }[];
    for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`);
    run(conversionsSql);
    for (const { sql } of indexes) database.exec(sql);
    run(claimsSql, Math.ceil(conversions * CLAIMS_SHARE));
    run(namingsSql);
    run(tokensSql);
    for (const facet of FACETS) run(talliesSql(facet));
    run(deletedSql);
    run(unverifiedSql);
  })();
  database.pragma('journal_mode = WAL');
  database.close();
  syncFile(path);
}
