import type { Measure } from '../measure.ts';
import { startProgram } from '../program.ts';
import { followLink } from './go.ts';

/** `redirect_p50_ms`: what Node's HTTP server takes to lead on when nothing is stored. */
export const bareRedirect: Measure = {
  title: 'bare redirect by node:http',
  async run(bench) {
    const server = startProgram<{ port: number }>('bare-redirect.ts', {});
    try {
      const { port } = await server.report;
      const { requests_s, p50_ms, p99_ms } = await followLink(bench, port, '/go/bench');
      return { redirect_rps: requests_s, redirect_p50_ms: p50_ms, redirect_p99_ms: p99_ms };
    } finally {
      server.end();
    }
  },
};
