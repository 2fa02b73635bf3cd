import { setTimeout as sleep } from 'node:timers/promises';
import type { Harm } from '../harm.ts';

const PAUSE = 500;

/** Any collector is killed, and started again; the others go on. */
export const killCollectors: Harm = {
  async harm({ collectors, restart }, until) {
    let times = 0;
    for (; times === 0 || Date.now() < until; times += 1) {
      const place = Math.floor(Math.random() * collectors.length);
      await collectors[place]?.kill();
      await restart(place);
      await sleep(Math.random() * PAUSE);
    }
    return times;
  },
};
