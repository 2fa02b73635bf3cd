import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { linkIn, withLink } from './linked-url.ts';

describe('withLink', () => {
  it('puts the parameter behind the query, and before the fragment', () => {
    for (const [url, expected] of [
      ['https://pay.example', 'https://pay.example?cs_link=1'],
      ['/p#top', '/p?cs_link=1#top'],
      ['/p?', '/p?cs_link=1'],
      ['/p?a=1&', '/p?a=1&cs_link=1'],
      ['/p?/route/x', '/p?/route/x&cs_link=1'],
      ['/p?a=%20+ü&A#/x?b=2', '/p?a=%20+ü&A&cs_link=1#/x?b=2'],
      [' \n//pay.example/p ', '//pay.example/p?cs_link=1'],
    ] as const)
      assert.equal(withLink(url, '1'), expected);
  });

  it('takes the place of one before, wherever that is', () => {
    for (const query of ['cs_link=0', 'cs_link=', 'cs_link=0&cs_link=2', 'cs_link=0&cs_link=2&cs_link=3'])
      for (const [before, after] of [
        ...[
          ['?', ''],
          ['?', '&b'],
          ['?a&', ''],
          ['?a&', '&b'],
          ['?a=1&', '&b=2&c'],
        ],
      ] as const) {
        const others = `${before}${after}`.replace('&&', '&').replace('?&', '?').replace(/[?&]$/, '');
        assert.equal(withLink(`/p${before}${query}${after}#f`), `/p${others}#f`, query);
        const sign = others ? '&' : '?';
        assert.equal(withLink(`/p${before}${query}${after}`, '1'), `/p${others}${sign}cs_link=1`, query);
      }
  });

  it('leaves alone what is named otherwise, and what is in the fragment', () => {
    for (const url of ['/p?xcs_link=1&cs_links=2', '/cs_link=1', '/p#cs_link=1', '/p?a#?cs_link=1', '/p?CS_LINK=1'])
      assert.equal(withLink(url), url);
  });

  it('can be taken back', () => {
    const part = fc.stringMatching(/^[\w.%=&/-]*$/);
    fc.assert(
      fc.property(part, part, fc.string(), fc.stringMatching(/^[\w.-]+$/), (path, query, fragment, value) => {
        fc.pre(!/cs_link=/.test(path + query));
        const url = `https://pay.example/${path}?a${query}x#${fragment}`.trim();
        const linked = withLink(url, value);
        assert.equal(linkIn(linked), value);
        assert.equal(withLink(linked), url);
        assert.equal(withLink(linked, value), linked);
      }),
    );
  });
});

describe('linkIn', () => {
  it('finds the first one of the query, and none elsewhere', () => {
    assert.equal(linkIn('https://pay.example/?a=1&cs_link=x.y&cs_link=z#f'), 'x.y');
    for (const url of [
      'https://pay.example/',
      'https://pay.example/?a#?cs_link=1',
      'https://pay.example/?xcs_link=1',
      '',
    ])
      assert.equal(linkIn(url), undefined);
  });
});
