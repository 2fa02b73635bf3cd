import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Collector } from './collector.ts';

/** The affiliates' portal as a process of its own, beside a collector. */
export interface AffiliatePortal {
  url: string;
  stop(): Promise<void>;
}

const SERVER = join(import.meta.dirname, '..', 'examples', 'affiliate-portal', 'server.ts');

/** Starts the portal on a free port. */
export async function startAffiliatePortal(collector: Collector): Promise<AffiliatePortal> {
  const child = spawn(process.execPath, [SERVER], {
    env: {
      PATH: process.env['PATH'],
      PORTAL_PORT: '0',
      CLICKSTITCH_URL: collector.url,
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
    void ended.then(() => reject(new Error('the portal did not start')));
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
