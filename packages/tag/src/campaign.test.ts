import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readCampaign } from './campaign.ts';
import { clickIds } from './click-ids.ts';

const params = ['via', 'ref', 'aff', 'refcode'];
const read = (query: string) => readCampaign(`https://shop.example/${query}`, 1000, params);

describe('readCampaign', () => {
  it('finds nothing where there is nothing', () => {
    for (const query of ['', '?', '?page=2&q=gclid', '#gclid=1', '?gclid=', '?utm_source=', '?utm_=x']) {
      assert.equal(read(query), undefined, query);
    }
  });

  it('reads UTM parameters by name without the prefix, whatever their case', () => {
    assert.deepEqual(read('?UTM_Source=News+Letter&utm_medium=email&utm_source_platform=a%2Bb'), {
      utm: { source: 'News Letter', medium: 'email', source_platform: 'a+b' },
    });
  });

  it('matches the names of click ids without case and keeps their values as they are', () => {
    assert.deepEqual(read('?GcLiD=CjwKCAiA-AbC_dEf&ScCid=Xy%2FZ'), {
      click_ids: {
        gclid: { value: 'CjwKCAiA-AbC_dEf', first_seen_at: 1000 },
        sccid: { value: 'Xy/Z', first_seen_at: 1000 },
      },
    });
  });

  it('keeps any click id byte for byte, encoded or not', () => {
    // What a URL can hold unencoded, the plus sign among it; and what it can only hold encoded.
    const bare = fc.stringMatching(/^[A-Za-z0-9._~!$'()*,;:@/?+-]{1,300}$/);
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).filter((value) => !value.includes(' '));
    fc.assert(
      fc.property(fc.constantFrom(...clickIds), bare, any, (name, bareValue, anyValue) => {
        assert.equal(read(`?${name}=${bareValue}`)?.click_ids?.[name]?.value, bareValue);
        assert.equal(read(`?a=b&${name}=${encodeURIComponent(anyValue)}`)?.click_ids?.[name]?.value, anyValue);
      }),
    );
  });

  it('takes the first of several values', () => {
    assert.deepEqual(read('?gclid=1&GCLID=2&utm_source=a&utm_source=b&ref=x&via=y'), {
      utm: { source: 'a' },
      click_ids: { gclid: { value: '1', first_seen_at: 1000 } },
      referral_code: 'x',
    });
  });

  it("takes its own click id only if it is one of the collector's", () => {
    assert.equal(read('?cs_click=clk_0190aBc-_')?.click_ids?.['cs_click']?.value, 'clk_0190aBc-_');
    for (const value of ['123', 'clk_', 'CLK_1', 'xclk_1', 'clk_%3Cscript%3E'])
      assert.equal(read(`?cs_click=${value}`), undefined);
  });

  it('takes a referral code only if it is a short word', () => {
    assert.deepEqual(read('?VIA=Anna.B-1_2'), { referral_code: 'Anna.B-1_2' });
    for (const value of ['%3Cscript%3E', 'a%3Bb', 'a%20b', 'x'.repeat(65), ''])
      assert.equal(read(`?ref=${value}`), undefined);
  });

  it('reads referral codes from the parameters that the site names', () => {
    const url = 'https://shop.example/?partner=anna&via=bob';
    assert.deepEqual(readCampaign(url, 1, ['partner']), { referral_code: 'anna' });
    assert.equal(readCampaign(url, 1, ['']), undefined);
  });

  it('never takes what names a person', () => {
    assert.equal(read('?mc_eid=1&_hsenc=2&_kx=3&vero_id=4&mkt_tok=5'), undefined);
  });

  it('stays within what the collector takes', () => {
    const long = 'x'.repeat(5000);
    assert.equal(read(`?gclid=${long}&utm_source=${long}&utm_${long}=a`), undefined);
    assert.equal(read(`?utm_source=${'x'.repeat(900)}`)?.utm?.['source']?.length, 500);
  });
});
