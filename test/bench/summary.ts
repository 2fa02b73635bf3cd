import type { Figures } from './measure.ts';

/** Each figure's median over the rounds. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  return Object.fromEntries(namesOf(rounds).map((name) => [name, tidy(median(valuesOf(rounds, name)))]));
}

/** What one figure is measured against: the part of the ideal that is left when everything is done. */
const RATIOS: Readonly<Record<string, readonly [string, string]>> = {
  single_ratio: ['single_rps', 'http_rps'],
  batch_ratio: ['batch_events_s', 'sqlite_rows_s'],
  conversion_ratio: ['conversions_s', 'sale_rows_s'],
  insert_ratio: ['postgres_events_s', 'insert_rows_s'],
  copy_ratio: ['postgres_events_s', 'copy_rows_s'],
};

/** The ratios whose figures are there. */
export function ratios(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(RATIOS).flatMap(([name, [part, whole]]) => {
      const ratio = (figures[part] ?? Number.NaN) / (figures[whole] ?? Number.NaN);
      return Number.isNaN(ratio) ? [] : [[name, tidy(ratio)]];
    }),
  );
}

/** A line for each figure: its name, the median, and what each round gave. */
export function tableOf(result: Figures, rounds: readonly Figures[]): string {
  const lines = Object.entries(result).map(([name, value]) => {
    const each = valuesOf(rounds, name).map(tidy).map(readable);
    return `${name.padEnd(16)}${readable(value).padStart(12)}   ${each.length > 1 ? each.join('  ') : ''}`.trimEnd();
  });
  return [`${''.padEnd(16)}${'median'.padStart(12)}   each round`, ...lines].join('\n');
}

function namesOf(rounds: readonly Figures[]): string[] {
  return [...new Set(rounds.flatMap((figures) => Object.keys(figures)))];
}

function valuesOf(rounds: readonly Figures[], name: string): number[] {
  return rounds.map((figures) => figures[name]).filter((value) => value !== undefined);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** Four digits are more than a machine repeats. */
function tidy(value: number): number {
  return value >= 1_000 ? Math.round(value) : Number(value.toPrecision(4));
}

function readable(value: number): string {
  return value >= 1_000 ? value.toLocaleString('en') : String(value);
}
