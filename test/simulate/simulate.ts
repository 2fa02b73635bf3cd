/**
 * Lets shoppers whose true path is known buy under one disturbance after another, tells our rules and some plain ones
 * what a collector would hear of it, and counts what each makes of it. Prints a table and, as its last line, one JSON
 * object; fails where our rules miss what they promise.
 *
 *   node test/simulate/simulate.ts [--short] [--seed N] [--shoppers N] [--write-docs]
 */
import { parseArgs } from 'node:util';
import { DISTURBANCE_NAMES, type DisturbanceName, simulate } from './disturbances.ts';
import { type Scores, tableOf } from './report.ts';
import { RULES, type RuleName } from './rules.ts';
import { type Score, scoreOf } from './score.ts';
import { writeDocs } from './write-docs.ts';

/** Shoppers under each disturbance. */
const FULL = 200;
const SHORT = 25;

/** Where nothing is missing, nothing may be missed. */
const COMPLETE = ['undisturbed', 'reordered', 'duplicated'] as const;

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20261120' },
    shoppers: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
  },
});
const seed = wholeOf('--seed', options.seed);
const shoppers = wholeOf('--shoppers', options.shoppers ?? String(options.short ? SHORT : FULL));
const began = performance.now();

const entries: [DisturbanceName, Record<RuleName, Score>][] = [];
for (const name of DISTURBANCE_NAMES) entries.push([name, await scoresUnder(name)]);
const scores = Object.fromEntries(entries) as Scores;

const table = tableOf(scores);
if (options['write-docs']) writeDocs(table);
const shares = Object.fromEntries(COMPLETE.map((name) => [name, shareOf(scores[name].clickstitch)]));
const wrongMerges = Object.values(scores).reduce((sum, { clickstitch }) => sum + clickstitch.wrong_merges, 0);
if (wrongMerges > 0 || Object.values(shares).some((share) => share < 1)) process.exitCode = 1;
console.log(table);
console.log(JSON.stringify({ ...shares, wrong_merges: wrongMerges, by_disturbance: scores }));

async function scoresUnder(name: DisturbanceName): Promise<Record<RuleName, Score>> {
  const { truth, commands } = simulate(name, seed, shoppers);
  say(`${name}: ${truth.sales.length} sales, ${commands.length} messages`);
  const byRule: [RuleName, Score][] = [];
  for (const rule of Object.keys(RULES) as RuleName[]) {
    const judgement = await RULES[rule](commands);
    byRule.push([rule, scoreOf(truth, judgement)]);
    await judgement.close();
  }
  return Object.fromEntries(byRule) as Record<RuleName, Score>;
}

function shareOf({ sales, found }: Score): number {
  return found / sales;
}

function wholeOf(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number, such as 100`);
  return value;
}

function say(text: string): void {
  console.error(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
}
