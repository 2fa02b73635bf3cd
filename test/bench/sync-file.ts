import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Puts a file on the disk, so that what was written before is not written while something is measured. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
