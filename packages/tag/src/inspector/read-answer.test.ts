import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAnswer, refusalIn } from './read-answer.ts';

const answer = (rejected: unknown[]) => readAnswer(JSON.stringify({ accepted: 1, duplicates: 0, rejected }));
const value = { index: 1, id: 'b', reason: 'invalid', field: 'value', message: 'Not a decimal.' };

describe('why an event was refused', () => {
  it('is said of the one that it is about', () => {
    const said = answer([value]);
    assert.equal(refusalIn(said, 1, 'b', false), 'invalid: value: Not a decimal.');
    assert.equal(refusalIn(said, 0, 'a', false), undefined);
  });

  it('is found by the id where the place is another one, and by the place where there is no id', () => {
    assert.match(refusalIn(answer([value]), 0, 'b', false) ?? '', /^invalid/);
    assert.match(refusalIn(answer([{ ...value, id: null }]), 1, 'x', false) ?? '', /^invalid/);
    assert.equal(refusalIn(answer([value]), 1, 'other', false), undefined);
  });

  it('is that of the whole request where there is none of its own', () => {
    const problem = JSON.stringify({ status: 403, code: 'forbidden', detail: 'Not this host.', hint: 'Allow it.' });
    assert.equal(refusalIn(readAnswer(problem), 0, 'a', true), '403: Not this host. Allow it.');
    assert.equal(refusalIn(readAnswer('<h1>Gateway'), 0, 'a', true), '<h1>Gateway');
  });

  it('is nothing where the answer is nonsense, and it was taken', () => {
    for (const text of [undefined, '', 'null', '[]', '3', '{"rejected":7}', '{"rejected":[{}]}']) {
      assert.equal(refusalIn(readAnswer(text), 0, 'a', false), undefined, text);
    }
  });
});
