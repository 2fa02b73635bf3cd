import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventRow } from '../domain/event.ts';
import { DAY } from '../domain/time.ts';
import { batchEvent } from '../wire/batch.ts';
import { intakeEvent } from './event.ts';
import type { EventContext } from './incoming.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const CLICK = 'clk_0123456789abcdef0123456789abcdef';
const context: EventContext = {
  workspace_id: 'w',
  visitor_id: 'known-visitor',
  received_at: NOW,
  clock_error: 0,
  is_bot: false,
  currency: 'USD',
  isProof: () => true,
  was_cleaned: false,
};
const seen = (value: string) => ({ value, first_seen_at: NOW });

/** A sale with all that a sender can know of a browser. */
const all = {
  id: 'e1',
  name: 'purchase',
  occurred_at: NOW,
  url: 'https://jane@shop.test/thanks?email=jane%40x.org&GCLID=G1&own=O1#token=T1',
  referrer: 'https://shop.test/cart?gclid=G1&page=2',
  touch: {
    id: 't1',
    occurred_at: NOW,
    url: 'https://shop.test/?utm_source=news&gclid=G1&own=O1&cs_click=C1',
    referrer: 'https://mail.test/inbox?user=jane&fbclid=F1',
    utm: { source: 'news', medium: 'email' },
    click_ids: { gclid: seen('G1'), own: seen('O1'), cs_click: seen(CLICK) },
    referral_code: 'amy',
  },
  user: { user_id: 'u1', user_hash: 'right', email: 'jane@x.org', phone: 'guest', traits: { plan: 'pro' } },
  order_id: 'o1',
  value: 5,
  items: [{ item_id: 'shirt' }],
  props: { coupon: 'HELLO' },
  vendor_ids: { _fbp: `fb.1.${NOW}.1098115397` },
};

function taken(given: object, extra: Partial<EventContext> = {}): EventRow {
  const row = intakeEvent(batchEvent.parse({ ...all, ...given }), { ...context, ...extra });
  if ('reason' in row) throw new Error(`dropped: ${row.message}`);
  return row;
}

const denied = { analytics: 'denied', ads: 'granted' };
const adsDenied = { analytics: 'granted', ads: 'denied' };

describe('who does not agree to be recognised', () => {
  test('is nobody: nothing is kept but what was bought, and the campaign', () => {
    const { body, ...row } = taken({ consent: denied });
    assert.deepEqual([row.url, row.referrer], ['https://shop.test/thanks', 'https://shop.test/cart']);
    const { touch, claim_id, ...rest } = body ?? {};
    assert.ok(claim_id);
    assert.deepEqual(
      { ...touch, id: '' },
      {
        id: '',
        occurred_at: NOW,
        url: 'https://shop.test/',
        referrer: 'https://mail.test/inbox',
        utm: { source: 'news', medium: 'email' },
        click_ids: null,
        referral_code: 'amy',
        click_id: null,
        channel: 'affiliate',
        source: 'news',
        campaign: null,
      },
    );
    assert.deepEqual(rest, {
      consent: denied,
      order_id: 'o1',
      amount_minor: 500,
      currency: 'USD',
      items: [{ item_id: 'shirt' }],
      props: { coupon: 'HELLO' },
      notes: ['consent_enforced'],
    });
    const kept = JSON.stringify([row, body]);
    for (const trace of ['jane', 'G1', 'O1', 'T1', CLICK, 'u1', '1098115397', 'known-visitor']) {
      assert.ok(!kept.includes(trace), `it still holds ${trace}: ${kept}`);
    }
  });

  test('has an id for the day alone, by the sender’s time, so that what is sent again is known again', () => {
    const idAt = (occurred_at: number | undefined, extra: Partial<EventContext> = {}) =>
      taken({ consent: denied, occurred_at }, extra).visitor_id;
    const id = idAt(NOW);
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal(idAt(NOW, { received_at: NOW + 3 * DAY, clock_error: 2 * DAY }), id);
    assert.equal(idAt(undefined), id);
    assert.notEqual(idAt(NOW - DAY), id);
    assert.notEqual(idAt(NOW, { visitor_id: 'other' }), id);
    assert.notEqual(idAt(NOW, { workspace_id: 'other' }), id);
  });

  test('has the campaign read from the landing page’s address, though the address is cut', () => {
    const url = 'https://shop.test/?utm_source=news&gclid=G1&ref=amy';
    const { body } = taken({ name: 'page_view', consent: denied, touch: undefined, url, referrer: undefined });
    const { touch } = body ?? {};
    assert.deepEqual(
      [touch?.utm, touch?.referral_code, touch?.click_ids, touch?.url],
      [{ source: 'news' }, 'amy', null, 'https://shop.test/'],
    );
  });

  test('leaves nothing by a reset, for nobody was known to be there', () => {
    assert.equal(taken({ name: 'reset', consent: denied }).body?.is_reset, undefined);
    assert.equal(taken({ name: 'reset', consent: adsDenied }).body?.is_reset, true);
  });

  test('needs no note where the sender said nothing of them', () => {
    const said = {
      touch: null,
      user: undefined,
      vendor_ids: undefined,
      url: 'https://shop.test/a',
      referrer: undefined,
    };
    assert.deepEqual(taken({ ...said, consent: denied }).body?.notes, undefined);
  });
});

describe('who does not agree that ad platforms are told', () => {
  test('is recognised, and has no id of a platform', () => {
    const { body, ...row } = taken({ consent: adsDenied, user: { user_id: 'u1' } });
    assert.equal(row.visitor_id, 'known-visitor');
    assert.deepEqual(
      [row.url, row.referrer],
      ['https://jane@shop.test/thanks?email=jane%40x.org#token=T1', 'https://shop.test/cart?page=2'],
    );
    const { touch } = body ?? {};
    assert.deepEqual(
      [touch?.url, touch?.referrer, touch?.click_ids, touch?.click_id],
      ['https://shop.test/?utm_source=news&cs_click=C1', 'https://mail.test/inbox?user=jane', null, CLICK],
    );
    assert.deepEqual(body?.identifiers, [{ kind: 'user', value: 'u1' }]);
    assert.deepEqual([body?.vendor_ids, body?.consent], [undefined, adsDenied]);
    assert.deepEqual(body?.notes, ['consent_enforced']);
  });
});

test('who agrees to both, or was not asked, is known by all that was sent', () => {
  const consent = { analytics: 'granted', ads: 'granted' };
  const { id: _, ...agreed } = taken({ consent });
  const { id: __, ...unasked } = taken({});
  assert.deepEqual(agreed.body?.consent, consent);
  assert.equal(unasked.body?.consent, undefined);
  const without = ({ body, ...row }: Omit<EventRow, 'id'>) => ({ ...row, body: { ...body, consent: 0, claim_id: 0 } });
  assert.deepEqual(without(agreed), without(unasked));
  assert.equal(agreed.url, all.url);
  assert.deepEqual(agreed.body?.touch?.click_ids, { gclid: seen('G1'), own: seen('O1') });
  assert.deepEqual(agreed.body?.vendor_ids, { fbp: all.vendor_ids._fbp });
});
