import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventRow } from '../domain/event.ts';
import { DAY, MINUTE } from '../domain/time.ts';
import { batchEvent } from '../wire/batch.ts';
import { clockErrorOf } from './clock.ts';
import { intakeEvent } from './event.ts';
import type { Drop, EventContext } from './incoming.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const context: EventContext = {
  workspace_id: 'w',
  visitor_id: 'v',
  received_at: NOW,
  clock_error: 0,
  is_bot: false,
  currency: 'USD',
  isProof: (hash, userId) => hash === `proof of ${userId}`,
  was_cleaned: false,
};

const take = (given: object, extra: Partial<EventContext> = {}) =>
  intakeEvent(batchEvent.parse({ id: 'e', name: 'page_view', ...given }), { ...context, ...extra });

function row(taken: EventRow | Drop): EventRow {
  if ('reason' in taken) throw new Error(`dropped: ${taken.message}`);
  return taken;
}

describe('time', () => {
  test('without one, it occurred when it came', () => assert.equal(row(take({})).occurred_at, NOW));

  test('a browser’s clock is set right by more than 30 seconds, and by no less', () => {
    assert.equal(clockErrorOf(NOW - 30_000, NOW), 0);
    assert.equal(clockErrorOf(NOW - 30_001, NOW), 30_001);
    assert.equal(clockErrorOf(NOW + 3_600_000, NOW), -3_600_000);
    assert.equal(clockErrorOf(undefined, NOW), 0);
    const taken = row(take({ occurred_at: NOW - 3_600_000 - 500 }, { clock_error: 3_600_000 }));
    assert.equal(taken.occurred_at, NOW - 500);
    assert.deepEqual(taken.body?.notes, ['clock_corrected']);
  });

  test('what lies too far ahead is clamped and noted', () => {
    assert.equal(row(take({ occurred_at: NOW + 5 * MINUTE })).occurred_at, NOW + 5 * MINUTE);
    const taken = row(take({ occurred_at: NOW + 5 * MINUTE + 1 }));
    assert.equal(taken.occurred_at, NOW);
    assert.deepEqual(taken.body?.notes, ['clamped_to_arrival']);
  });

  test('28 days back is taken, a millisecond more is not', () => {
    assert.equal(row(take({ occurred_at: NOW - 28 * DAY })).occurred_at, NOW - 28 * DAY);
    const dropped = take({ occurred_at: NOW - 28 * DAY - 1 });
    assert.ok('reason' in dropped && dropped.reason === 'too_old' && dropped.field === 'occurred_at');
  });
});

describe('touch', () => {
  const touch = {
    id: 't',
    occurred_at: NOW - 1_000,
    url: 'https://shop.example/?gclid=G',
    click_ids: { gclid: { value: 'G', first_seen_at: NOW - 1_000 } },
  };

  test('left out, the address is read; null says that the sender looked', () => {
    const url = 'https://shop.example/?utm_source=news&utm_medium=email';
    assert.equal(row(take({ url })).body?.touch?.channel, 'email');
    assert.equal(row(take({ url, touch: null })).body, null);
    assert.equal(row(take({ name: 'custom', url })).body, null);
  });

  test('has an id that no other browser can speak of', () => {
    const own = row(take({ touch })).body?.touch?.id;
    assert.equal(row(take({ touch }, { visitor_id: 'other' })).body?.touch?.id === own, false);
    assert.equal(row(take({ id: 'later', name: 'purchase', touch })).body?.touch?.id, own);
  });

  test('has the browser’s time set right; too far ahead it is taken to have been on arrival, with a note', () => {
    const at = (occurred_at: number, clock_error: number) => {
      const { body } = row(take({ touch: { ...touch, occurred_at } }, { clock_error }));
      return [body?.touch?.occurred_at, body?.notes ?? []];
    };
    assert.deepEqual(at(NOW - 90_000, 60_000), [NOW - 30_000, []]);
    assert.deepEqual(at(NOW + 5 * MINUTE, 0), [NOW + 5 * MINUTE, []]);
    assert.deepEqual(at(NOW + 5 * MINUTE + 1, 0), [NOW, ['touch_clamped_to_arrival']]);
    const { body } = row(take({ touch }, { clock_error: 60_000 }));
    assert.equal(body?.touch?.click_ids?.['gclid']?.first_seen_at, NOW + 59_000);
  });

  test('keeps our own click id apart from the platforms’, and a code only where it can be one', () => {
    const own = 'clk_0123456789abcdef0123456789abcdef';
    const click_ids = { cs_click: { value: own, first_seen_at: NOW } };
    const { body } = row(take({ touch: { ...touch, click_ids, referral_code: ' AMY ' } }));
    assert.deepEqual([body?.touch?.click_id, body?.touch?.click_ids, body?.touch?.referral_code], [own, null, 'amy']);
    const odd = row(
      take({ touch: { ...touch, click_ids: { cs_click: { value: 'x', first_seen_at: NOW } }, referral_code: '//' } }),
    );
    assert.deepEqual([odd.body?.touch?.click_id, odd.body?.touch?.referral_code], [null, null]);
  });

  test('and page are cut where they are too long, with notes and without half characters', () => {
    const long = `https://shop.example/${'x'.repeat(2_026)}😀`;
    const taken = row(
      take({ url: long, referrer: long, title: `${'t'.repeat(299)}😀`, touch: { ...touch, url: long } }),
    );
    assert.equal(taken.title, 't'.repeat(299));
    for (const url of [taken.url, taken.referrer, taken.body?.touch?.url]) {
      assert.ok(url?.isWellFormed() && url.length === 2_047);
    }
    assert.deepEqual(taken.body?.notes, ['url_cut', 'referrer_cut', 'title_cut', 'touch_url_cut']);
  });

  test('too old to be reported, it is left out and the event is kept', () => {
    const taken = row(take({ touch: { ...touch, occurred_at: NOW - 29 * DAY } }));
    assert.equal(taken.body?.touch, undefined);
    assert.deepEqual(taken.body?.notes, ['old_touch_left_out']);
  });
});

describe('what is bought', () => {
  test('reports a conversion by its name, or by an order id of any other name', () => {
    const claims = (given: object) => row(take(given)).body?.claim_id !== undefined;
    assert.ok(claims({ name: 'purchase' }));
    assert.ok(claims({ name: 'lead' }));
    assert.ok(claims({ name: 'booking', order_id: 'b1' }));
    assert.ok(!claims({ name: 'booking' }));
    assert.ok(!claims({ name: 'add_to_cart', value: 5 }));
    assert.ok(!claims({ name: 'refund', order_id: 'o1' }));
    assert.ok(!claims({ name: 'page_view', order_id: 'o1' }));
  });

  test('is in the workspace’s currency where none is named, and rounded half-even with a note', () => {
    const { body } = row(take({ name: 'purchase', value: '1.005' }));
    assert.equal(body?.amount_minor, 100);
    assert.equal(body?.currency, 'USD');
    assert.deepEqual(body?.notes, ['value_rounded']);
    assert.equal(row(take({ name: 'purchase', value: 99.5, currency: 'eur' })).body?.currency, 'EUR');
  });

  test('in no currency, or in no number, is dropped by its field', () => {
    const field = (given: object) => {
      const taken = take({ name: 'purchase', ...given });
      return 'reason' in taken ? taken.field : undefined;
    };
    assert.equal(field({ value: 1, currency: 'XQX' }), 'currency');
    assert.equal(field({ value: 'much' }), 'value');
  });
});

describe('what is not known', () => {
  test('is kept beside the properties', () => {
    assert.deepEqual(row(take({ coupon: 'X', props: { a: 1 } })).body?.props, { coupon: 'X', a: 1 });
  });

  test('is refused where it is too much', () => {
    const dropped = take({ props: { text: 'x'.repeat(33_000) } });
    assert.ok('reason' in dropped && dropped.reason === 'too_large');
  });

  test('names nobody where the value stands for nobody', () => {
    const { body } = row(take({ name: 'identify', user: { user_id: 'undefined', email: ' Jane@Example.COM ' } }));
    assert.deepEqual(body?.identifiers, [{ kind: 'email', value: 'jane@example.com' }]);
  });

  test('a plain page view carries nothing', () => assert.equal(row(take({ url: 'https://shop.example/' })).body, null));
});

describe('people', () => {
  const user = { user_id: 'u1', email: ' A@X.org ', phone: '+49 151 123456' };

  test('are named in their normal form', () => {
    assert.deepEqual(row(take({ user })).body, {
      identifiers: [
        { kind: 'user', value: 'u1' },
        { kind: 'email', value: 'a@x.org' },
        { kind: 'phone', value: '+49151123456' },
      ],
    });
  });

  test('are not named by values that name nobody, and a note says so; what is empty was not given', () => {
    const notes = (given: object) => row(take({ user: given })).body?.notes ?? [];
    assert.deepEqual(notes({ user_id: 'null', email: 'guest', phone: '0151 123456' }), [
      'identifier_blocked',
      'phone_not_e164',
    ]);
    assert.deepEqual(notes({ user_id: '', email: ' ', phone: '' }), []);
    assert.deepEqual(notes({ phone: 'a'.repeat(64) }), []);
  });

  test('prove who they are by a hash that is right, and claim it with one that is wrong', () => {
    const body = (user_id: string, user_hash: string) => row(take({ user: { user_id, user_hash } })).body;
    assert.deepEqual(body('u1', 'proof of u1'), { identifiers: [{ kind: 'user', value: 'u1' }], is_proven: true });
    assert.deepEqual(body('u2', 'proof of u1'), {
      identifiers: [{ kind: 'user', value: 'u2' }],
      notes: ['user_hash_wrong'],
    });
    assert.deepEqual(body('', 'proof of '), null);
  });

  test('leave by a reset, which names nobody', () => {
    assert.deepEqual(row(take({ name: 'reset', user, order_id: 'o1' })).body, { is_reset: true, order_id: 'o1' });
  });
});

describe('items', () => {
  const item = (at: number) => ({ item_id: `sku-${at}`, quantity: at });

  test('are kept, and beyond 200 are cut with a note; the sale is whole', () => {
    const items = Array.from({ length: 201 }, (_, at) => item(at));
    const { body } = row(take({ name: 'purchase', value: 5, items }));
    assert.deepEqual(body?.items, items.slice(0, 200));
    assert.deepEqual([body?.amount_minor, body?.notes], [500, ['items_cut']]);
    assert.deepEqual(row(take({ items: [item(1)] })).body, { items: [item(1)] });
    assert.equal(row(take({ items: [] })).body, null);
  });

  test('have bytes of their own, so that no cart makes an event too large', () => {
    const items = Array.from({ length: 40 }, () => ({ text: 'x'.repeat(1_000) }));
    const { body } = row(take({ name: 'purchase', items, props: { text: 'y'.repeat(32_000) } }));
    assert.equal(body?.items?.length, 32);
    assert.deepEqual(body?.notes, ['items_cut']);
  });
});

describe('what the browser says of itself', () => {
  test('signals of a bot are kept and decide nothing', () => {
    const { is_bot, body } = row(take({ bot_signals: ['webdriver', '', 'x'.repeat(41), 'phantom'] }));
    assert.equal(is_bot, false);
    assert.deepEqual(body, { bot_signals: ['webdriver', 'phantom'], notes: ['bot_signals_cut'] });
    const many = Array.from({ length: 21 }, (_, at) => `s${at}`);
    assert.deepEqual(row(take({ bot_signals: many })).body?.bot_signals, many.slice(0, 20));
  });

  test('cookies of vendors are read as of the event’s time; what is odd is noted and costs nothing', () => {
    const fbc = (at: number) => `fb.1.${at}.IwAR2`;
    const body = (vendor_ids: object, at = NOW) => row(take({ vendor_ids, occurred_at: at })).body;
    assert.deepEqual(body({ _fbc: fbc(NOW - 91 * DAY), _ga: 'odd' }), {
      notes: ['vendor_id_unreadable', 'old_fbc_left_out'],
    });
    assert.deepEqual(body({ _fbc: fbc(NOW - 91 * DAY) }, NOW - 2 * DAY), {
      vendor_ids: { fbc: fbc(NOW - 91 * DAY) },
    });
    assert.equal(body({}), null);
  });
});
