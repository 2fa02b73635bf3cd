import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cookieDomainFault } from './cookie-domain.ts';

const faultOf = (domain: string, page: string, collector: string) => cookieDomainFault({ domain, page, collector });

describe('a cookie for a page', () => {
  test('is set where page and collector are on the domain or below it', () => {
    for (const [domain, page, collector] of [
      ['shop.example', 'shop.example', 'shop.example'],
      ['shop.example', 'www.shop.example', 'c.shop.example'],
      ['shop.example', 'shop.example', 'a.b.shop.example'],
      ['www.shop.example', 'www.shop.example', 'c.www.shop.example'],
      ['acme.co.uk', 'www.acme.co.uk', 'c.acme.co.uk'],
      ['ada.github.io', 'ada.github.io', 'c.ada.github.io'],
      ['', 'shop.example', 'shop.example'],
      ['', 'localhost', 'localhost'],
      ['', '127.0.0.1', '127.0.0.1'],
    ] as const)
      assert.equal(faultOf(domain, page, collector), undefined, domain);
  });

  test('is not set for others', () => {
    assert.match(faultOf('shop.example', 'evil.example', 'c.shop.example') ?? '', /^the page is on evil\.example/);
    assert.match(faultOf('shop.example', 'evilshop.example', 'c.shop.example') ?? '', /^the page is on/);
    assert.match(faultOf('shop.example', 'shop.example.evil.example', 'c.shop.example') ?? '', /^the page is on/);
    assert.match(faultOf('www.shop.example', 'shop.example', 'www.shop.example') ?? '', /^the page is on/);
    assert.match(faultOf('shop.example', 'shop.example', 'c.track.example') ?? '', /^the collector is on c\.track/);
    assert.match(faultOf('', 'shop.example', 'c.shop.example') ?? '', /^is empty, and shop\.example/);
  });

  test('is not set on what many share', () => {
    for (const suffix of ['example', 'com', 'co.uk', 'github.io', 'myshopify.com', 'localhost', 's3.amazonaws.com'])
      assert.match(faultOf(suffix, `a.${suffix}`, `b.${suffix}`) ?? '', /is a public suffix/, suffix);
    assert.match(faultOf('127.0.0.1', '127.0.0.1', '127.0.0.1') ?? '', /must be empty for a host that is an address$/);
    assert.match(faultOf('0.0.1', '127.0.0.1', '127.0.0.1') ?? '', /is an address$/);
  });
});
