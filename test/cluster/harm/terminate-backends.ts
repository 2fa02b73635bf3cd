import { setTimeout as sleep } from 'node:timers/promises';
import type { Harm } from '../harm.ts';
import { anyBackendOf } from './backends.ts';

const PAUSE = 80;

/** Single connections are ended by PostgreSQL, as an operator or a setting would. */
export const terminateBackends: Harm = {
  async harm(cluster, until) {
    let times = 0;
    while (times === 0 || Date.now() < until) {
      const pid = await anyBackendOf(cluster);
      if (pid !== undefined) {
        await cluster.server.query(cluster.server.url, 'SELECT pg_terminate_backend($1)', [pid]);
        times += 1;
      }
      await sleep(Math.random() * PAUSE);
    }
    return times;
  },
};
