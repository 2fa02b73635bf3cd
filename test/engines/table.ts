import { groups } from './cases/groups.ts';
import { ENGINES } from './engine.ts';
import { FACTS, type FactSheet } from './facts.ts';
import type { EngineName } from './person.ts';

/** What an engine is called by whoever looks for it, and by which browser that is tested. */
const TITLES: Record<EngineName, string> = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKitGTK',
};

/** The names of the cases that held, by engine. */
export type Held = Record<EngineName, ReadonlySet<string>>;

/** The rows of both tables, by what stands in the first column. */
export function rowNames(): string[] {
  return [
    ...FACTS.map(({ name }) => name),
    ...groups.flatMap(({ title, cases }) => [`**${title}**`, ...cases.map(({ name }) => name)]),
  ];
}

/** Two tables: what the browsers have, and what of the tag holds in each. */
export function tableOf(sheets: Record<EngineName, FactSheet>, held: Held): string {
  const row = (name: string, cellOf: (engine: EngineName) => string) =>
    `| ${[name, ...ENGINES.map(cellOf)].join(' | ')} |`;
  const head = (title: string) => [
    row(title, (engine) => `${TITLES[engine]} ${sheets[engine].version}`),
    row('---', () => '---'),
  ];
  const word = (is: boolean | undefined) => (is ? 'yes' : 'no');
  return [
    ...head('the browser'),
    ...FACTS.map(({ name }) => row(name, (engine) => word(sheets[engine].facts[name]))),
    '',
    ...head('the tag'),
    ...groups.flatMap(({ title, cases }) => [
      row(`**${title}**`, () => ''),
      ...cases.map(({ name }) => row(name, (engine) => word(held[engine].has(name)))),
    ]),
  ].join('\n');
}
