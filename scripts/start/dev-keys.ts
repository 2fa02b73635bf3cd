import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { askClickstitch } from './clickstitch.ts';
import type { Places } from './places.ts';

/** The keys of the demo; the collector itself keeps only their hashes. */
export interface DevKeys {
  publishable_key: string;
  secret_key: string;
}

/**
 * Finds the keys of the database, and makes the database or the keys if there are none.
 * @param say tells the person waiting what is happening
 */
export async function ensureKeys(
  { database, keyFile }: Places,
  env: NodeJS.ProcessEnv,
  say: (text: string) => void,
): Promise<DevKeys> {
  const saved = existsSync(database) ? readKeys(keyFile) : undefined;
  if (saved !== undefined) {
    return saved;
  }
  say(existsSync(database) ? 'The database is there, its keys are not.' : 'Making the database and its keys.');
  const made = await askClickstitch(['init'], env);
  // Keys are shown once: a workspace that was there before gives none away.
  if (typeof made['secret_key'] !== 'string') {
    say('Making new keys.');
    return renewKeys(keyFile, env);
  }
  return saveKeys(keyFile, { ...made, ...pickKeys(made) });
}

/** Makes a new pair of keys for an existing database and saves it. */
export async function renewKeys(keyFile: string, env: NodeJS.ProcessEnv): Promise<DevKeys> {
  const publishable = await askClickstitch(['keys', 'create', '--kind', 'publishable', '--name', 'demo'], env);
  const secret = await askClickstitch(['keys', 'create', '--kind', 'secret', '--name', 'demo'], env);
  return saveKeys(keyFile, pickKeys({ publishable_key: publishable['key'], secret_key: secret['key'] }));
}

function readKeys(keyFile: string): DevKeys | undefined {
  try {
    return pickKeys(JSON.parse(readFileSync(keyFile, 'utf8')));
  } catch {
    return undefined;
  }
}

function saveKeys(keyFile: string, keys: DevKeys): DevKeys {
  writeFileSync(`${keyFile}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${keyFile}.new`, keyFile);
  return keys;
}

function pickKeys({ publishable_key, secret_key }: Record<string, unknown>): DevKeys {
  if (typeof publishable_key !== 'string' || typeof secret_key !== 'string') {
    throw new Error('These are not the keys of a workspace: publishable_key or secret_key is missing.');
  }
  return { publishable_key, secret_key };
}
