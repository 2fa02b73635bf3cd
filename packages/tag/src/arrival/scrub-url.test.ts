import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { scrubUrl } from './scrub-url.ts';

it('leaves out what names a person, and nothing else', () => {
  for (const [url, scrubbed] of [
    ['https://a.example/?mc_cid=1&mc_eid=2&x=3', 'https://a.example/?mc_cid=1&x=3'],
    ['https://a.example/?_kx=1', 'https://a.example/?'],
    ['https://a.example/?a=1&_HSENC=p2ANq&_hsmi=9&mkt_tok=x#top', 'https://a.example/?a=1&_hsmi=9&#top'],
    ['https://a.example/?vero_id=1&vero_conv=2&mkt_tok=', 'https://a.example/?vero_conv=2&'],
    ['https://a.example/?xmc_eid=1', 'https://a.example/?xmc_eid=1'],
    ['', ''],
  ] as const) {
    assert.equal(scrubUrl(url), scrubbed);
  }
});

it('leaves none of them, in whatever order they come', () => {
  const name = fc.constantFrom('mc_eid', '_hsenc', '_kx', 'vero_id', 'mkt_tok', 'gclid', 'q');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.webQueryParameters({ size: 'small' }).map(encodeURIComponent))), (pairs) => {
      const query = pairs.map((pair) => pair.join('=')).join('&');
      const names = [...new URL(scrubUrl(`https://a.example/?${query}`)).searchParams.keys()];
      assert.deepEqual(
        names.filter((found) => found !== ''),
        pairs.map(([given]) => given).filter((given) => given === 'gclid' || given === 'q'),
      );
    }),
  );
});

it('cuts what is too long', () => {
  assert.equal(scrubUrl(`https://a.example/${'x'.repeat(9000)}`).length, 2048);
});
