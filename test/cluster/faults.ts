/**
 * Does harm to collectors, to their PostgreSQL and to what lies between, one fault after another, each on a server of
 * its own and under load. Prints one JSON object a fault; fails where something was lost, doubled or left half done,
 * where a request was not answered as it should be, or where it took longer than two seconds until all was as before.
 *
 *   node test/cluster/faults.ts [--faults postgres-killed,same-ids] [--seconds N]
 */
import { parseArgs } from 'node:util';
import { FAULTS, type FaultName, harms } from './harm/harms.ts';
import { isKept, runFault } from './run-fault.ts';

const { values } = parseArgs({
  options: { faults: { type: 'string', default: FAULTS.join(',') }, seconds: { type: 'string', default: '20' } },
});
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds takes a number of seconds, such as 20');
const faults = values.faults.split(',');
for (const fault of faults) {
  if (!isFault(fault)) throw new Error(`--faults takes some of ${FAULTS.join(',')}`);
}

for (const fault of faults.filter(isFault)) {
  const verdict = await runFault(fault, harms[fault], seconds, console.log);
  console.log(JSON.stringify(verdict));
  if (!isKept(verdict)) process.exitCode = 1;
}

function isFault(name: string): name is FaultName {
  return FAULTS.some((fault) => fault === name);
}
