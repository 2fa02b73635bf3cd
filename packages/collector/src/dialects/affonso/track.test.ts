import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CouponRow } from '../../domain/affiliate.ts';
import type { VendorRequest } from '../dialect.ts';
import { track } from './track.ts';

const PROGRAM = '01920000-0000-7000-8000-000000000000';
const DIGITS = PROGRAM.replaceAll('-', '');

const request = (more: object, headers: Record<string, string> = {}): VendorRequest => ({
  ...{ params: {}, query: {}, headers, body: { programId: `prog_${DIGITS}`, ...more } },
  ...{ received_at: 0, account: null, place: '' },
});

describe('a visit that a page tells of', () => {
  test('is of the program that it names, by our id in either form', () => {
    for (const programId of [PROGRAM, `prog_${DIGITS}`]) {
      assert.deepEqual(track.programOf(request({ programId })), { field: 'programId', id: PROGRAM });
    }
  });

  test('has its campaign by the names of a page’s address', () => {
    const visit = {
      ...{ trackingId: 'ada', referrer: 'https://blog.example/', sub1: 'a', sub5: 'e', utmSource: 's', gadSource: 'g' },
      ...{ ScCid: 'snap', li_fat_id: 'li', twclid: null, userAgent: 'Page' },
    };
    assert.deepEqual(track.ask(request(visit, { referer: 'https://shop.example/', 'user-agent': 'Proxy' })), {
      ...{ ask: 'track_visit', code: 'ada', earlier_click_id: null, page: 'https://shop.example/' },
      ...{ referrer: 'https://blog.example/', user_agent: 'Page', sub_ids: { sub1: 'a', sub5: 'e' } },
      parameters: { utm_source: 's', gad_source: 'g', ScCid: 'snap', li_fat_id: 'li' },
      wants_coupons: true,
    });
    const plain = track.ask(request({ hasConsent: false }, { 'user-agent': 'Proxy' }));
    assert.deepEqual([plain.user_agent, plain.code, plain.sub_ids, plain.wants_coupons], ['Proxy', null, null, false]);
  });

  test('may be an earlier one', () => {
    for (const upgradeClickId of [`ref_${DIGITS}`, `clk_${DIGITS}`]) {
      assert.equal(track.ask(request({ upgradeClickId })).earlier_click_id, `clk_${DIGITS}`);
    }
    assert.throws(() => track.ask(request({ upgradeClickId: 'cm123' })), { message: /^upgradeClickId: / });
  });

  test('is answered with the click’s id and the affiliate’s coupons, in no envelope', () => {
    const coupon = { id: PROGRAM, external_id: null, code: 'ADA10' } as CouponRow;
    const { status, body } = track.reply({ click_id: `clk_${DIGITS}`, coupons: [coupon] });
    assert.deepEqual(
      [status, body],
      [
        200,
        {
          cid: `ref_${DIGITS}`,
          data: {
            discount: null,
            affiliateCoupons: [
              { amount: 0, type: 'percentage', maxDuration: null, couponId: `cpn_${DIGITS}`, promoCode: 'ADA10' },
            ],
          },
          append_affonso_id_enabled: true,
        },
      ],
    );
  });
});
