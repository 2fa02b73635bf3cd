import type { DisturbanceName } from './disturbances.ts';
import type { RuleName } from './rules.ts';
import type { Score } from './score.ts';

export type Scores = Record<DisturbanceName, Record<RuleName, Score>>;

/** A table with a row for each rule under each disturbance. */
export function tableOf(scores: Scores): string {
  const rows = Object.entries(scores).flatMap(([disturbance, byRule]) =>
    Object.entries(byRule).map(([rule, score], place) => [
      place === 0 ? disturbance : '',
      `\`${rule}\``,
      String(score.sales),
      percent(score.found / score.sales),
      percent(score.foreign / score.sales),
      String(score.wrong_merges),
      String(score.missed_merges),
      String(score.strays),
    ]),
  );
  const heads = ['disturbance', 'rule', 'sales', 'found', 'foreign', 'wrong merges', 'missed merges', 'strays'];
  const alignment = ['---', '---', ...heads.slice(2).map(() => '---:')];
  return [heads, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Rounded towards less than all and more than nothing, so that 100 % is all. */
function percent(share: number): string {
  const tenths = share > 0.5 ? Math.floor(share * 1_000) : Math.ceil(share * 1_000);
  return `${(tenths / 10).toFixed(1)} %`;
}
