/**
 * Kills the collector again and again while it works. Prints a line a round and, as its last line, one JSON object;
 * fails where something was lost, doubled or left half done, or where too few kills met it at work.
 *
 *   node test/crash/crash.ts [--rounds N] [--engine sqlite|postgres]
 */
import { parseArgs } from 'node:util';
import { ENGINES } from '../collector.ts';
import { isKept, runCrash } from './run-crash.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, engine: { type: 'string', default: 'sqlite' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number of rounds, such as 10');
const engine = ENGINES.find((name) => name === values.engine);
if (engine === undefined) throw new Error(`--engine takes ${ENGINES.join(' or ')}`);

const verdict = await runCrash(engine, rounds, console.log);
console.log(JSON.stringify(verdict));
process.exitCode = isKept(verdict) ? 0 : 1;
