import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../engines/engine.ts';
import { type EventName, type Plan, type Step, tellStep } from './plan-round.ts';
import type { RoundBook } from './round-book.ts';
import type { Site } from './site.ts';

/** Longer than this nothing is waited for, ms: what hangs is part of the play. */
const PATIENCE_MS = 5_000;

/** What a round needs of the group that it is played in. */
export interface Play {
  site: Site;
  /** The browser as it is now; after a kill it is another. */
  person(): Person;
  /** Whether the engine has its storage again after a kill. Where it has not, a kill is no more than a closed tab. */
  canRestart: boolean;
  /** Kills the browser, starts it again, and looks at what it has kept. */
  restart(): Promise<void>;
}

/** Plays a round in a tab of its own. Nothing that fails on the way matters: pages do break off. */
export async function playRound({ host, steps }: Plan, book: RoundBook, play: Play): Promise<void> {
  let calls = 0;
  const nonce = (event: EventName): string => {
    calls += 1;
    return `${event}-${host.split('.')[0]}-${calls}`;
  };

  async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    const failed = (error: unknown): void => book.tell(`${what} failed: ${String(error).split('\n')[0]}`);
    await Promise.race([work().catch(failed), sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  async function carryOut(step: Step): Promise<void> {
    book.tell(`step: ${tellStep(step)}`);
    const person = play.person();
    const evaluate = (expression: string) => attempt('evaluate', () => person.evaluate(`(${expression}, 0)`));
    switch (step.do) {
      case 'weather':
        play.site.setWeather(host, step.weather);
        return;
      case 'wait':
        await sleep(step.ms);
        return;
      case 'open': {
        const order = step.path === '/thanks' ? `?order=${nonce('purchase')}` : '';
        await attempt('open', () => person.goto(`http://${host}${step.path}${order}`));
        return;
      }
      case 'call': {
        const each = step.events.map((event) => `call(${JSON.stringify(event)}, ${JSON.stringify(nonce(event))})`);
        await evaluate(each.join(', '));
        return;
      }
      case 'reload':
        await attempt('reload', () => person.reload());
        return;
      case 'follow': {
        const last = JSON.stringify([step.event, nonce(step.event)]);
        const onClick = `Object.assign(document.querySelector('#next').dataset, { event: ${last}[0], nonce: ${last}[1] })`;
        await evaluate(step.when === 'click' ? onClick : `window.last = ${last}`);
        await attempt('click', () => person.click('#next'));
        return;
      }
      case 'leave_and_return':
        await attempt('click', () => person.click('#out'));
        await sleep(step.ms);
        await attempt('back', () => person.back());
        return;
      case 'close':
        await attempt('close', () => person.closeTab());
        await attempt('new tab', () => person.newTab());
        return;
      case 'kill': {
        const under = carryOut(step.during);
        await sleep(step.ms);
        if (play.canRestart) {
          await play.restart();
        } else {
          await under;
          await carryOut({ do: 'close' });
        }
        await under;
      }
    }
  }

  await attempt('new tab', () => play.person().newTab());
  for (const step of steps) await carryOut(step);
}
