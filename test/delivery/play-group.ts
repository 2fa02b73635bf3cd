import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineName, launch, type Person } from '../engines/engine.ts';
import type { Plan } from './plan-round.ts';
import { playRound } from './play-round.ts';
import { excuseOf, isConversion, type RoundBook } from './round-book.ts';
import type { Site } from './site.ts';

/** Left-over conversions are sent ten seconds after they were kept, or were last tried. */
const DELIVERED_WITHIN_MS = 60_000;

/** What would arrive a second time, would do so soon after. */
const AFTERWARDS_MS = 1_500;

/** A round that has been played. */
export interface Played {
  plan: Plan;
  book: RoundBook;
  kills: number;
}

/**
 * Plays rounds in one browser, one after the other, each on a host of its own; then the network is well again, each
 * visitor opens one more page, or two beside each other, and what is owed gets the time it needs.
 */
export async function playGroup(engine: EngineName, plans: readonly Plan[], site: Site): Promise<Played[]> {
  const canRestart = engine !== 'webkit';
  const profile = canRestart ? await mkdtemp(join(tmpdir(), 'clickstitch-delivery-')) : undefined;
  const start = (): Promise<Person> => launch(engine, { proxy: site.proxy, ...(profile ? { profile } : {}) });
  const played: Played[] = [];
  let person = await start();

  async function restart(): Promise<void> {
    await person.kill();
    for (const { book } of played) {
      book.life += 1;
      book.tell('the browser was killed');
    }
    person = await start();
    await person.newTab();
    for (const { book } of played) {
      if (book.calls.size === 0) continue;
      await person.goto(`http://${book.host}/aside`);
      book.restart(new Set(await person.evaluate<string[]>('keptNonces()')));
    }
  }

  try {
    for (const plan of plans) {
      const round = { plan, book: site.open(plan.host, plan.weather_seed), kills: 0 };
      played.push(round);
      const whenKilled = async (): Promise<void> => {
        round.kills += 1;
        await restart();
      };
      await playRound(plan, round.book, { site, person: () => person, canRestart, restart: whenKilled });
    }
    for (const { plan, book } of played) {
      site.setWeather(plan.host, 'fine');
      for (let tab = 0; tab < plan.last_tabs; tab += 1) {
        await person.newTab();
        await person.goto(`http://${plan.host}/shop?later`).catch((error) => book.tell(`the last page: ${error}`));
      }
    }
    const deadline = Date.now() + DELIVERED_WITHIN_MS;
    while (played.some(({ book }) => owesAny(book)) && Date.now() < deadline) await sleep(200);
    await sleep(AFTERWARDS_MS);
    return played;
  } finally {
    await person.kill();
    if (profile) await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function owesAny({ calls, accepted }: RoundBook): boolean {
  return [...calls.values()].some((call) => isConversion(call) && !excuseOf(call) && !accepted.has(call.nonce));
}
