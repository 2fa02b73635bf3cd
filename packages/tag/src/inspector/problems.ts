import { callProblems } from './call-problems.ts';
import { deliveryProblems } from './delivery-problems.ts';
import type { Entry } from './entry.ts';
import type { FindProblems, Problem } from './problem.ts';
import { setupProblems } from './setup-problems.ts';
import type { Situation } from './situation.ts';
import { visitorProblems } from './visitor-problems.ts';

const kinds: readonly FindProblems[] = [setupProblems, deliveryProblems, visitorProblems, callProblems];

/** What is wrong as far as can be seen, with what to do; what concerns all comes first, and nothing twice. */
export function problems(entries: readonly Entry[], situation: Situation): Problem[] {
  const found = new Map<string, Problem>();
  for (const find of kinds) {
    find(entries, situation, (title, remedy) => {
      if (!found.has(title)) found.set(title, { title, remedy });
    });
  }
  return [...found.values()];
}
