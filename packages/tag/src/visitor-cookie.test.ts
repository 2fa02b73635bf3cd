import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createFakePage } from '../test/fake-page.ts';
import type { Visitor } from './visitor.ts';
import { createVisitorCookie } from './visitor-cookie.ts';

const visitor_id = '01931c4e-7b1a-7abc-8def-0123456789ab';
const other_id = '01931c4e-7b1a-7abc-8def-ffffffffffff';
const encode = (visitor: unknown) => `_cst=${encodeURIComponent(JSON.stringify(visitor))}`;

/** What any server would do with the header. */
function readAsServer(header: string): Visitor {
  const value = header.split('; ').find((cookie) => cookie.startsWith('_cst='));
  return JSON.parse(decodeURIComponent(value?.slice(5) ?? ''));
}

describe('the cookie', () => {
  it('has the attributes that it should have', () => {
    const { window, written } = createFakePage({ url: 'https://www.acme.example/' });
    assert.equal(createVisitorCookie(window, undefined)._write({ visitor_id, ts: 1 }), 'acme.example');
    assert.equal(written.length, 1);
    const [value, ...attributes] = written[0]?.split('; ') ?? [];
    assert.equal(value, `_cst={%22visitor_id%22:%22${visitor_id}%22%2C%22ts%22:1}`);
    const expires = attributes.find((attribute) => attribute.startsWith('expires='))?.slice(8) ?? '';
    assert.ok(Math.abs(Date.parse(expires) - Date.now() - 390 * 86_400_000) < 60_000);
    assert.deepEqual(attributes.filter((attribute) => !attribute.startsWith('expires=')).sort(), [
      'domain=acme.example',
      'path=/',
      'sameSite=Lax',
      'secure',
    ]);
  });

  it('is not marked secure on http, where it would be refused', () => {
    const { window, written } = createFakePage({ url: 'http://localhost/' });
    createVisitorCookie(window, undefined)._write({ visitor_id, ts: 1 });
    assert.ok(!written[0]?.includes('secure'));
    assert.ok(!written[0]?.includes('domain'));
  });

  it('goes to the widest domain that the browser accepts, and stays there', () => {
    const { window, document, written } = createFakePage({
      url: 'https://a.shop.acme.co.uk/',
      accepts: (domain) => domain !== 'co.uk',
    });
    const cookie = createVisitorCookie(window, undefined);
    assert.equal(cookie._write({ visitor_id, ts: 1 }), 'acme.co.uk');
    assert.equal(cookie._write({ visitor_id, ts: 2 }), 'acme.co.uk');
    assert.equal(written.length, 3);
    assert.equal(readAsServer(document.cookie).ts, 2);
  });

  it('is not misled by one that was left on the host', () => {
    const { window } = createFakePage({
      url: 'https://shop.acme.co.uk/',
      accepts: (domain) => domain !== 'co.uk',
      cookies: [encode({ visitor_id, ts: 1 })],
    });
    assert.equal(createVisitorCookie(window, undefined)._write({ visitor_id, ts: 2 }), 'acme.co.uk');
  });

  it('goes where the site wants it, or else to the host', () => {
    const url = 'https://a.shop.acme.example/';
    const write = (domain: string, accepts = (_: string) => true) =>
      createVisitorCookie(createFakePage({ url, accepts }).window, domain)._write({ visitor_id, ts: 1 });
    assert.equal(write('shop.acme.example'), 'shop.acme.example');
    assert.equal(write('.shop.acme.example'), 'shop.acme.example');
    assert.equal(write(''), '');
    assert.equal(
      write('elsewhere.example', (domain) => domain === ''),
      '',
    );
  });

  it('can be read by any server, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true }), (user_id, url) => {
        const { window, document } = createFakePage();
        const last = { id: 'touch', occurred_at: 1, url, utm: { campaign: user_id } };
        const visitor: Visitor = { visitor_id, ts: 1, user_id, last };
        const cookie = createVisitorCookie(window, undefined);
        cookie._write(visitor);
        assert.deepEqual(readAsServer(`a=b; ${document.cookie}; c=d`), visitor);
        assert.doesNotMatch(document.cookie, /[;,\s"]/);
      }),
    );
  });
});

describe('reading', () => {
  const read = (...cookies: string[]) => createVisitorCookie(createFakePage({ cookies }).window, undefined)._read();

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
      assert.deepEqual(read(cookie), {}, cookie);
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
    const { window, document } = createFakePage();
    const cookie = createVisitorCookie(window, undefined);
    cookie._write({ visitor_id, ts: 1 });
    createVisitorCookie(window, undefined)._write({ visitor_id, ts: 2, user_id: 'user_1' });
    assert.equal(cookie._read().user_id, 'user_1');
    assert.ok(document.cookie);
  });

  it('prefers the page to what is left of it in the cookie', () => {
    const cookie = createVisitorCookie(createFakePage().window, undefined);
    const last = { id: 'touch', occurred_at: 1, url: `https://shop.example/?${'x'.repeat(5000)}` };
    cookie._write({ visitor_id, ts: 1, last });
    assert.deepEqual(cookie._read().last, last);
  });

  it('drops keys that it does not know, so that a strange cookie can always be written again', () => {
    const { window, document } = createFakePage({ cookies: [encode({ visitor_id, ts: 1, x: 'x'.repeat(3800) })] });
    const cookie = createVisitorCookie(window, undefined);
    cookie._write({ visitor_id: other_id, ...cookie._read(), ts: 2 });
    assert.ok(document.cookie.includes('%22ts%22:2'));
  });
});

describe('without cookies', () => {
  it('remembers for as long as the page lives', () => {
    for (const options of [{ sandboxed: true }, { accepts: () => false }]) {
      const cookie = createVisitorCookie(createFakePage(options).window, undefined);
      assert.deepEqual(cookie._read(), {});
      cookie._write({ visitor_id, ts: 1 });
      cookie._write({ visitor_id, ts: 2 });
      assert.deepEqual(cookie._read(), { visitor_id, ts: 2 });
    }
  });
});
