import { cpuFigures, type Measure } from '../measure.ts';
import { loadCollector } from './collector.ts';

const EVENTS_PER_REQUEST = 20;

/** `batch_events_s`: the collector, twenty events a request. */
export const collectorBatch: Measure = {
  title: 'collector, 20 events a request',
  async run(bench) {
    const report = await loadCollector(bench, EVENTS_PER_REQUEST);
    return {
      batch_events_s: report.requests_s * EVENTS_PER_REQUEST,
      batch_p50_ms: report.p50_ms,
      batch_p99_ms: report.p99_ms,
      ...cpuFigures('batch', report),
    };
  },
};
