import { createDatabase, type Engine, startCollector } from '../collector.ts';
import { startPostgres } from '../postgres.ts';
import { checkFacts } from './check-facts.ts';
import { checkItems } from './check-items.ts';
import { checkReplay } from './check-replay.ts';
import { createFaults } from './faults.ts';
import { type Item, isOnce, sizeOf } from './item.ts';
import { loadUntilKilled } from './load-until-killed.ts';
import { createItemMaker } from './make-items.ts';
import { openProgram } from './open-program.ts';
import { sendAgain } from './send-again.ts';
import { readStored } from './stored.ts';

export interface Verdict {
  rounds: number;
  /** Events, conversions, clicks, refunds, changes and payouts that were acknowledged. */
  acked: number;
  /** Of those, what was missing after a restart, whole or in part. */
  lost: number;
  /** What was stored more than once. */
  doubled: number;
  /** What was stored without all that belongs to it, acknowledged or not. */
  half: number;
  /** Payouts that were acknowledged. */
  payouts: number;
  /** Kills that met requests without an answer. */
  killed_with_work_in_flight: number;
}

/** Of the answered items of a round so many are sent again. */
const SAMPLE = 200;
const CODE = 'ada';

/**
 * Kills the collector under load, round after round on one database, and looks after each restart whether it kept its
 * word. Every second time PostgreSQL is killed with it. `say` hears how it goes, and what was found.
 */
export async function runCrash(engine: Engine, rounds: number, say: (text: string) => void): Promise<Verdict> {
  // Not the one that other tests share, which must stay alive.
  const server = engine === 'postgres' ? await startPostgres() : undefined;
  const database = await createDatabase(engine, server);
  const faults = createFaults();
  const items: Item[] = [];
  let killed = 0;
  try {
    let collector = await startCollector(database);
    const maker = createItemMaker(database.keys, await openProgram(collector, CODE));
    for (let round = 1; round <= rounds; round += 1) {
      const victim = round % 2 === 0 ? server : undefined;
      const {
        items: sent,
        in_flight,
        after_ms,
      } = await loadUntilKilled(collector, maker, victim).finally(() => victim?.start());
      if (in_flight > 0) killed += 1;
      const answered = sent.filter((item) => item.state === 'acknowledged');
      items.push(...sent);

      collector = await startCollector(database);
      await check();
      await sendAgain(collector, toSendAgain(items, sent, answered), faults);
      await check();
      say(
        `round ${round}: ${victim ? 'both ' : ''}killed after ${after_ms} ms, ${answered.length} requests answered, ${in_flight} in flight; ` +
          `${faults.inWords().length} faults so far`,
      );
    }
    await collector.stop();
    const replayed = await checkReplay(database, faults);
    say(`the log of ${replayed} commands was derived again`);
  } finally {
    await database.remove();
    await server?.remove();
  }

  async function check(): Promise<void> {
    const stored = await readStored(database);
    checkItems(items, stored, faults);
    checkFacts(stored, faults);
  }

  for (const fault of faults.inWords()) say(fault);
  return {
    rounds,
    acked: items.reduce((sum, item) => (item.state === 'acknowledged' ? sum + sizeOf(item) : sum), 0),
    lost: faults.count('lost'),
    doubled: faults.count('doubled'),
    half: faults.count('half'),
    payouts: items.filter(({ kind, state }) => kind === 'payout' && state === 'acknowledged').length,
    killed_with_work_in_flight: killed,
  };
}

/** At least four kills of five must meet the collector at work, and something must be paid, or nothing was tried. */
export function isKept({ rounds, lost, doubled, half, payouts, killed_with_work_in_flight }: Verdict): boolean {
  const isTried = payouts > 0 && killed_with_work_in_flight >= rounds * 0.8;
  return lost === 0 && doubled === 0 && half === 0 && isTried;
}

/** All that is unanswered but what would be something new or is deleted, and some of what was answered. */
function toSendAgain(all: readonly Item[], sent: readonly Item[], answered: readonly Item[]): Item[] {
  const step = Math.max(1, Math.floor(answered.length / SAMPLE));
  const again = [...sent.filter((item) => item.state === 'unanswered'), ...answered.filter((_, at) => at % step === 0)];
  const deleted = new Set(all.flatMap((item) => (item.kind === 'change' && item.notes === null ? item.order_id : [])));
  return again.filter((item) => !isOnce(item) && !('order_id' in item && deleted.has(item.order_id)));
}
