import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for what a browser writes: the one that was named, which stays, or one that goes away with `remove`. */
export function ownProfile(named: string | undefined): { folder: string; remove: () => void } {
  if (named !== undefined) return { folder: named, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'clickstitch-engine-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}
