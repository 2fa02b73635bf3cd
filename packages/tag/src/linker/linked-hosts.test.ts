import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hostOf, linkedHosts } from './linked-hosts.ts';

describe('linkedHosts', () => {
  it('reads lists, and texts with commas or spaces', () => {
    const all = ['shop.example', 'pay.example'];
    for (const option of [
      all,
      'shop.example,pay.example',
      ' shop.example ,\n pay.example, ',
      'shop.example pay.example',
    ])
      assert.deepEqual(linkedHosts(option), all);
    assert.deepEqual(linkedHosts([' shop.example ', 'a.example, b.example']), [
      ...['shop.example', 'a.example', 'b.example'],
    ]);
  });

  it('takes a host however it is written, as the browser writes it', () => {
    for (const option of [
      ...[
        'pay.example',
        '.pay.example',
        '*.pay.example',
        'PAY.example',
        'https://pay.example/',
        'http://pay.example:8080/x?y',
      ],
      ...['https://*.pay.example', 'pay.example:443', 'pay.example/checkout'],
    ])
      assert.deepEqual(linkedHosts(option), ['pay.example'], option);
    assert.deepEqual(linkedHosts('bücher.example, localhost:3000'), ['xn--bcher-kva.example', 'localhost']);
  });

  it('takes nothing that would stand for more than somebody can own', () => {
    for (const option of [
      'com',
      '*',
      '*.',
      '.',
      '/',
      'https://',
      '://',
      'shop',
      'https:///',
      true,
      false,
      null,
      undefined,
      [],
      {},
      '',
    ])
      assert.deepEqual(linkedHosts(option), [], `${option}`);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(fc.string())), (option) => Array.isArray(linkedHosts(option))),
    );
  });
});

describe('hostOf', () => {
  it('is the host of a web page, without its port', () => {
    for (const url of [
      'https://pay.example',
      'http://pay.example:8080',
      'https://pay.example/x',
      'https://pay.example?x',
      'https://pay.example#x',
    ])
      assert.equal(hostOf(url), 'pay.example');
  });

  it('is nothing of anything else', () => {
    for (const url of [
      '',
      'null',
      'pay.example',
      'file:///x',
      'android-app://pay.example',
      'blob:https://pay.example/x',
      undefined,
    ])
      assert.equal(hostOf(url), undefined, url);
  });
});
