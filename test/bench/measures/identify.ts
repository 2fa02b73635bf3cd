import type { IdentifyReport, IdentifyTask } from '../identify-load.ts';
import type { Measure } from '../measure.ts';
import { runProgram } from '../program.ts';

const CONNECTIONS = 16;
/** Each round makes others one. */
let done = 0;

/** `identify_rps`: commands that each merge a device, an email with a second device, a user and a customer. */
export const identify: Measure = {
  title: 'identify that merges',
  async run({ collector, strangers, rounds }) {
    const people = Math.floor(strangers / rounds);
    const report = await runProgram<IdentifyReport>('identify-load.ts', {
      port: collector.port,
      key: collector.keys.secret_key,
      connections: CONNECTIONS,
      from: done,
      people,
    } satisfies IdentifyTask);
    done += people;
    if (report.faults.length > 0) throw new Error(`not every identify was accepted: ${report.faults[0]}`);
    return {
      identify_rps: report.requests_s,
      identify_p50_ms: report.p50_ms,
      identify_p99_ms: report.p99_ms,
    };
  },
};
