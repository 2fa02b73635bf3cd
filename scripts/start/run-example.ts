import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';
import { readPlaces } from './places.ts';
import { type Service, startService } from './service.ts';

/**
 * Runs an example beside what `npm start` runs, with the keys that it has saved; where nothing runs, starts that too. `args` are
 * Node's; `env` is the example's own. When one of the two ends, or a signal comes, both end, and this process with them.
 */
export async function runExample(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
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
    run('The example', [...args], { CLICKSTITCH_URL: collectorUrl, ...savedKeys(keyFile), ...env, ...process.env });
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
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** None where they cannot be read; then the example says what it lacks. */
function savedKeys(keyFile: string): NodeJS.ProcessEnv {
  try {
    const { publishable_key, secret_key } = JSON.parse(readFileSync(keyFile, 'utf8'));
    return { CLICKSTITCH_PUBLISHABLE_KEY: publishable_key, CLICKSTITCH_SECRET_KEY: secret_key };
  } catch {
    return {};
  }
}
