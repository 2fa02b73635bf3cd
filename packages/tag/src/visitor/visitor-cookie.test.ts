import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createFakePage, type FakePageOptions } from '../../test/fake-page.ts';
import type { Verdict } from '../api.ts';
import type { Visitor } from './visitor.ts';
import { createVisitorCookie } from './visitor-cookie.ts';

const visitor_id = '01931c4e-7b1a-7abc-8def-0123456789ab';
const other_id = '01931c4e-7b1a-7abc-8def-ffffffffffff';
const encode = (visitor: unknown) => `_cst=${encodeURIComponent(JSON.stringify(visitor))}`;

function open(options: FakePageOptions = {}, domain?: string) {
  const page = createFakePage(options);
  const notes: Verdict[] = [];
  return { ...page, notes, cookie: createVisitorCookie(page.window, domain, (verdict) => notes.push(verdict)) };
}

/** What any server would do with the header. */
function readAsServer(header: string): Visitor {
  const value = header.split('; ').find((cookie) => cookie.startsWith('_cst='));
  return JSON.parse(decodeURIComponent(value?.slice(5) ?? ''));
}

describe('the cookie', () => {
  it('has the attributes that it should have', () => {
    const { cookie, written, notes } = open({ url: 'https://www.acme.example/' });
    cookie._write({ visitor_id, ts: 1 });
    assert.equal(written.length, 1);
    const [value, ...attributes] = written[0]?.split('; ') ?? [];
    assert.equal(value, `_cst={%22visitor_id%22:%22${visitor_id}%22%2C%22ts%22:1}`);
    assert.deepEqual(attributes.sort(), [
      'domain=acme.example',
      `max-age=${390 * 86_400}`,
      'path=/',
      'sameSite=Lax',
      'secure',
    ]);
    assert.deepEqual(notes, []);
  });

  it('is not marked secure on http, where it would be refused', () => {
    const { cookie, written } = open({ url: 'http://localhost/' });
    cookie._write({ visitor_id, ts: 1 });
    assert.ok(!written[0]?.includes('secure'));
    assert.ok(!written[0]?.includes('domain'));
  });

  it('goes to the widest domain that the browser accepts, and stays there', () => {
    const { cookie, document, written } = open({
      url: 'https://a.shop.acme.co.uk/',
      accepts: (domain) => domain !== 'co.uk',
    });
    assert.equal(cookie._domain(), 'acme.co.uk');
    cookie._write({ visitor_id, ts: 1 });
    cookie._write({ visitor_id, ts: 2 });
    assert.equal(cookie._domain(), 'acme.co.uk');
    assert.equal(written.length, 2);
    for (const text of written) assert.match(text, /; domain=acme\.co\.uk$/);
    assert.equal(readAsServer(document.cookie).ts, 2);
  });

  it('leaves nothing of what it tried', () => {
    const { cookie, document } = open({ url: 'https://a.shop.acme.co.uk/', accepts: (domain) => domain !== 'co.uk' });
    cookie._domain();
    assert.equal(document.cookie, '');
  });

  it('is not misled by one that was left on the host', () => {
    const { cookie } = open({
      url: 'https://shop.acme.co.uk/',
      accepts: (domain) => domain !== 'co.uk',
      cookies: [encode({ visitor_id, ts: 1 })],
    });
    assert.equal(cookie._domain(), 'acme.co.uk');
  });

  it('goes where the site wants it, or else to the host, and tries nothing then', () => {
    const url = 'https://a.shop.acme.example/';
    const write = (domain: string, accepts = (_: string) => true) => {
      const tried: string[] = [];
      const { cookie, document } = open(
        { url, accepts: (domain) => tried.push(domain) > 0 && accepts(domain) },
        domain,
      );
      cookie._write({ visitor_id, ts: 1 });
      assert.equal(readAsServer(document.cookie).visitor_id, visitor_id);
      return tried;
    };
    assert.deepEqual(write('shop.acme.example'), ['shop.acme.example']);
    assert.deepEqual(write('.shop.acme.example'), ['shop.acme.example']);
    assert.deepEqual(write(''), ['']);
    assert.deepEqual(
      write('elsewhere.example', (domain) => domain === ''),
      ['elsewhere.example', ''],
    );
  });

  it('can be deleted from wherever it was', () => {
    const url = 'https://a.shop.acme.example/';
    const jar = new Map<string, string>();
    for (const domain of ['acme.example', 'shop.acme.example', ''])
      open({ url, jar }, domain).cookie._write({ visitor_id, ts: 1 });
    jar.set('theirs ', 'theirs=1');
    const { cookie, document } = open({ url, jar });
    cookie._delete?.();
    assert.equal(document.cookie, 'theirs=1');
    const named = open({ url }, 'shop.acme.example');
    named.cookie._write({ visitor_id, ts: 1 });
    named.cookie._delete?.();
    assert.equal(named.document.cookie, '');
  });

  it('can be of another name, on the same domain, for as long as is asked', () => {
    const { cookie, written } = open({ url: 'https://www.acme.example/' });
    cookie._set?.('_fbp', 'fb.1.2.3', 60);
    assert.deepEqual(written[0]?.split('; ').sort(), [
      '_fbp=fb.1.2.3',
      'domain=acme.example',
      'max-age=60',
      'path=/',
      'sameSite=Lax',
      'secure',
    ]);
  });

  it('can be read by any server, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true }), (user_id, url) => {
        const { cookie, document } = open();
        const last = { id: 'touch', occurred_at: 1, url, utm: { campaign: user_id } };
        const visitor: Visitor = { visitor_id, ts: 1, user_id, last };
        cookie._write(visitor);
        assert.deepEqual(readAsServer(`a=b; ${document.cookie}; c=d`), visitor);
        assert.doesNotMatch(document.cookie, /[;,\s"]/);
      }),
    );
  });
});

describe('reading', () => {
  it('finds again what was written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true }), (user_id, url) => {
        const { cookie } = open();
        const last = { id: 'touch', occurred_at: 1, url: `${url}?a=b&gclid=c==`, utm: { campaign: user_id } };
        const visitor: Visitor = { visitor_id, ts: 1, user_id, last };
        cookie._write(visitor);
        assert.deepEqual(cookie._read(), { renewed_at: undefined, first: undefined, ...visitor });
      }),
    );
  });

  const read = (...cookies: string[]) => open({ cookies }).cookie._read();

  it('finds nothing where there is nothing of ours', () => {
    for (const cookie of [
      '',
      'a=b',
      '_cst=',
      '_cst=%',
      '_cst=null',
      '_cst=1',
      '_cst={%22visitor_id%22:1',
      `_cst2=${JSON.stringify({ visitor_id, ts: 1 })}`,
      encode([]),
      encode({ ts: 1 }),
      encode({ visitor_id: 'x; y', ts: 1 }),
      encode({ visitor_id: { length: 36 }, ts: 1 }),
    ]) {
      assert.equal(read(cookie).visitor_id, undefined, cookie);
    }
  });

  it('takes the newest of several, in whatever order, broken ones among them', () => {
    const old = encode({ visitor_id: other_id, ts: 5 });
    const fresh = encode({ visitor_id, ts: 10 });
    for (const cookies of [
      [old, fresh],
      [fresh, old],
      ['_cst=%%%', 'x=y', old, '_cst=', fresh, '_cst={'],
    ]) {
      assert.equal(read(...cookies).visitor_id, visitor_id);
    }
  });

  it('takes what another tab has written since', () => {
    const jar = new Map<string, string>();
    const { cookie } = open({ jar });
    cookie._write({ visitor_id, ts: 1 });
    open({ jar }).cookie._write({ visitor_id, ts: 2, user_id: 'user_1' });
    assert.equal(cookie._read().user_id, 'user_1');
  });

  it('finds nothing in a sandboxed frame', () => {
    assert.equal(open({ sandboxed: true }).cookie._read().visitor_id, undefined);
  });
});

describe('without cookies', () => {
  it('nothing is thrown, and it is noted', () => {
    for (const options of [{ sandboxed: true }, { accepts: () => false }]) {
      const { cookie, notes } = open(options);
      assert.equal(cookie._domain(), '');
      cookie._write({ visitor_id, ts: 1 });
      cookie._delete?.();
      cookie._set?.('_fbp', '1', 60);
      assert.deepEqual(notes, ['not_stored']);
      assert.equal(cookie._read().visitor_id, undefined);
    }
  });
});
