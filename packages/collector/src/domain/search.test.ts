import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { searchTokens, TOKEN_MAX_LENGTH } from './search.ts';

describe('words of a text', () => {
  const cases: [string, string[]][] = [
    ['', []],
    [' … -- . ', []],
    ['Jane Doe', ['jane', 'doe']],
    ['jane+news@Example.com, (O-1001)', ['jane', 'news@example.com', 'o-1001']],
    ['done. done: "done"', ['done']],
    ['order_1 2026-11-20T10:00:00', ['order_1', '2026-11-20t10:00:00']],
    ['ＡＢＣ ﬁne', ['abc', 'fine']],
    ['Zu\u0308rich', ['z\u00fcrich']],
    ['日本語 Ünïcödé', ['日本語', 'ünïcödé']],
    ['half \ud83d of', ['half', 'of']],
    ['a\u0000b', ['a', 'b']],
  ];
  for (const [text, tokens] of cases) {
    test(JSON.stringify(text), () => assert.deepEqual(searchTokens(text), tokens));
  }

  test('are cut, and no character in two', () => {
    const letter = '\u{20000}';
    const [token = ''] = searchTokens(`a${letter.repeat(100)}`);
    assert.equal(token, `a${letter.repeat(31)}`);
    assert.ok(token.length <= TOKEN_MAX_LENGTH);
  });

  test('of words are those words', () => {
    const tokens = searchTokens('Jane.Doe@example.com o_1001 ÀÉÎ ǅ');
    assert.deepEqual(tokens.flatMap(searchTokens), tokens);
  });
});
