import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Arrival, originOf } from './channel.ts';

const nothing: Arrival = { utm: null, click_ids: null, referral_code: null, click_id: null, referrer: null };
const ids = (name: string) => ({ [name]: { value: 'x', first_seen_at: 0 } });

describe('originOf', () => {
  const cases: [string, Partial<Arrival>, string, string | null][] = [
    ['a Google ad', { click_ids: ids('gclid') }, 'paid_search', 'google'],
    [
      'a Google ad with UTM',
      { click_ids: ids('gclid'), utm: { source: 'google', medium: 'cpc' } },
      'paid_search',
      'google',
    ],
    [
      'a Facebook ad',
      { click_ids: ids('fbclid'), utm: { source: 'facebook', medium: 'paid_social' } },
      'paid_social',
      'facebook',
    ],
    ['a Facebook post', { click_ids: ids('fbclid') }, 'organic_social', 'facebook'],
    ['a paid link on Instagram', { utm: { source: 'Instagram', medium: 'cpc' } }, 'paid_social', 'Instagram'],
    ['a TikTok ad', { click_ids: ids('ttclid') }, 'paid_social', 'tiktok'],
    ['a newsletter', { utm: { source: 'news', medium: 'email' } }, 'email', 'news'],
    ['a banner', { utm: { source: 'site', medium: 'display' } }, 'display', 'site'],
    ['a campaign without medium', { utm: { source: 'poster' } }, 'campaign', 'poster'],
    ['a campaign with only a name', { utm: { campaign: 'spring' } }, 'campaign', null],
    ['a referral code', { referral_code: 'jane' }, 'affiliate', 'jane'],
    ['our own click', { click_id: 'clk_1' }, 'affiliate', null],
    ['a share on Instagram', { click_ids: ids('igsh') }, 'organic_social', 'instagram'],
    ['a search result of Yandex', { click_ids: ids('ysclid') }, 'organic_search', 'yandex'],
    [
      'a Google ad with its campaign’s id',
      { click_ids: ids('gclid'), utm: { gad_campaignid: '7' } },
      'paid_search',
      'google',
    ],
    [
      'a page that has an ad’s id and a search engine before it',
      { utm: { ad_id: '7' }, referrer: 'https://www.google.com/' },
      'organic_search',
      'google.com',
    ],
    ['an affiliate network', { click_ids: ids('awc') }, 'affiliate', 'awin'],
    ['a search engine', { referrer: 'https://www.google.co.uk/' }, 'organic_search', 'google.co.uk'],
    ['a social network', { referrer: 'https://l.facebook.com/' }, 'organic_social', 'l.facebook.com'],
    ['X', { referrer: 'https://t.co/abc' }, 'organic_social', 't.co'],
    ['an assistant', { referrer: 'https://chatgpt.com/' }, 'ai_assistant', 'chatgpt.com'],
    ['another site', { referrer: 'https://blog.test/post' }, 'referral', 'blog.test'],
    ['a referrer that is none', { referrer: 'constructor' }, 'referral', null],
    [
      'a host named after an object’s machinery',
      { referrer: 'https://constructor.test/' },
      'referral',
      'constructor.test',
    ],
    ['a click id named so', { click_ids: ids('constructor') }, 'referral', null],
  ];
  for (const [what, arrival, channel, source] of cases) {
    test(`${what} is ${channel}`, () => {
      const origin = originOf({ ...nothing, ...arrival });
      assert.equal(origin.channel, channel);
      assert.equal(origin.source, source);
    });
  }

  test('names the campaign', () =>
    assert.equal(originOf({ ...nothing, utm: { campaign: 'autumn' } }).campaign, 'autumn'));
});
