/**
 * Measures the collector against the parts that it is made of, on the machine it runs on. Prints a table and, as its
 * last line, one JSON object.
 *
 *   node test/bench/bench.ts [--short] [--only single|batch|identity|go|sales|list] [--rounds N] [--profile FOLDER]
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createDatabase, type SqliteDatabase, startCollector } from '../collector.ts';
import type { ConversionsTask } from './conversions-of-past.ts';
import type { Bench, Figures, Measure } from './measure.ts';
import { bareHttp } from './measures/bare-http.ts';
import { bareRedirect } from './measures/bare-redirect.ts';
import { bareSqlite } from './measures/bare-sqlite.ts';
import { collectorBatch } from './measures/collector-batch.ts';
import { collectorSingle } from './measures/collector-single.ts';
import { go } from './measures/go.ts';
import { identify } from './measures/identify.ts';
import { list } from './measures/list.ts';
import { longestCommits } from './measures/longest-commits.ts';
import { sales } from './measures/sales.ts';
import { timeline } from './measures/timeline.ts';
import type { PreloadTask } from './preload.ts';
import { runProgram } from './program.ts';
import { medianFigures, ratios, tableOf } from './summary.ts';

/** What is compared is measured in turns, for machines drift. */
const GROUPS: Readonly<Record<string, readonly Measure[]>> = {
  single: [bareHttp, collectorSingle],
  batch: [bareSqlite, collectorBatch],
  identity: [identify, timeline, longestCommits],
  go: [bareRedirect, go],
  sales: [sales],
  list: [list],
};

const FULL = { rounds: 3, preloaded_rows: 1_000_000, warmup_ms: 2_000, measured_ms: 7_000, strangers: 30_000 };
const SHORT = { rounds: 1, preloaded_rows: 100_000, warmup_ms: 500, measured_ms: 2_000, strangers: 3_000 };

const { values: options } = parseArgs({
  options: {
    // Twenty seconds instead of three minutes, to see that everything works; its figures are those of a cold process.
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    profile: { type: 'string' },
  },
});
const extent = options.short ? SHORT : FULL;
const rounds = Number(options.rounds ?? extent.rounds);
const groups = Object.entries(GROUPS).filter(([name]) => options.only === undefined || options.only === name);
const began = performance.now();
const busy = loadavg()[0] ?? 0;
if (busy > 0.5)
  say(`other programs are busy here (load ${busy.toFixed(1)}): what follows is less than this machine can do`);

const figures: Figures[] = [];
const [lists, others] = [groups.filter(([name]) => name === 'list'), groups.filter(([name]) => name !== 'list')];
await measure(others, async (database) => {
  say(`storing ${extent.preloaded_rows} events of the past`);
  await runProgram('preload.ts', {
    database_url: database.url,
    workspace_id: database.keys.workspace_id,
    key: database.keys.publishable_key,
    events: extent.preloaded_rows,
    strangers: extent.strangers,
  } satisfies PreloadTask);
});
await measure(lists, async (database) => {
  say(`storing ${extent.preloaded_rows} conversions of the past`);
  await runProgram('conversions-of-past.ts', {
    path: database.path,
    workspace_id: database.keys.workspace_id,
    conversions: extent.preloaded_rows,
  } satisfies ConversionsTask);
});
const medians = medianFigures(figures);
const result = { ...medians, ...ratios(medians) };
console.log(tableOf(result, figures));
console.log(JSON.stringify(result));

/** Measures groups on a database with a past of its own. */
async function measure(
  some: readonly (readonly [string, readonly Measure[]])[],
  store: (database: SqliteDatabase) => Promise<void>,
): Promise<void> {
  if (some.length === 0) return;
  const database = await createDatabase();
  try {
    await store(database);
    const collector = await startCollector(database, {
      nodeArguments: options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [],
    });
    try {
      const bench: Bench = { ...extent, rounds, collector, database_path: database.path };
      for (const [, measures] of some) {
        for (let round = 1; round <= rounds; round += 1) {
          for (const one of measures) {
            say(`${one.title}, ${round} of ${rounds}`);
            figures.push(await one.run(bench));
          }
        }
      }
    } finally {
      await collector.stop();
    }
  } finally {
    await database.remove();
  }
}

function say(text: string): void {
  console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
}
