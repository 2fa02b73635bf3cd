/**
 * Runs every check of the code itself, as many at a time as there are cores, and says how each went: a line per tool, the output only of those
 * that found something.
 */
import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { runCommand } from './setup/command.mjs';
import { ROOT } from './setup/root.mjs';

interface Check {
  name: string;
  tool: string;
  args: string[];
  /** Folder to run in, below the checkout's. */
  folder: string;
}

interface Finding {
  name: string;
  output: string;
}

const PROGRAMS = join(ROOT, 'node_modules', '.bin');
const LINES_SHOWN = 150;
const PROJECTS = [
  'packages/*/tsconfig*.json',
  'test/tsconfig*.json',
  'scripts/tsconfig.json',
  'examples/*/tsconfig*.json',
];

/** Its packages come on demand, with the file that Next.js writes for the compiler. */
const NEXT = join('examples', 'next');
const isNextThere = existsSync(join(ROOT, NEXT, 'next-env.d.ts')) && existsSync(join(ROOT, NEXT, 'node_modules'));

const projects = globSync(PROJECTS, { cwd: ROOT })
  .filter((project) => isNextThere || !project.startsWith(NEXT))
  .sort();
const sources = globSync(['packages', 'examples', 'scripts', 'test'], { cwd: ROOT }).sort();
const checks: Check[] = [
  { name: 'biome', tool: 'biome', args: ['ci', '--colors=off', '.'], folder: '.' },
  ...projects.map((project) => ({
    name: `tsc ${project}`,
    tool: 'tsc',
    args: ['--noEmit', '-p', project],
    folder: '.',
  })),
  { name: 'depcruise', tool: 'depcruise', args: ['--config', '.dependency-cruiser.cjs', ...sources], folder: '.' },
  { name: 'knip', tool: 'knip', args: [], folder: '.' },
  { name: 'size-limit', tool: 'size-limit', args: [], folder: 'packages/tag' },
];

const findings: Finding[] = [];
const waiting = [...checks];
await Promise.all(Array.from({ length: availableParallelism() }, work));
for (const { name, output } of findings) {
  const lines = output.trim().split('\n');
  const rest = lines.splice(LINES_SHOWN).length;
  console.log(`\n──── ${name}\n${lines.join('\n')}${rest > 0 ? `\n… and ${rest} more lines` : ''}`);
}
console.log(`\n${checks.length - findings.length} of ${checks.length} checks passed`);
process.exitCode = findings.length === 0 ? 0 : 1;

/** Takes checks from the list until there is none left. */
async function work(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const began = performance.now();
    const { ok, output } = await runCheck(check);
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${seconds} s  ${check.name}`);
    if (!ok) {
      findings.push({ name: check.name, output });
    }
  }
}

/** Runs on this checkout's own Node, which the tools need: the host's may be too old for them. */
function runCheck({ tool, args, folder }: Check): Promise<{ ok: boolean; output: string }> {
  const PATH = [PROGRAMS, process.env['PATH'] ?? ''].join(delimiter);
  return runCommand(join(PROGRAMS, tool), args, { cwd: join(ROOT, folder), env: { PATH, NO_COLOR: '1' } });
}
