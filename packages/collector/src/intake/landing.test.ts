import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { landingOf } from './landing.ts';

const AT = 1_800_000_000_000;
const land = (url: string, referrer: string | null = null) => landingOf(url, referrer, AT);

describe('landingOf', () => {
  const none: [string, string | null][] = [
    ['https://shop.example/', null],
    ['https://shop.example/?page=2', 'https://shop.example/'],
    ['https://www.shop.example/', 'https://shop.example/'],
    ['https://shop.example/', 'https://blog.shop.example/'],
    ['https://shop.example/thanks', 'https://checkout.stripe.com/c/pay'],
    ['https://shop.example/thanks', 'https://www.paypal.com/'],
    ['https://shop.example/', 'https://accounts.google.com/'],
    ['https://shop.example/?utm_source=', null],
    ['https://shop.example/?via=%2F%2F', null],
    ['https://shop.example/?campaign_id=7&ad_id=8', 'https://shop.example/campaigns'],
    ['not an address', 'https://elsewhere.test/'],
    ['https://shop.example/', 'not an address'],
  ];
  for (const [url, referrer] of none) {
    test(`${url} from ${referrer} is no arrival`, () => assert.equal(land(url, referrer), undefined));
  }

  test('campaign parameters make one even on the way back from a payment page', () => {
    const landing = land('https://shop.example/?utm_source=mail&utm_campaign=a+b', 'https://checkout.stripe.com/');
    assert.deepEqual(landing?.utm, { source: 'mail', campaign: 'a b' });
  });

  test('every UTM parameter is read, and ids of ads under their own names', () => {
    const landing = land(
      'https://shop.example/?utm_id=7&utm_source_platform=P&utm_creative_format=F&UTM_MARKETING_TACTIC=T&Ad_Id=1&adset_id=2&campaign_id=3&gad_campaignid=4',
    );
    assert.deepEqual(landing?.utm, {
      ...{ id: '7', source_platform: 'P', creative_format: 'F', marketing_tactic: 'T' },
      ...{ ad_id: '1', adset_id: '2', campaign_id: '3', gad_campaignid: '4' },
    });
    assert.equal(land('https://shop.example/?ad_id=1', 'https://news.test/')?.utm, null, 'a name of the page’s own');
    assert.deepEqual(land('https://shop.example/?ad_id=1&fbclid=F')?.utm, { ad_id: '1' });
  });

  test('click ids are found without case and kept byte for byte', () => {
    const landing = land('https://shop.example/?GCLID=Ab%2Bc+d_&ScCid=x&gclid=second&mc_eid=person');
    assert.deepEqual(landing?.click_ids, {
      gclid: { value: 'Ab+c+d_', first_seen_at: AT },
      sccid: { value: 'x', first_seen_at: AT },
    });
  });

  test('another site as referrer makes one', () => {
    assert.equal(land('https://shop.example/', 'https://news.test/a')?.referrer, 'https://news.test/a');
  });

  test('referral codes are compared in lower case, and our own click id is told apart', () => {
    const landing = land('https://shop.example/?ref=JANE&cs_click=clk_0123456789abcdef0123456789abcdef');
    assert.equal(landing?.referral_code, 'jane');
    assert.equal(landing?.click_id, 'clk_0123456789abcdef0123456789abcdef');
    assert.equal(land('https://shop.example/?cs_click=nonsense'), undefined);
  });

  test('what is escaped in the address comes out as text that every store can hold', () => {
    const landing = land(`https://shop.example/?utm_source=a%00b&utm_a%00=c&gclid=G%00H&utm_term=${'x'.repeat(499)}😀`);
    assert.deepEqual(landing?.utm, { source: 'ab', a: 'c', term: 'x'.repeat(499) });
    assert.equal(landing?.click_ids?.['gclid']?.value, 'GH');
  });

  test('names of an object’s own machinery are harmless', () => {
    const landing = land('https://shop.example/?utm___proto__=x&utm_constructor=y&__proto__=z&utm_source=s');
    assert.equal(landing?.utm?.['source'], 's');
    assert.equal(({} as { x?: string }).x, undefined);
  });
});
