import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LinkRow } from '../domain/affiliate.ts';
import { isClickId } from '../domain/ids.ts';
import { type ClickReport, intakeClick } from './click.ts';

const link: LinkRow = {
  workspace_id: 'w',
  id: 'l',
  affiliate_id: 'a',
  code: 'amy',
  name: null,
  destination_url: null,
  created_at: 0,
  updated_at: 0,
  deleted_at: null,
  version: 1,
};
const report: ClickReport = { url: 'https://shop.test/', referrer: null, visitor_id: null, occurred_at: 5, link: null };
const take = (given: Partial<ClickReport>) =>
  intakeClick({ ...report, ...given }, { workspace_id: 'w', received_at: 7, is_bot: true });

describe('a click', () => {
  test('at a referral link is its affiliate’s, whatever code its address carries', () => {
    const { click, recorded_at } = take({ link, url: 'https://shop.test/?via=ben&utm_campaign=spring' });
    assert.deepEqual(
      [click.affiliate_id, click.code, click.referral_code, click.channel, click.source, click.campaign],
      ['a', 'amy', 'amy', 'affiliate', 'amy', 'spring'],
    );
    assert.deepEqual([recorded_at, click.occurred_at, click.is_bot, click.is_browser_time], [7, 5, true, false]);
  });

  test('has an id of its own, which a click id in its address does not take away', () => {
    const { click } = take({ url: 'https://shop.test/?cs_click=clk_0123456789abcdef0123456789abcdef' });
    assert.ok(isClickId(click.id));
    assert.equal(click.click_id, click.id);
    assert.notEqual(click.id, 'clk_0123456789abcdef0123456789abcdef');
  });

  test('of a server has the channel of its address', () => {
    const { click } = take({ url: 'https://shop.test/?gclid=G' });
    assert.deepEqual([click.affiliate_id, click.channel, click.source], [null, 'paid_search', 'google']);
    assert.equal(take({ url: 'not an address' }).click.channel, 'referral');
  });

  test('is of no browser where its id stands for none', () => {
    assert.equal(take({ visitor_id: 'undefined' }).click.visitor_id, null);
    assert.equal(take({ visitor_id: 'v1' }).click.visitor_id, 'v1');
  });
});
