import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mintClickId } from '../domain/ids.ts';
import { HOUR } from '../domain/time.ts';
import { readGoCookie, writeGoCookie } from './go-cookie.ts';

const NOW = Date.UTC(2026, 10, 20);
const CLICK = { code: 'ada', click_id: mintClickId(), clicked_at: NOW };
const COOKIE = `cs_go=${writeGoCookie(CLICK, 'secret')}`;

describe('the cookie of a referral link', () => {
  test('names the click for an hour', () => {
    for (const cookies of [COOKIE, `a=b; ${COOKIE}; c`, `cs_go=; cs_go=x~y~z~w; ${COOKIE}`]) {
      assert.equal(readGoCookie(cookies, 'ada', 'secret', NOW + HOUR - 1), CLICK.click_id);
    }
    assert.equal(readGoCookie(COOKIE, 'ada', 'secret', NOW + HOUR), undefined);
    assert.equal(readGoCookie(COOKIE, 'ada', 'secret', NOW - 1), undefined, 'it was not made in the future');
  });

  test('is of its code and its workspace alone', () => {
    assert.equal(readGoCookie(COOKIE, 'bob', 'secret', NOW), undefined);
    assert.equal(readGoCookie(COOKIE, 'ada', 'another', NOW), undefined);
    assert.equal(readGoCookie(COOKIE.replace('ada', 'bob'), 'bob', 'secret', NOW), undefined);
    assert.equal(readGoCookie(undefined, 'ada', 'secret', NOW), undefined);
  });

  test('is nothing once a character of it was changed, added or taken', () => {
    const place = fc.integer({ min: 'cs_go='.length, max: COOKIE.length - 1 });
    fc.assert(
      fc.property(place, fc.constantFrom('', 'a', 'B', '0', '-', '~', '%', '=', '~~'), (at, text) => {
        const changed = COOKIE.slice(0, at) + text + COOKIE.slice(at + 1);
        fc.pre(changed !== COOKIE);
        assert.equal(readGoCookie(changed, 'ada', 'secret', NOW), undefined, changed);
      }),
    );
    assert.equal(readGoCookie(`${COOKIE}~x`, 'ada', 'secret', NOW), undefined);
  });

  test('without a signature is nobody’s', () => {
    const bare = `cs_go=ada~${CLICK.click_id}~${NOW}`;
    for (const cookies of [bare, `${bare}~`, `cs_go=${encodeURIComponent(bare.slice(6))}`]) {
      assert.equal(readGoCookie(cookies, 'ada', 'secret', NOW), undefined);
    }
  });
});
