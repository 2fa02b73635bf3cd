import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Collector } from './collector.ts';

/** The demo shop as a process of its own, beside a collector: a customer's site on another origin. */
export interface Shop {
  url: string;
  stop(): Promise<void>;
}

const SERVER = join(import.meta.dirname, '..', 'examples', 'shop', 'server.ts');

/** Starts the shop on a free port. `confirmAfter` is how long its pretended payment takes, in ms. */
export async function startShop(collector: Collector, confirmAfter: number): Promise<Shop> {
  const child = spawn(process.execPath, [SERVER], {
    env: {
      PATH: process.env['PATH'],
      SHOP_PORT: '0',
      SHOP_CONFIRM_AFTER_MS: String(confirmAfter),
      // By another name than the collector's own links use, so that page and collector are two sites as well.
      CLICKSTITCH_URL: collector.url,
      CLICKSTITCH_PUBLISHABLE_KEY: collector.keys.publishable_key,
      CLICKSTITCH_SECRET_KEY: collector.keys.secret_key,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [found] = /http:\/\/localhost:\d+/.exec(line) ?? [];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error('the shop did not start')));
  });
  return {
    url,
    async stop() {
      process.off('exit', endWithUs);
      child.kill('SIGTERM');
      await ended;
    },
  };
}
