import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plain } from './plain.ts';

describe('what a page hands in is copied', () => {
  it('as it is where JSON has words for it', () => {
    const given = { a: [1, 'two', null, true], b: { c: {} } };
    assert.deepEqual(plain(given), given);
    assert.notEqual(plain(given), given);
  });

  it('in words where it has none', () => {
    const named = function hook() {};
    const given = [
      1n,
      Number.NaN,
      named,
      Symbol('s'),
      new Error('e'),
      new Date(0),
      /x/,
      { nodeType: 1, nodeName: 'DIV' },
    ];
    const words = ['1n', 'NaN', 'ƒ hook', 'Symbol(s)', 'Error: e', `${new Date(0)}`, '/x/', '<div>'];
    assert.deepEqual(plain(given), words);
  });

  it('to an end: cycles, depth, length, and texts are cut', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    assert.match(JSON.stringify(plain(cycle)), /^(\{"self":){6}"…"\}{6}$/);
    assert.equal((plain(Array.from({ length: 500 }, () => 0)) as unknown[]).length, 100);
    assert.equal((plain('x'.repeat(5000)) as string).length, 2001);
  });

  it('where a part of it breaks, with all other parts', () => {
    const given = {
      a: 1,
      get b(): number {
        throw new Error('trap');
      },
      c: 3,
    };
    assert.deepEqual(plain(given), { a: 1, b: '? Error: trap', c: 3 });
    const proxy = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('trap');
        },
      },
    );
    assert.deepEqual(plain([proxy, 1]), ['? Error: trap', 1]);
  });
});
