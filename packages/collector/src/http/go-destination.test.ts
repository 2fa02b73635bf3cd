import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addressWith, destinationOf } from './go-destination.ts';
import { readGoRequest } from './go-request.ts';

const OWN = 'https://shop.example/welcome?x=1&cs_click=clk_old#top';
const HOSTS = ['blog.example', 'docs.shop.example'];

/** Where `/go/ada…` leads, or the host that it may not lead to. */
function lead(rest: string, own = OWN, hosts: readonly string[] = HOSTS): string {
  const page = destinationOf(readGoRequest(`/ada${rest}`), own, hosts);
  return page instanceof URL ? page.href : `${page.why} ${page.named}`;
}

describe('where a link leads', () => {
  test('is its own page, with what is passed on', () => {
    assert.equal(lead(''), 'https://shop.example/welcome?x=1#top');
    assert.equal(lead('/'), 'https://shop.example/welcome?x=1#top');
    assert.equal(lead('?utm_source=mail&sub1=a'), 'https://shop.example/welcome?x=1&utm_source=mail#top');
    assert.equal(lead('?x=2&gclid=a+b%2B'), 'https://shop.example/welcome?x=2&gclid=a+b%2B#top');
  });

  test('is another page of its origin, in place of its own', () => {
    assert.equal(lead('/pricing/pro?x=7'), 'https://shop.example/pricing/pro?x=7');
    assert.equal(lead('/pricing/'), 'https://shop.example/pricing/');
    assert.equal(lead('/a', 'http://127.0.0.1:8080/b?c=d'), 'http://127.0.0.1:8080/a');
    assert.equal(lead('/a', 'https://user:pass@shop.example/b'), 'https://shop.example/a');
  });

  test('is a page that is named in full, of its own host or one that is allowed', () => {
    const named = (url: string, more = '') => lead(`?url=${encodeURIComponent(url)}${more}`);
    assert.equal(named('https://shop.example/a?b=1#c', '&b=2&d=3'), 'https://shop.example/a?b=2&d=3#c');
    assert.equal(named('https://BLOG.example/a'), 'https://blog.example/a');
    assert.equal(named('https://a.b.blog.example:443/'), 'https://a.b.blog.example/');
    assert.equal(named('https://docs.shop.example/?cs_click=clk_1'), 'https://docs.shop.example/');
    assert.equal(lead('/ignored?url=https://blog.example/a'), 'https://blog.example/a');
    assert.equal(lead('?url=http://shop.test:81/x', 'http://shop.test:81/'), 'http://shop.test:81/x');
  });

  const FOREIGN = [
    'https://evil.example/',
    'https://www.shop.example/',
    'https://shop.example.evil.example/',
    'https://evilblog.example/',
    'https://blog.example./',
    'https://shop.example:444/',
    'https://blog.example:8443/',
    'https://shop.example%2eevil.example/',
    'https://shop.example\n.evil.example/',
    'https:evil.example',
    'https:\\\\evil.example\\@shop.example',
    'https://evil.example#@shop.example/',
    'https://evil.example?@shop.example/',
    'https://[::1]/',
    'https://2130706433/',
    'https://shop。evil.example/',
  ];
  for (const url of FOREIGN) {
    test(`never ${JSON.stringify(url)}`, () => {
      assert.match(lead(`?url=${encodeURIComponent(url)}`), /^foreign_host (?!shop\.example$|blog\.example$)/);
    });
  }

  const NO_ADDRESS = [
    '',
    '/pricing',
    '//evil.example/',
    '\\\\evil.example/',
    'evil.example',
    'http://shop.example/',
    'http://blog.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://shop.example/',
    'blob:https://shop.example/1',
    'https://user@shop.example/',
    'https://user:pass@shop.example/',
    'https://shop.example@evil.example/',
    'https://',
  ];
  for (const url of NO_ADDRESS) {
    test(`${JSON.stringify(url)} is no address to lead to`, () => {
      assert.match(lead(`?url=${encodeURIComponent(url)}`), /^no_address/);
    });
  }

  const PATHS: [string, string][] = [
    ['//evil.example/x', '/evil.example/x'],
    ['///evil.example', '/evil.example'],
    ['/\\evil.example', '/evil.example'],
    ['/../../etc/passwd', '/etc/passwd'],
    ['/a/%2e%2e/%2E%2e/b', '/b'],
    ['/a/..//evil.example', '/evil.example'],
    ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
    ['/%5C%5Cevil.example', '/%5C%5Cevil.example'],
    ['/https://evil.example/', '/https://evil.example/'],
    ['/@evil.example', '/@evil.example'],
    ['/:81/', '/:81/'],
    ['/\t/evil.example', '/evil.example'],
    ['/a b\u0000"<é', '/a%20b%00%22%3C%C3%A9'],
    ['/#evil', '/%23evil'],
    ['/javascript:alert(1)', '/javascript:alert(1)'],
  ];
  for (const [path, led] of PATHS) {
    test(`${JSON.stringify(path)} stays at the origin`, () => assert.equal(lead(path), `https://shop.example${led}`));
  }

  test('is of an allowed host whatever is asked', () => {
    const piece = fc.constantFrom(
      ...['/', '//', '\\', '..', '%2e', '@', ':', ':81', '#', '?', '&url=', 'url=', 'https:', 'http:', '%2F', '%5C'],
      ...['evil.example', 'shop.example', '.', '\t', '\n', '%00', '[::1]', 'javascript:', '%', 'é', '&x=1'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.boolean(), (pieces, isNamed) => {
        const text = pieces.join('');
        const page = destinationOf(
          readGoRequest(isNamed ? `/ada?url=${encodeURIComponent(text)}` : `/ada/${text}`),
          OWN,
          HOSTS,
        );
        if (!(page instanceof URL)) return;
        assert.equal(page.protocol, 'https:');
        assert.ok(['shop.example', 'blog.example', 'docs.shop.example'].includes(page.host), page.href);
        assert.ok(isNamed || !page.pathname.startsWith('//'), page.href);
        assert.equal(new URL(page.href).href, page.href, 'it is read again as it was written');
      }),
      { numRuns: 2_000 },
    );
  });

  test('with a click holds that one alone', () => {
    const page = new URL('https://shop.example/?a=b+c&cs_click=clk_1&cs_click=clk_2#d');
    assert.equal(addressWith(page, 'cs_click', 'clk_9'), 'https://shop.example/?a=b+c&cs_click=clk_9#d');
    assert.equal(addressWith(page, 'via', 'a.b_c-d'), 'https://shop.example/?a=b+c&via=a.b_c-d#d');
  });
});
