import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built collector with one more migration, as a later version would have it. */
export interface ProgramCopy {
  /** What Node is to run. */
  main: string;
  remove(): void;
}

const ROOT = join(import.meta.dirname, '..', '..');
const COLLECTOR = join(ROOT, 'packages', 'collector');

export function copyProgram(migration: { name: string; sql: string } | undefined): ProgramCopy {
  const folder = mkdtempSync(join(tmpdir(), 'clickstitch-program-'));
  for (const part of ['dist', 'migrations', 'package.json']) {
    cpSync(join(COLLECTOR, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  if (migration) writeFileSync(join(folder, 'migrations', migration.name), migration.sql);
  return {
    main: join(folder, 'dist', 'main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
