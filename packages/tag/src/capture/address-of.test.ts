import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressOf } from './address-of.ts';

describe('where a URL leads', () => {
  it('is told without user, query and fragment', () => {
    const cases = {
      'https://a.example/': 'https://a.example/',
      'https://a.example:8443/b/c.pdf?email=jane@x.example#d': 'https://a.example:8443/b/c.pdf',
      'http://jane:pass@a.example/@b?c': 'http://a.example/@b',
      'https://a.example/#/jane@x.example': 'https://a.example/',
    };
    for (const [url, address] of Object.entries(cases)) assert.equal(addressOf(url), address);
    assert.equal(addressOf(`https://a.example/${'x'.repeat(3000)}`)?.length, 2048);
  });

  it('is nowhere where it is no web page', () => {
    for (const url of [
      '',
      'mailto:jane@x.example',
      'tel:+1',
      'javascript:http://x',
      'blob:https://a.example/1',
      'data:,',
    ])
      assert.equal(addressOf(url), undefined, url);
  });
});
