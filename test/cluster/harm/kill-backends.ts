import { setTimeout as sleep } from 'node:timers/promises';
import type { Harm } from '../harm.ts';
import { anyBackendOf, postgresReady } from './backends.ts';

const PAUSE = 600;

/** A backend dies as by a defect; PostgreSQL then ends all others, recovers from its log and goes on. */
export const killBackends: Harm = {
  async harm(cluster, until) {
    let times = 0;
    while (times === 0 || Date.now() < until) {
      const pid = await anyBackendOf(cluster);
      if (pid !== undefined) {
        process.kill(pid, 'SIGKILL');
        times += 1;
      }
      await sleep(50);
      await postgresReady(cluster);
      await sleep(Math.random() * PAUSE);
    }
    return times;
  },
};
