import { describe } from 'node:test';
import { ENGINES, type Engine } from './collector.ts';

/** Runs the same cases on each engine, as suites by the engines' names: `--test-name-pattern postgres` runs one. */
export function eachEngine(cases: (engine: Engine) => void): void {
  for (const engine of ENGINES) describe(engine, () => cases(engine));
}
