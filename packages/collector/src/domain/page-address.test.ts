import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redactPage, withoutParameters } from './page-address.ts';

test('redactPage leaves host and path', () => {
  assert.equal(redactPage('https://jane:secret@shop.test/a/b?x=1#me'), 'https://shop.test/a/b');
  assert.equal(redactPage('https://shop.test/#/a?x=1'), 'https://shop.test/');
  assert.equal(redactPage('not an address?x'), 'not an address');
});

describe('withoutParameters', () => {
  const isMeant = (name: string) => name === 'gclid' || name === 'fbclid';
  const cases: [string, string][] = [
    ['https://shop.test/', 'https://shop.test/'],
    ['https://shop.test/?gclid=A', 'https://shop.test/'],
    ['https://shop.test/?a=1+2&GCLID=A&b=%2B#x?gclid=kept', 'https://shop.test/?a=1+2&b=%2B#x?gclid=kept'],
    ['https://shop.test/?gcl%69d=A&my_gclid=B&fbclid&c', 'https://shop.test/?my_gclid=B&c'],
    ['https://shop.test/?a&&b=1&', 'https://shop.test/?a&&b=1&'],
    ['https://shop.test/?%=1&gclid=%', 'https://shop.test/?%=1'],
    ['gclid=A', 'gclid=A'],
  ];
  for (const [url, left] of cases) test(url, () => assert.equal(withoutParameters(url, isMeant), left));
});
