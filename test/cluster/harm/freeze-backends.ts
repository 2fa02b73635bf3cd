import { setTimeout as sleep } from 'node:timers/promises';
import type { Harm } from '../harm.ts';
import { backendsOf } from './backends.ts';

/** The backends that serve the collectors stand still, with whatever they have locked; then they go on. */
export const freezeBackends: Harm = {
  async harm(cluster, until) {
    const pids = await backendsOf(cluster);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await sleep(Math.max(0, until - Date.now()));
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGCONT');
      } catch {
        // It was ended meanwhile.
      }
    }
    return 1;
  },
};
