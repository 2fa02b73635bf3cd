import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLICK_ID_PARAMETERS } from '../../packages/collector/src/domain/channel.ts';
import { PASSED_THROUGH } from '../../packages/collector/src/intake/landing.ts';
import { clickIds } from '../../packages/tag/src/arrival/click-ids.ts';
import { returnHosts } from '../../packages/tag/src/arrival/return-hosts.ts';
import { words } from '../../packages/tag/src/arrival/words.ts';

/** The tag imports nothing of ours, so what both must know is written twice, and held together here. */

test('tag and collector know the same hosts that visitors only pass through', () => {
  const [start, end] = ['(^|\\.)', '$'];
  const { source } = returnHosts;
  assert.ok(source.startsWith(start) && source.endsWith(end), 'subdomains are meant, and nothing behind the host');
  assert.deepEqual(wordsOf(source.slice(start.length, -end.length)).toSorted(), PASSED_THROUGH.toSorted());
});

test('every click id that the tag keeps has a platform in the collector', () => {
  const known = new Set(CLICK_ID_PARAMETERS);
  assert.deepEqual(
    words(clickIds).filter((name) => !known.has(name)),
    [],
  );
});

/** Every word that an expression matches which has nothing but letters, escaped dots, groups and alternatives. */
function wordsOf(expression: string): string[] {
  const tokens = expression.match(/\\\.|[a-z\d-]+|[(|)]/g) ?? [];
  assert.equal(tokens.join(''), expression, 'the expression has more than this test can read');
  const words = alternatives();
  assert.equal(tokens.length, 0);
  return words;

  function alternatives(): string[] {
    const all: string[] = [];
    let heads = [''];
    for (let token = tokens.shift(); token !== undefined && token !== ')'; token = tokens.shift()) {
      if (token === '|') {
        all.push(...heads);
        heads = [''];
        continue;
      }
      const tails = token === '(' ? alternatives() : [token === '\\.' ? '.' : token];
      heads = heads.flatMap((head) => tails.map((tail) => head + tail));
    }
    return [...all, ...heads];
  }
}
