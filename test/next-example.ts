import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Collector } from './collector.ts';

const ROOT = join(import.meta.dirname, '..');
const EXAMPLE = join(ROOT, 'examples', 'next');

/** The example with Next.js as a process of its own, beside a collector. */
export interface NextExample {
  url: string;
  stop(): Promise<void>;
}

/** Installs and builds it where that has not been done, and starts it on a free port. */
export async function startNextExample(collector: Collector): Promise<NextExample> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts', 'setup.mjs'), 'next'], { cwd: ROOT });
  const next = join(EXAMPLE, 'node_modules', 'next', 'dist', 'bin', 'next');
  const child = spawn(process.execPath, [next, 'start', '-p', '0', '-H', '127.0.0.1'], {
    cwd: EXAMPLE,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      CLICKSTITCH_URL: collector.url,
      CLICKSTITCH_PUBLISHABLE_KEY: collector.keys.publishable_key,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, port] = /Local: +http:\/\/[^:]+:(\d+)/.exec(line) ?? [];
      if (port) resolve(`http://localhost:${port}`);
    });
    void ended.then(() => reject(new Error('the example did not start')));
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
