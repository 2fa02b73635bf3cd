/** Runs the affiliates' portal beside what `npm start` runs, with the keys that it has saved. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/root.mjs';
import { readPlaces } from './start/places.ts';

const { collectorUrl, keyFile } = readPlaces(process.env);
const child = spawn(process.execPath, [join(ROOT, 'examples', 'affiliate-portal', 'server.ts')], {
  env: { CLICKSTITCH_URL: collectorUrl, CLICKSTITCH_SECRET_KEY: savedKey(), ...process.env },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => child.kill(signal));
}
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});

/** Empty where there is none; then the portal says what it lacks. */
function savedKey(): string {
  try {
    return String(JSON.parse(readFileSync(keyFile, 'utf8')).secret_key);
  } catch {
    return '';
  }
}
