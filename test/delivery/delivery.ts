/**
 * Delivery under fire: pages that report while the network fails in every way, and that are closed, reloaded, left, kept for
 * the way back, and killed; then what the pages called is held against what the collector has. Prints the story of each
 * round that lost or doubled something and, as its last line, one JSON object; fails where there is one.
 *
 *   npm run test:delivery -- [--rounds chromium=300,firefox=50,webkit=50] [--seed N] [--first N] [--parallel N]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ENGINES, type EngineName } from '../engines/engine.ts';
import { runDelivery } from './run-delivery.ts';
import { isKept, type Verdict } from './verdict.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: 'chromium=300,firefox=50,webkit=50' },
    seed: { type: 'string', default: '20261122' },
    first: { type: 'string', default: '1' },
    parallel: { type: 'string', default: String(availableParallelism() + 1) },
  },
});
const seed = wholeOf('--seed', values.seed);
const first = wholeOf('--first', values.first);
const parallel = wholeOf('--parallel', values.parallel);
const began = performance.now();
say(`seed ${seed}`);

const by_engine: Partial<Record<EngineName, Verdict & { page_views_lost_share: number; events_lost_share: number }>> =
  {};
for (const { engine, rounds } of values.rounds.split(',').map(roundsOf)) {
  const verdict = await runDelivery({ engine, rounds, first, seed, parallel, rounds_per_browser: 6 }, say);
  by_engine[engine] = {
    ...verdict,
    page_views_lost_share: shareOf(verdict.page_views_lost, verdict.page_views),
    events_lost_share: shareOf(verdict.events_lost, verdict.events),
  };
}
const verdicts = Object.values(by_engine);
if (!verdicts.every(isKept)) process.exitCode = 1;
const sum = (name: 'rounds' | 'conversions_lost' | 'doubled'): number =>
  verdicts.reduce((total, verdict) => total + verdict[name], 0);
console.log(
  JSON.stringify({
    rounds: sum('rounds'),
    conversions_lost: sum('conversions_lost'),
    doubled: sum('doubled'),
    seed,
    by_engine,
  }),
);

function roundsOf(text: string): { engine: EngineName; rounds: number } {
  const [name, count = ''] = text.split('=');
  const engine = ENGINES.find((known) => known === name);
  if (!engine) throw new Error(`--rounds takes engines and how many each, such as chromium=300, not ${text}`);
  return { engine, rounds: wholeOf('--rounds', count) };
}

function wholeOf(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1 on, not ${text}`);
  return value;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Number((part / whole).toFixed(4));
}

function say(text: string): void {
  console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
}
