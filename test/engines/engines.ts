/**
 * Runs all cases in each engine, one engine after the other, and prints what held. The last line is JSON.
 *
 *   node test/engines/engines.ts [--write-docs]
 */
import { basename } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { writeTables } from './document.ts';
import { ENGINES } from './engine.ts';
import { askFacts, type FactSheet } from './facts.ts';
import type { EngineName } from './person.ts';
import { tableOf } from './table.ts';

/** How deep a case is: in a group, in an engine. */
const CASE = 2;

const { values: options } = parseArgs({ options: { 'write-docs': { type: 'boolean', default: false } } });

const held = { chromium: new Set<string>(), firefox: new Set<string>(), webkit: new Set<string>() };
const sheets = {} as Record<EngineName, FactSheet>;
const summary: Record<string, { version: string; passed: number; failed: number; seconds: number }> = {};

for (const engine of ENGINES) {
  const sheet = await askFacts(engine);
  sheets[engine] = sheet;
  const began = Date.now();
  let failed = 0;
  for await (const { type, data } of run({ files: [new URL(`${engine}.test.ts`, import.meta.url).pathname] })) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.nesting !== CASE) continue;
    if (type === 'test:pass') held[engine].add(data.name);
    else {
      failed += 1;
      console.log(`${basename(data.file ?? '')}: ${data.name}\n${data.details.error.cause}\n`);
    }
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  summary[engine] = { version: sheet.version, passed: held[engine].size, failed, seconds };
  if (failed > 0 || held[engine].size === 0) process.exitCode = 1;
}

const tables = tableOf(sheets, held);
console.log(tables);
if (options['write-docs']) writeTables(tables);
console.log(JSON.stringify(summary));
