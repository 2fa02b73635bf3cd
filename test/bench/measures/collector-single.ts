import { cpuFigures, type Measure } from '../measure.ts';
import { loadCollector } from './collector.ts';

/** `single_rps`, `single_p50_ms`, `single_p99_ms`: the collector, one event a request. */
export const collectorSingle: Measure = {
  title: 'collector, 1 event a request',
  async run(bench) {
    const report = await loadCollector(bench, 1);
    return {
      single_rps: report.requests_s,
      single_p50_ms: report.p50_ms,
      single_p99_ms: report.p99_ms,
      ...cpuFigures('single', report),
    };
  },
};
