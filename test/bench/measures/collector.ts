import type { LoadReport } from '../load.ts';
import { type Bench, loadServer } from '../measure.ts';
import { countNewEvents } from './count-events.ts';

/** Puts load on the collector and throws unless exactly the events that it accepted are in its file. */
export async function loadCollector(bench: Bench, events_per_request: number): Promise<LoadReport> {
  const newEvents = countNewEvents(bench.database_path);
  const report = await loadServer(bench, bench.collector, events_per_request);
  const stored = newEvents();
  if (stored !== report.accepted) throw new Error(`${report.accepted} events were accepted and ${stored} are stored`);
  return report;
}
