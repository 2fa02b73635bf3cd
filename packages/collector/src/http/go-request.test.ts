import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readGoRequest } from './go-request.ts';

const NOTHING = { path: '', url: null, sub_ids: null, passedOn: [] };

describe('what is asked of /go', () => {
  test('is a code, in whatever letters, with a path behind it', () => {
    assert.deepEqual(readGoRequest('/Ada'), { ...NOTHING, code: 'ada' });
    assert.deepEqual(readGoRequest('/%41da/'), { ...NOTHING, code: 'ada', path: '/' });
    assert.deepEqual(readGoRequest('/ada/pricing//pro/?'), { ...NOTHING, code: 'ada', path: '/pricing//pro/' });
  });

  for (const target of ['/', '', '/?x=1', '/%zz', '/..', '/ada%2Fx', '/%00', '//ada', 'http://ada/', '/ada lovelace']) {
    test(`${JSON.stringify(target)} has no code`, () => assert.equal(readGoRequest(target).code, undefined));
  }

  test('a path holds no question mark, and a query may', () => {
    const { path, passedOn } = readGoRequest('/ada/a?b=c?d=e&f');
    assert.equal(path, '/a');
    assert.deepEqual(
      passedOn.map(({ text }) => text),
      ['b=c?d=e', 'f'],
    );
  });

  test('passes on byte for byte what is not for us', () => {
    const { passedOn, sub_ids, url } = readGoRequest(
      '/ada?gclid=a+b%2Bc%zz&sub1=mail&&cs_click=clk_1&%73ub2=a%20b+c&url=https%3A%2F%2Fx.test%2F%3Fa%3D1%26b%3D2&url=2&sub6=x',
    );
    assert.deepEqual(passedOn, [
      { name: 'gclid', text: 'gclid=a+b%2Bc%zz' },
      { name: 'sub6', text: 'sub6=x' },
    ]);
    assert.deepEqual(sub_ids, { sub1: 'mail', sub2: 'a b c' });
    assert.equal(url, 'https://x.test/?a=1&b=2', 'the first of several');
  });

  test('a sub id is the first that says something, as much of it as is kept', () => {
    const long = `${'x'.repeat(254)}😀`;
    const { sub_ids } = readGoRequest(
      `/ada?sub1=&sub1=one&sub1=two&sub3=${encodeURIComponent(long)}&sub4=%00&sub5=%ff`,
    );
    assert.deepEqual(sub_ids, { sub1: 'one', sub3: 'x'.repeat(254), sub5: '�' });
  });
});
