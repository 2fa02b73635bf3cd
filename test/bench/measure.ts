import type { Collector } from '../collector.ts';
import type { LoadReport, LoadTask } from './load.ts';
import { runProgram } from './program.ts';

/** What every measure works with. */
export interface Bench {
  collector: Collector;
  /** The file that it writes to. */
  database_path: string;
  preloaded_rows: number;
  warmup_ms: number;
  measured_ms: number;
  rounds: number;
  /** People whose traces are there to be linked. */
  strangers: number;
}

export type Figures = Readonly<Record<string, number>>;

/** One thing that is measured, several times in turn with what it is compared to. */
export interface Measure {
  title: string;
  run(bench: Bench): Promise<Figures>;
}

const CONNECTIONS = 64;

/** Puts load on a server. Throws where an answer was not that every event was accepted. */
export async function loadServer(
  bench: Bench,
  server: { port: number; pid: number },
  events_per_request: number,
): Promise<LoadReport> {
  const report = await runProgram<LoadReport>('load.ts', {
    port: server.port,
    pid: server.pid,
    key: bench.collector.keys.publishable_key,
    events_per_request,
    connections: CONNECTIONS,
    warmup_ms: bench.warmup_ms,
    measured_ms: bench.measured_ms,
  } satisfies LoadTask);
  if (report.faults.length > 0) throw new Error(`not every event was accepted: ${report.faults.join('; ')}`);
  return report;
}

/** Processor use of one load run, in cores, under names that begin with `prefix`. */
export function cpuFigures(prefix: string, { load_cpu, server_cpu }: LoadReport): Figures {
  return { [`${prefix}_load_cpu`]: load_cpu, ...(server_cpu === undefined ? {} : { [`${prefix}_cpu`]: server_cpu }) };
}
