import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';
import { readPlaces } from './places.ts';
import { runTogether } from './run-together.ts';

/**
 * Runs an example beside what `npm start` runs, with the keys that it has saved; where nothing runs, starts that too. `args` are
 * Node's; `env` is the example's own.
 */
export async function runExample(args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const show = (line: string) => console.log(line);
  await runTogether(async (run) => {
    const { collectorUrl, shopUrl, keyFile } = readPlaces(process.env);
    if (!(await isReady(`${collectorUrl}/readyz`))) {
      const started = run('npm start', [join(ROOT, 'scripts', 'start.ts')], process.env, show);
      // Its shop comes last, with the keys settled.
      await started.ready(`${shopUrl}/links.html`);
    }
    run('The example', args, { CLICKSTITCH_URL: collectorUrl, ...savedKeys(keyFile), ...env, ...process.env }, show);
  });
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
