import { randomUUID } from 'node:crypto';
import type { GoReport, GoTask } from '../go-load.ts';
import type { Bench, Measure } from '../measure.ts';
import { runProgram } from '../program.ts';

const CONNECTIONS = 8;

/** `go_p50_ms`: from following a referral link until it leads on, its click on disk. */
export const go: Measure = {
  title: 'following a referral link',
  async run(bench) {
    const { collector } = bench;
    const code = `bench-${randomUUID().slice(0, 8)}`;
    const made = await fetch(`${collector.url}/v1/affiliates`, {
      method: 'POST',
      headers: { authorization: `Bearer ${collector.keys.secret_key}` },
      body: JSON.stringify({ name: 'Bench', code, destination_url: 'https://shop.example/' }),
    });
    if (made.status !== 201) throw new Error(`no affiliate was made: ${made.status} ${await made.text()}`);
    const { requests_s, p50_ms, p99_ms } = await followLink(bench, collector.port, `/go/${code}`);
    return { go_rps: requests_s, go_p50_ms: p50_ms, go_p99_ms: p99_ms };
  },
};

/** Throws where a link did not lead on with a click. */
export async function followLink(
  { warmup_ms, measured_ms }: Pick<Bench, 'warmup_ms' | 'measured_ms'>,
  port: number,
  path: string,
): Promise<GoReport> {
  const task: GoTask = { port, path, connections: CONNECTIONS, warmup_ms, measured_ms };
  const report = await runProgram<GoReport>('go-load.ts', task);
  if (report.faults.length > 0) throw new Error(`not every link led on: ${report.faults.join('; ')}`);
  return report;
}
