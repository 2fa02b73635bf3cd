/**
 * Plants faults one at a time and sees whether the property over random histories catches each. Prints one line a fault
 * and, as its last line, one JSON object `{planted, caught}`.
 *
 *   node test/mutants/mutants.ts [--only TEXT] [--histories N]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Mutant, mutants } from './mutant.ts';
import { tryHistories } from './try-histories.ts';

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, histories: { type: 'string', default: '300' } },
});
const histories = Number(options.histories);
const planted = mutants.filter(({ name }) => name.includes(options.only));

for (const about of ['facts', 'earnings'] as const) {
  if (!planted.some(({ isOfEarnings }) => (about === 'earnings') === (isOfEarnings === true))) continue;
  const sound = await tryHistories(undefined, Math.min(histories, 60), about);
  if (sound.verdict === 'passed') continue;
  console.error(sound.output);
  throw new Error(`the property of ${about} fails without any fault planted`);
}

let caught = 0;
const waiting = planted.values();
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (const mutant of waiting) if (await isCaught(mutant)) caught += 1;
  }),
);
console.log(JSON.stringify({ planted: planted.length, caught }));
process.exitCode = caught === planted.length ? 0 : 1;

async function isCaught(mutant: Mutant): Promise<boolean> {
  const { verdict, after, output } = await tryHistories(mutant, histories);
  if (verdict === 'broken') {
    console.error(output);
    throw new Error(`planting ${mutant.name} broke the program; it does not tell anything`);
  }
  const said = verdict === 'failed' ? `caught after ${after} histories` : `not caught in ${histories} histories`;
  console.log(`${mutant.name}: ${said}`);
  return verdict === 'failed';
}
