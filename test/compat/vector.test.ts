import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readBadInput } from './bad-input.ts';
import { readVectors } from './vector.ts';

const step = { request: { method: 'POST', path: '/x' }, reply: { status: 200 } };

describe('a file that is not as it should be is refused, with the place', () => {
  const read = (vector: object) => readVectors([{ id: 'v/a', steps: [step], ...vector }], 'v/a.json', 'v');

  test('vectors', () => {
    assert.equal(read({}).length, 1);
    assert.throws(() => readVectors({}, 'v/a.json', 'v'), /v\/a\.json: expected an array, found object/);
    assert.throws(() => read({ id: 'w/a' }), /begin with v\//);
    assert.throws(() => read({ id: 'v/a b' }), /no space/);
    assert.throws(() => read({ steps: [] }), /no steps/);
    assert.throws(() => read({ show: ['v/p'] }), /there is no "show"/);
    assert.throws(() => read({ shows: 'v/p' }), /shows: expected an array, found string/);
    assert.throws(() => read({ steps: [{ request: step.request }] }), /steps\[0\]: "reply" is missing/);
    assert.throws(() => read({ steps: [{ ...step, commands: {} }] }), /there is no "commands"/);
    assert.throws(() => read({ steps: [{ ...step, reply: { status: '200' } }] }), /status: expected a number/);
    assert.throws(() => read({ steps: [{ ...step, command: 'none' }] }), /command: expected an object, found string/);
    const twice = { ...step.request, body: {}, text: '{}' };
    assert.throws(() => read({ steps: [{ ...step, request: twice }] }), /body and text cannot both be sent/);
    assert.throws(() => read({ setup: [{ method: 'post', path: '/x' }] }), /setup\[0\]\.method: expected one of GET/);
    assert.throws(() => read({ setup: [{ method: 'GET', path: 'x' }] }), /expected to begin with \//);
  });

  test('cases of bad input', () => {
    const readCase = (fields: object) =>
      readBadInput([{ id: 'v/a', method: 'POST', path: '/x', status: 400, says: ['x'], ...fields }], 'v', 'v');
    assert.equal(readCase({})[0]?.key, 'own');
    assert.throws(() => readCase({ status: 500 }), /never answered 500/);
    assert.throws(() => readCase({ says: [] }), /must say something/);
    assert.throws(() => readCase({ stores: true }), /what is refused is not stored/);
    assert.throws(() => readCase({ key: 'mine' }), /key: expected one of own, none/);
    assert.throws(() => readCase({ say: 'x' }), /there is no "say"/);
  });
});
