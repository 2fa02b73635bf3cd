import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BatchTouch } from '../wire.ts';
import { clickIds as knownClickIds } from './click-ids.ts';
import type { Landing } from './landing.ts';
import { touchOf } from './touch.ts';
import { words } from './words.ts';

const clickIds = words(knownClickIds);

const minute = 60_000;
const start = 1_700_000_000_000;

interface Arrival extends Partial<Landing> {
  last?: BatchTouch;
  first?: BatchTouch;
}

function arrive({ last, first, ...landing }: Arrival): BatchTouch | null {
  const whole = { url: 'https://shop.example/', referrer: '', occurred_at: start, _shownAgain: false, ...landing };
  return touchOf(whole, 'shop.example', ['via', 'ref'], clickIds, last, first);
}

function arriveAsNew(arrival: Arrival): BatchTouch {
  const touch = arrive(arrival);
  assert.ok(touch);
  return touch;
}

describe('an arrival makes a touch', () => {
  it('with a campaign', () => {
    const url = 'https://shop.example/p?utm_source=news&fbclid=AbC&via=anna&mc_eid=9';
    const { id, ...touch } = arriveAsNew({ url, referrer: 'https://m.facebook.com/' });
    assert.match(id, /^[\da-f-]{36}$/);
    assert.deepEqual(touch, {
      occurred_at: start,
      url: 'https://shop.example/p?utm_source=news&fbclid=AbC&via=anna&',
      referrer: 'https://m.facebook.com/',
      utm: { source: 'news' },
      click_ids: { fbclid: { value: 'AbC', first_seen_at: start } },
      referral_code: 'anna',
    });
  });

  it('with a campaign, even from its own site or a page to pay on', () => {
    const url = 'https://shop.example/?utm_source=banner';
    assert.ok(arrive({ url, referrer: 'https://www.shop.example/' }));
    assert.ok(arrive({ url, referrer: 'https://checkout.stripe.com/' }));
  });

  it('from another site', () => {
    assert.equal(arriveAsNew({ referrer: 'https://www.google.com/' }).referrer, 'https://www.google.com/');
  });
});

describe('an arrival makes no touch', () => {
  it('when it is direct, internal, or a return from paying or signing in', () => {
    for (const referrer of [
      '',
      'https://www.shop.example/',
      'https://www.paypal.com/',
      'https://accounts.google.com/',
    ]) {
      assert.equal(arrive({ referrer }), null, referrer);
    }
  });
});

describe('the same arrival makes no second touch', () => {
  const byClick = { url: 'https://shop.example/?gclid=AbC&utm_source=google' };
  const byCampaign = { url: 'https://shop.example/?utm_source=news&utm_medium=email' };
  const byAffiliate = { url: 'https://shop.example/?via=anna' };
  const bySearch = { referrer: 'https://www.google.com/' };

  it('within half an hour', () => {
    for (const arrival of [byClick, byCampaign, byAffiliate, bySearch]) {
      const last = arriveAsNew(arrival);
      assert.equal(arrive({ ...arrival, occurred_at: start + 29 * minute, last }), null);
    }
  });

  it('on whatever page it is repeated', () => {
    const last = arriveAsNew(byCampaign);
    const url = 'https://shop.example/other?utm_source=news&utm_medium=email';
    assert.equal(arrive({ url, referrer: 'https://shop.example/', last }), null);
  });

  it('later, if the browser shows the page again or the click is the same', () => {
    const later = start + 40 * 24 * 60 * minute;
    for (const arrival of [byClick, byCampaign, byAffiliate, bySearch]) {
      const last = arriveAsNew(arrival);
      assert.equal(arrive({ ...arrival, occurred_at: later, _shownAgain: true, last }), null);
    }
    assert.equal(arrive({ ...byClick, occurred_at: later, last: arriveAsNew(byClick) }), null);
  });

  it('but later it does, if the visitor has come again', () => {
    for (const arrival of [byCampaign, byAffiliate, bySearch]) {
      const last = arriveAsNew(arrival);
      const again = arriveAsNew({ ...arrival, occurred_at: start + 31 * minute, last });
      assert.notEqual(again.id, last.id);
    }
  });

  it('when the tab of the first arrival is restored after another one', () => {
    const first = arriveAsNew(byCampaign);
    const last = arriveAsNew(bySearch);
    assert.equal(arrive({ ...byCampaign, _shownAgain: true, first, last }), null);
    assert.equal(arrive({ ...byClick, first: arriveAsNew(byClick), last }), null);
    // Not restored but come again, with another arrival in between.
    assert.ok(arrive({ ...byCampaign, first, last }));
  });

  it('which is told from others by click, campaign, affiliate and referrer', () => {
    const all = [
      byClick,
      { url: 'https://shop.example/?gclid=aBc&utm_source=google' },
      { url: 'https://shop.example/?gclid=AbC&utm_source=google&via=anna' },
      { url: 'https://shop.example/?wbraid=AbC&utm_source=google' },
      { url: 'https://shop.example/?gclid=AbC&wbraid=AbC&utm_source=google' },
      byCampaign,
      { url: 'https://shop.example/?utm_source=news' },
      { url: 'https://shop.example/?utm_source=news&utm_medium=email&via=anna' },
      byAffiliate,
      { url: 'https://shop.example/?via=bob' },
      bySearch,
      { referrer: 'https://www.bing.com/' },
    ];
    for (const before of all) {
      for (const after of all) {
        const touch = arrive({ ...after, occurred_at: start + 1, last: arriveAsNew(before) });
        assert.equal(touch === null, before === after, JSON.stringify({ before, after }));
      }
    }
  });
});
