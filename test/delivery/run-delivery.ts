import { createDatabase, startCollector } from '../collector.ts';
import type { EngineName } from '../engines/engine.ts';
import { planRound } from './plan-round.ts';
import { type Played, playGroup } from './play-group.ts';
import { startSite } from './site.ts';
import { readStored } from './stored.ts';
import { isKept, judgeRound, storyOf, sumOf, type Verdict } from './verdict.ts';

export interface DeliveryTask {
  engine: EngineName;
  rounds: number;
  /** The number of the first round, to play some of a longer series again. */
  first?: number;
  seed: number;
  /** Browsers beside each other. */
  parallel: number;
  /** Rounds that share a browser. */
  rounds_per_browser: number;
}

/** Plays rounds in one engine against a collector of their own. Whatever was lost or doubled is told in full. */
export async function runDelivery(task: DeliveryTask, say: (text: string) => void): Promise<Verdict> {
  const { engine, rounds, first = 1, seed, parallel, rounds_per_browser } = task;
  const plans = Array.from({ length: rounds }, (_, at) => planRound(seed, first + at));
  const groups = Array.from({ length: Math.ceil(rounds / rounds_per_browser) }, (_, at) =>
    plans.slice(at * rounds_per_browser, (at + 1) * rounds_per_browser),
  );
  const verdicts: Verdict[] = [];
  const database = await createDatabase();
  const collector = await startCollector(database);
  const site = await startSite(collector);

  function judge(played: readonly Played[]): void {
    for (const { plan, book, kills } of played) {
      const stored = readStored(database.path, plan.host);
      const verdict = judgeRound(book, kills, stored);
      verdicts.push(verdict);
      if (!isKept(verdict)) say(storyOf(book, stored));
    }
    const { rounds: done, conversions, conversions_lost, doubled, killed_before_stored } = sumOf(verdicts);
    say(
      `${engine}: ${done} of ${rounds} rounds, ${conversions} conversions, ${conversions_lost} lost, ${doubled} doubled, ` +
        `${killed_before_stored} killed before they were stored`,
    );
  }

  async function work(): Promise<void> {
    for (let plan = groups.shift(); plan; plan = groups.shift()) judge(await playGroup(engine, plan, site));
  }

  try {
    await Promise.all(Array.from({ length: parallel }, work));
    return sumOf(verdicts);
  } finally {
    await site.close();
    await collector.stop();
    await database.remove();
  }
}
