import { setTimeout as sleep } from 'node:timers/promises';
import type { Harm } from '../harm.ts';

/** PostgreSQL is gone for a while. */
export const stopPostgres: Harm = {
  async harm({ server }, until) {
    await server.stop();
    await sleep(Math.max(0, until - Date.now()));
    await server.start();
    return 1;
  },
};
