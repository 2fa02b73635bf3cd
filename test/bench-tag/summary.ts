import type { Visit } from './visit.ts';

/** The figures that are compared. */
const FIGURES = [
  'eval_ms',
  'main_ms',
  'long_tasks',
  'long_task_ms',
  'br_bytes',
  'requests',
  'cookies',
  'storage_keys',
] as const;
export type Figure = (typeof FIGURES)[number];

export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** What a tag costs: medians, the extent of `eval_ms`, and what it left in the browser. */
export type Cost = Record<Figure, number> & {
  eval_ms_min: number;
  eval_ms_max: number;
  /** All that the main thread of its page does, to the same of the empty page in the same rounds. */
  main_ratio: number;
  cookie_names: string[];
  storage_names: string[];
};

/** The cost of each page, by name; `empty` is the page without a tag. */
export function costsOf(visits: ReadonlyMap<string, readonly Visit[]>): Map<string, Cost> {
  const empty = spreadOf((visits.get('empty') ?? []).map(({ main_ms }) => main_ms)).median;
  return new Map([...visits].map(([name, its]) => [name, costOf(its, empty)]));
}

function costOf(visits: readonly Visit[], empty: number): Cost {
  const medians = Object.fromEntries(FIGURES.map((name) => [name, tidy(spreadOf(valuesOf(visits, name)).median)]));
  const { min, max } = spreadOf(valuesOf(visits, 'eval_ms'));
  return {
    ...(medians as Record<Figure, number>),
    eval_ms_min: tidy(min),
    eval_ms_max: tidy(max),
    main_ratio: tidy(spreadOf(valuesOf(visits, 'main_ms')).median / empty),
    cookie_names: namesOf(visits.flatMap(({ cookies }) => cookies)),
    storage_names: namesOf(visits.flatMap(({ storage }) => storage)),
  };
}

function valuesOf(visits: readonly Visit[], figure: Figure): number[] {
  return visits.map((visit) => {
    if (figure === 'storage_keys') return visit.storage.length;
    return figure === 'cookies' ? visit.cookies.length : visit[figure];
  });
}

function namesOf(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** The middle of some values, and how far they reach. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** As Markdown, for the docs. */
export function tableOf(costs: ReadonlyMap<string, Cost>): string {
  const rows = [...costs].map(([name, cost]) => [
    name,
    `${readable(cost.eval_ms)} (${readable(cost.eval_ms_min)}–${readable(cost.eval_ms_max)})`,
    `${readable(cost.main_ms)} (×${readable(cost.main_ratio)})`,
    cost.long_tasks === 0 ? '0' : `${readable(cost.long_tasks)} (${readable(cost.long_task_ms)} ms)`,
    readable(cost.br_bytes),
    readable(cost.requests),
    `${readable(cost.cookies)}`,
    `${readable(cost.storage_keys)}`,
  ]);
  const head = [
    'page',
    'eval_ms (min–max)',
    'main_ms (to the empty page)',
    'long tasks',
    'br_bytes',
    'requests',
    'cookies',
    'storage keys',
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `| --- |${' ---: |'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}

/** More digits than these no machine repeats. */
function tidy(value: number): number {
  return value >= 1_000 ? Math.round(value) : Number(value.toPrecision(3));
}

function readable(value: number): string {
  return value >= 1_000 ? value.toLocaleString('en') : String(value);
}
