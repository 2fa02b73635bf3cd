/** Runs the example with Next.js beside what `npm start` runs, with the keys that it has saved; where nothing runs, starts that too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/root.mjs';
import { readPlaces } from './start/places.ts';
import { type Service, startService } from './start/service.ts';

const EXAMPLE = join(ROOT, 'examples', 'next');
const services: Service[] = [];
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0));
}
try {
  await start();
} catch (error) {
  if (!isStopping) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await stop(1);
  }
}

async function start(): Promise<void> {
  const { collectorUrl, shopUrl, keyFile } = readPlaces(process.env);
  if (!(await isReady(`${collectorUrl}/readyz`))) {
    const started = run('npm start', [join(ROOT, 'scripts', 'start.ts')], process.env);
    // Its shop comes last, with the keys settled.
    await started.ready(`${shopUrl}/links.html`);
  }
  const env = { CLICKSTITCH_URL: collectorUrl, ...savedKey(keyFile), NEXT_TELEMETRY_DISABLED: '1', ...process.env };
  const port = process.env['NEXT_SHOP_PORT'] || '4400';
  const next = join(EXAMPLE, 'node_modules', 'next', 'dist', 'bin', 'next');
  run('The example', [next, 'start', EXAMPLE, '-p', port, '-H', '127.0.0.1'], env);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** None where it cannot be read; then nothing is recorded. */
function savedKey(keyFile: string): NodeJS.ProcessEnv {
  try {
    return { CLICKSTITCH_PUBLISHABLE_KEY: JSON.parse(readFileSync(keyFile, 'utf8')).publishable_key };
  } catch {
    return {};
  }
}

/** When it ends by itself, everything ends. */
function run(name: string, args: string[], env: NodeJS.ProcessEnv): Service {
  const service = startService(name, args, env, (line) => console.log(line));
  services.push(service);
  void service.ended.then((how) => {
    if (!isStopping) {
      console.error(`\n${how}`);
      void stop(1);
    }
  });
  return service;
}

async function stop(code: number): Promise<never> {
  if (!isStopping) {
    isStopping = true;
    for (const service of services.toReversed()) {
      await service.stop();
    }
    process.exit(code);
  }
  return new Promise(() => {});
}
