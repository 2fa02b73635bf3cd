import { setTimeout as sleep } from 'node:timers/promises';
import { checkFacts } from '../crash/check-facts.ts';
import { checkItems } from '../crash/check-items.ts';
import { checkReplay } from '../crash/check-replay.ts';
import { createFaults } from '../crash/faults.ts';
import { sizeOf } from '../crash/item.ts';
import { createItemMaker } from '../crash/make-items.ts';
import { readStored } from '../crash/stored.ts';
import { startCluster } from './cluster.ts';
import type { Harm } from './harm.ts';
import { startLoad } from './load.ts';
import { recoveryOf } from './recovery.ts';
import { createTally } from './tally.ts';
import { startWitness } from './witness.ts';

export interface Verdict {
  fault: string;
  /** Events, conversions and clicks that were acknowledged. */
  acked: number;
  /** Of those, what is missing, whole or in part. */
  lost: number;
  /** What is stored more than once. */
  doubled: number;
  /** What is stored without all that belongs to it, or is not what the log says. */
  half: number;
  /** Answers 503. */
  unavailable: number;
  /** What they said, and how often. */
  reasons: Readonly<Record<string, number>>;
  /** Connections that ended without an answer. */
  cut: number;
  /**
   * From the end of the fault until requests were acknowledged at 80 % of their pace again, without the time in which
   * PostgreSQL itself made everybody wait; `null` for never.
   */
  recovered_ms: number | null;
  /** Until the slowest answer came. */
  slowest_ms: number;
  /** Until the slowest 503 came. */
  slowest_refusal_ms: number;
  /** Answers that nobody should get, and how often. */
  wrong: Readonly<Record<string, number>>;
  /** How often it was done. */
  times: number;
}

/** So many requests a second, copies included; a busy machine with two cores can still do more. */
const PACE = 40;
const BEFORE = 2_000;
const AFTER = 4_000;
const SPAN = 500;
const PATIENCE = 30_000;

/** Puts a steady load on a cluster, does harm to it for some seconds, and looks what became of the load. */
export async function runFault(
  fault: string,
  harm: Harm,
  seconds: number,
  say: (text: string) => void,
): Promise<Verdict> {
  const cluster = await startCluster({ collectors: 3, between: harm.between });
  const { database, collectors } = cluster;
  const tally = createTally();
  const faults = createFaults();
  const witness = await startWitness(cluster.server.url);
  try {
    const load = startLoad({
      maker: createItemMaker(database.keys, cluster.promoter),
      ports: collectors.map(({ port }) => port),
      per_second: PACE / (harm.copies ?? 1),
      tally,
      send: harm.send?.(tally, faults),
    });
    await sleep(BEFORE / 2);
    const start = Date.now();
    await sleep(BEFORE);
    const began = Date.now();
    const times = await harm.harm(cluster, began + seconds * 1_000);
    const end = Date.now();
    let recovered_ms: number | null = null;
    for (let stop = end + AFTER; recovered_ms === null && stop <= end + PATIENCE; stop += SPAN) {
      await sleep(stop - Date.now());
      recovered_ms = recoveryOf(tally.acknowledged_at, { start, fault: began, end, stop }, witness.stalled);
    }
    await load.stop(PATIENCE);

    for (const collector of collectors) {
      const code = await collector.stop();
      if (code !== 0) tally.wrong(`a collector ended with ${code}: ${collector.log()}`);
    }
    const stored = await readStored(database);
    checkItems(load.items, stored, faults);
    checkFacts(stored, faults);
    const replayed = await checkReplay(database, faults);
    say(`${fault}: ${load.items.length} requests; the log of ${replayed} commands was derived again`);
    for (const words of faults.inWords()) say(`  ${words}`);
    return {
      fault,
      acked: load.items.reduce((sum, item) => (item.state === 'acknowledged' ? sum + sizeOf(item) : sum), 0),
      lost: faults.count('lost'),
      doubled: faults.count('doubled'),
      half: faults.count('half'),
      recovered_ms,
      times,
      ...tally.counts(),
    };
  } finally {
    await witness.stop();
    await cluster.remove();
  }
}

/** Two seconds after the fault all is as before, and no harm is done. */
export function isKept(verdict: Verdict): boolean {
  return isWhole(verdict) && verdict.recovered_ms !== null && verdict.recovered_ms <= 2_000;
}

/** What was acknowledged is there once, and nobody got an answer that helps nobody. */
export function isWhole({ acked, lost, doubled, half, wrong }: Verdict): boolean {
  return acked > 0 && lost + doubled + half === 0 && Object.keys(wrong).length === 0;
}
