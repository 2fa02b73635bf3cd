import { setTimeout as sleep } from 'node:timers/promises';
import type { Harm } from '../harm.ts';

const PAUSE = 800;

/** PostgreSQL dies with all of its processes, as with its machine, and is started again. */
export const killPostgres: Harm = {
  async harm({ server }, until) {
    let times = 0;
    for (; times === 0 || Date.now() < until; times += 1) {
      await sleep(Math.random() * PAUSE);
      await server.kill();
      await server.start();
    }
    return times;
  },
};
