import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allowedHostOf, isOriginAllowed } from './origin.ts';

describe('isOriginAllowed', () => {
  const cases: [string[], string | undefined, boolean][] = [
    [[], undefined, true],
    [[], 'https://anything.test', true],
    [['shop.example'], 'https://shop.example', true],
    [['shop.example'], 'http://shop.example:8080', true],
    [['shop.example'], 'https://www.shop.example', true],
    [['shop.example'], 'https://evilshop.example', false],
    [['shop.example'], 'https://shop.example.evil.test', false],
    [['shop.example'], 'https://shopXexample', false],
    [['shop.example'], 'https://shop.example@evil.test', false],
    [['shop.example'], 'https://xn--shop-example.test', false],
    [['shop.example'], 'https://SHOP.example', true],
    [['shop.example'], 'null', false],
    [['shop.example'], 'shop.example', false],
    [['shop.example'], undefined, false],
    [['www.shop.example'], 'https://shop.example', false],
    [['a.test', 'b.test'], 'https://b.test', true],
  ];
  for (const [origins, origin, expected] of cases) {
    test(`${origin} with [${origins}] is ${expected ? 'allowed' : 'refused'}`, () => {
      assert.equal(isOriginAllowed(origins, origin), expected);
    });
  }
});

describe('allowedHostOf', () => {
  test('takes hosts and origins, and refuses patterns', () => {
    assert.equal(allowedHostOf('Shop.Example'), 'shop.example');
    assert.equal(allowedHostOf('https://shop.example:8443/path'), 'shop.example');
    assert.equal(allowedHostOf('*.shop.example'), undefined);
    assert.equal(allowedHostOf('two words'), undefined);
    assert.equal(allowedHostOf(''), undefined);
    assert.equal(allowedHostOf('file:///shop'), undefined);
    assert.equal(allowedHostOf('ПРИМЕР.test'), 'xn--e1afmkfd.test');
  });
});
