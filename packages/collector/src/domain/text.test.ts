import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { beginningOf, cleanText } from './text.ts';

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });

describe('text', () => {
  test('is cleaned of NUL and of half characters', () => {
    assert.equal(cleanText('a\u0000b\ud800c\udc00😀'), 'ab\ufffdc\ufffd😀');
  });

  test('is cut without cutting a character in two', () => {
    assert.equal(beginningOf('ab😀', 3), 'ab');
    assert.equal(beginningOf('ab😀', 4), 'ab😀');
    assert.equal(beginningOf('ab', 2), 'ab');
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, length) => {
        const clean = cleanText(text);
        const cut = beginningOf(clean, length);
        assert.ok(cut.isWellFormed() && !cut.includes('\u0000'));
        assert.ok(clean.startsWith(cut) && cut.length <= length && cut.length >= Math.min(clean.length, length - 1));
      }),
    );
  });
});
