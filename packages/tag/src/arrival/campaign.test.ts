import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readCampaign } from './campaign.ts';
import { clickIds as knownClickIds } from './click-ids.ts';
import { words } from './words.ts';

const clickIds = words(knownClickIds);

const params = ['via', 'ref', 'aff', 'refcode'];
const read = (query: string, ...further: string[]) =>
  readCampaign(`https://shop.example/${query}`, 1000, params, [...clickIds, ...further]);

/** As the platforms write them, and as redirects and mail servers rewrite them. */
const spellings = [
  ...[
    'gclid',
    'GCLID',
    'GClid',
    'gbraid',
    'wbraid',
    'dclid',
    'fbclid',
    'FBCLID',
    'igshid',
    'msclkid',
    'ttclid',
    'twclid',
  ],
  ...[
    'li_fat_id',
    'LI_FAT_ID',
    'epik',
    'rdt_cid',
    'ScCid',
    'sccid',
    'SCCID',
    'sc_click_id',
    'SC_CLICK_ID',
    'qclid',
    'yclid',
  ],
  ...[
    'tblci',
    'dicbo',
    'obclid',
    'obClid',
    'irclickid',
    'IRClickId',
    'cjevent',
    'CJEVENT',
    'cjEvent',
    'awc',
    'sscid',
    'SSCID',
  ],
  ...['ranSiteID', 'ransiteid', 'RANSITEID'],
];

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

  it('knows every click id of the platforms, in each of its spellings', () => {
    for (const spelling of spellings) {
      assert.deepEqual(
        read(`?${spelling}=Value.1-_`)?.click_ids,
        { [spelling.toLowerCase()]: { value: 'Value.1-_', first_seen_at: 1000 } },
        spelling,
      );
    }
    assert.deepEqual([...new Set(spellings.map((spelling) => spelling.toLowerCase()))].sort(), clickIds.toSorted());
  });

  it('takes further click ids that the site names', () => {
    assert.equal(read('?partner_click=x'), undefined);
    assert.deepEqual(read('?Partner_Click=x%20Y', 'partner_click'), {
      click_ids: { partner_click: { value: 'x+Y', first_seen_at: 1000 } },
    });
  });

  it('reads what UTM has besides the five', () => {
    const utm = { id: '7', source_platform: 'a', creative_format: 'b', marketing_tactic: 'c' };
    const query = Object.entries(utm).map(([name, value]) => `utm_${name}=${value}`);
    assert.deepEqual(read(`?${query.join('&')}`), { utm });
  });

  it('takes the ids of an ad only beside a campaign, and for none of the UTM parameters', () => {
    const ads = { ad_id: '1', adset_id: '2', campaign_id: '3', gad_campaignid: '4' };
    const query = 'ad_id=1&AdSet_ID=2&campaign_id=3&gad_campaignid=4&campaign_id=5';
    assert.equal(read(`?${query}`), undefined);
    assert.deepEqual(read(`?${query}&gclid=A`)?.utm, ads);
    assert.deepEqual(read(`?${query}&via=anna`), { referral_code: 'anna', utm: ads });
    assert.deepEqual(read(`?utm_id=9&${query}`)?.utm, { ...ads, id: '9' });
    assert.deepEqual(read('?utm_ad_id=9&ad_id=1')?.utm, { ad_id: '9' });
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
    assert.deepEqual(readCampaign(url, 1, ['partner'], clickIds), { referral_code: 'anna' });
    assert.equal(readCampaign(url, 1, [''], clickIds), undefined);
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
