import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How a run of the built command line ended. */
export interface Ended {
  /** `null` where it had to be killed, for it did not end by itself. */
  code: number | null;
  /** All that it said, on either stream. */
  said: string;
  /** What it said on standard output alone. */
  output: string;
  took_ms: number;
}

const MAIN =
  process.env['CLICKSTITCH_TEST_MAIN'] ??
  join(import.meta.dirname, '..', '..', 'packages', 'collector', 'dist', 'main.js');
const LIMIT = 40_000;

/** Runs `clickstitch` with arguments on a database. `abort` kills it as it is (SIGKILL). */
export async function runClickstitch(
  args: readonly string[],
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
  abort?: AbortSignal,
): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CLICKSTITCH_'));
  const since = Date.now();
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      ...Object.fromEntries(inherited),
      CLICKSTITCH_DATABASE_URL: databaseUrl,
      CLICKSTITCH_PORT: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  });
  abort?.addEventListener('abort', () => child.kill('SIGKILL'));
  let [said, output] = ['', ''];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (stream === child.stdout) output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, said, output, took_ms: Date.now() - since };
}
