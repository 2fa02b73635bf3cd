import { cpuFigures, loadServer, type Measure } from '../measure.ts';
import { startProgram } from '../program.ts';

/** `http_rps`: what Node's HTTP server answers when nothing is stored. */
export const bareHttp: Measure = {
  title: 'bare node:http',
  async run(bench) {
    const server = startProgram<{ port: number }>('bare-http.ts', {});
    try {
      const { port } = await server.report;
      const report = await loadServer(bench, { port, pid: server.pid }, 1);
      return { http_rps: report.requests_s, ...cpuFigures('http', report) };
    } finally {
      server.end();
    }
  },
};
