import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgress } from './progress.ts';

function watch(isTTY: boolean) {
  let [now, text] = [0, ''];
  const write = (more: string) => {
    text += more;
  };
  const progress = createProgress({ isTTY, write }, () => now);
  return {
    progress,
    said: () => text,
    /** Looks at rows, of which each takes so long. */
    look(rows: number, ms: number) {
      for (let row = 0; row < rows; row += 1) {
        now += ms;
        progress.row();
      }
    },
  };
}

test('elsewhere than on a terminal there is a line every few seconds', () => {
  const { progress, said, look } = watch(false);
  progress.goOn(1_200);
  progress.begin('deriving', 25_600);
  look(25_600, 1);
  progress.begin('comparing', 10);
  progress.end();
  const lines = said().trimEnd().split('\n');
  assert.equal(lines[0], 'Going on after 1200 commands.');
  assert.equal(lines.length, 1 + 5);
  assert.match(lines[1] ?? '', /^Deriving: {2}19 %, 1000\/s, 21 s left$/);
  assert.match(lines[5] ?? '', /^Deriving: {2}98 %, 1000\/s, 1 s left$/);
});

test('on a terminal one line is drawn over and over, and ends full', () => {
  const { progress, said, look } = watch(true);
  progress.begin('deriving', 7_200);
  look(3_600, 1_000);
  assert.match(said().split('\r').at(-1) ?? '', /Deriving \[#{12}-{12}\] {2}49 %, 1\/s, 1 h 0 min left$/);
  look(3_600, 1_000);
  progress.end();
  assert.match(said(), /\[#{24}\] 100 %, 1\/s\n$/);
  assert.equal(said().split('\n').length, 2);
});

test('a log that grows or that is empty is never more than whole', () => {
  const { progress, said, look } = watch(true);
  progress.begin('deriving', 10);
  look(128, 1_000);
  progress.begin('comparing', 0);
  progress.end();
  assert.doesNotMatch(said(), /\d{4} %|NaN|Infinity|[2-9]\d\d %/);
});
