import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withParameter } from './with-parameter.ts';

it('adds a parameter and leaves all else as it is', () => {
  for (const [url, expected] of [
    ['https://a.example/', 'https://a.example/?x=1'],
    ['https://a.example/?b=%20c+d', 'https://a.example/?b=%20c+d&x=1'],
    ['https://a.example/#h?i', 'https://a.example/?x=1#h?i'],
    ['https://a.example/?b#h#i', 'https://a.example/?b&x=1#h#i'],
  ]) {
    assert.equal(withParameter(url ?? '', 'x', '1'), expected);
  }
});
