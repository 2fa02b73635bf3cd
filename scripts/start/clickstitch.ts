import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../setup/root.mjs';

/** The collector's program, run from its sources. */
export const CLICKSTITCH = join(ROOT, 'packages', 'collector', 'src', 'main.ts');

const LIMIT_MS = 60_000;

/**
 * Runs a verb of the `clickstitch` command that prints JSON.
 * @returns what it printed
 * @throws an Error with what it said instead
 */
export function askClickstitch(verb: string[], env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const args = [CLICKSTITCH, ...verb, '--json'];
    execFile(process.execPath, args, { cwd: ROOT, env, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      const answer = error === null ? parseObject(stdout) : undefined;
      if (answer === undefined) {
        reject(new Error(`clickstitch ${verb.join(' ')} did not succeed:\n${(stderr || stdout).trim()}`));
      } else {
        resolve(answer);
      }
    });
  });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
