import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Collector } from './collector.ts';

/** The example with Stripe as a process of its own, beside a collector: a shop, and what stands in for Stripe. */
export interface StripeExample {
  shopUrl: string;
  standInUrl: string;
  /** Through which to come in. */
  linkUrl: string;
  stop(): Promise<void>;
}

const SERVER = join(import.meta.dirname, '..', 'examples', 'stripe', 'server.ts');
const SHOWN = {
  linkUrl: /link +(http\S+)/,
  shopUrl: /Shop +(http\S+)\//,
  standInUrl: /Stand-in +(http\S+)\/dashboard/,
};

/** Starts both on free ports, and resolves when the collector is set up for them. */
export async function startStripeExample(collector: Collector): Promise<StripeExample> {
  const child = spawn(process.execPath, [SERVER], {
    env: {
      PATH: process.env['PATH'],
      STRIPE_SHOP_PORT: '0',
      STRIPE_STAND_IN_PORT: '0',
      CLICKSTITCH_URL: collector.url,
      CLICKSTITCH_PUBLISHABLE_KEY: collector.keys.publishable_key,
      CLICKSTITCH_SECRET_KEY: collector.keys.secret_key,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const urls = await new Promise<Omit<StripeExample, 'stop'>>((resolve, reject) => {
    let text = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      text += `${line}\n`;
      const found = (name: keyof typeof SHOWN) => SHOWN[name].exec(text)?.[1];
      const [linkUrl, shopUrl, standInUrl] = [found('linkUrl'), found('shopUrl'), found('standInUrl')];
      if (linkUrl && shopUrl && standInUrl) resolve({ linkUrl, shopUrl, standInUrl });
    });
    void ended.then(() => reject(new Error('the example did not start')));
  });
  return {
    ...urls,
    async stop() {
      process.off('exit', endWithUs);
      child.kill('SIGTERM');
      await ended;
    },
  };
}
