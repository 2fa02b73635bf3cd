import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Mutant } from './mutant.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Plot {
  folder: string;
  clear(): void;
}

/** A copy of the collector and of the properties, with a fault planted in it, or without one. */
export function plant(mutant: Mutant | undefined): Plot {
  const folder = mkdtempSync(join(tmpdir(), 'clickstitch-mutant-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const path of [
    'packages/collector/src',
    'packages/collector/migrations',
    'packages/collector/package.json',
    'test',
  ]) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  if (mutant) {
    const file = join(folder, 'packages/collector/src', mutant.file);
    const source = readFileSync(file, 'utf8');
    if (source.split(mutant.text).length !== 2) {
      rmSync(folder, { recursive: true });
      throw new Error(`${mutant.file} does not hold once what ${mutant.name} is put in place of`);
    }
    writeFileSync(
      file,
      source.replace(mutant.text, () => mutant.fault),
    );
  }
  return { folder, clear: () => rmSync(folder, { recursive: true, force: true }) };
}
