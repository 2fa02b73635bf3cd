import type { BareSqliteReport, BareSqliteTask } from '../bare-sqlite.ts';
import type { Measure } from '../measure.ts';
import { runProgram } from '../program.ts';

/** `sqlite_rows_s`: what SQLite stores, each transaction on disk, when nothing is decided. */
export const bareSqlite: Measure = {
  title: 'bare SQLite',
  async run({ preloaded_rows, warmup_ms, measured_ms }) {
    const task: BareSqliteTask = { preloaded_rows, warmup_ms, measured_ms };
    const { rows_s } = await runProgram<BareSqliteReport>('bare-sqlite.ts', task);
    return { sqlite_rows_s: rows_s };
  },
};
