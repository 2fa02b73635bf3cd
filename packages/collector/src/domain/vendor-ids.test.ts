import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY } from './time.ts';
import { readVendorIds, VENDOR_IDS_MAX, vendorCookieNames } from './vendor-ids.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const read = (cookies: Record<string, string>) => readVendorIds(cookies, NOW);

describe('readVendorIds', () => {
  test('Google’s client id is the last two parts, whatever domain the cookie is of', () => {
    const clientOf = (value: string) => read({ _ga: value }).ids?.ga_client_id;
    assert.equal(clientOf('GA1.1.1234567890.1747323152'), '1234567890.1747323152');
    assert.equal(clientOf('GA1.2-2.1234567890.1747323152'), '1234567890.1747323152');
    assert.equal(clientOf('GA1.3.0987654321.1600000000'), '0987654321.1600000000');
  });

  test('Google’s session is read from both of its forms, each stream’s', () => {
    const { ids, unreadable } = read({
      _ga_ABC123DEF4: 'GS1.1.1700000000.12.1.1700000300.0.0.0',
      _ga_1XYZ: 'GS2.1.s1747323152$o28$g0$t1747323152$j60$l0$h69286059$dAbC',
      _ga_DASH: 'GS2.2-2.s1747323199$o1$g1',
      _ga_LATER: 'GS2.1.o28$g0$s1747323177$t1',
    });
    assert.deepEqual(ids?.ga_session_ids, {
      ABC123DEF4: '1700000000',
      '1XYZ': '1747323152',
      DASH: '1747323199',
      LATER: '1747323177',
    });
    assert.deepEqual(unreadable, []);
  });

  test('Google’s click has its time, and Meta’s cookies stay whole with or without what Meta appends', () => {
    const fbc = `fb.1.${NOW - DAY}.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk`;
    const fbp = `fb.2.${NOW - 200 * DAY}.1098115397`;
    const { ids, unreadable } = read({ _gcl_aw: 'GCL.1747323152.Cj0KCQjw_-GxBhC1ARIsADGgDjt', _fbc: fbc, _fbp: fbp });
    assert.deepEqual(ids, {
      gcl_aw: { gclid: 'Cj0KCQjw_-GxBhC1ARIsADGgDjt', clicked_at: 1_747_323_152_000 },
      fbc,
      fbp,
    });
    assert.deepEqual(unreadable, []);
    assert.equal(read({ _fbc: `${fbc}.AQ` }).ids?.fbc, `${fbc}.AQ`);
    assert.equal(read({ _fbp: `${fbp}.AQYAAQIA` }).ids?.fbp, `${fbp}.AQYAAQIA`);
  });

  test('a click on Meta of 90 days ago counts, one of a millisecond more does not', () => {
    const at = (ms: number) => read({ _fbc: `fb.1.${ms}.IwAR2` });
    assert.equal(at(NOW - 90 * DAY).ids?.fbc, `fb.1.${NOW - 90 * DAY}.IwAR2`);
    assert.deepEqual(at(NOW - 90 * DAY - 1), { ids: undefined, unreadable: [], is_fbc_too_old: true });
  });

  const odd: [string, string][] = [
    ['_ga', 'amp-4f5vUfy1u2Qe'],
    ['_ga', 'GA1.1.1234567890'],
    ['_ga_ABC', 'GS3.1.s1747323152$o1'],
    ['_ga_ABC', 'GS2.1.o1$g0'],
    ['_ga_ABC', 'GS1.1.s1747323152$o1'],
    ['_gcl_aw', 'GCL.Cj0KCQ'],
    ['_gcl_aw', '1.1747323152.Cj0KCQ'],
    ['_fbc', `fb.1.${NOW}`],
    ['_fbc', `fb.1.${Math.round(NOW / 1_000)}.IwAR2`],
    ['_fbc', `fb.1.${NOW}.IwAR2.AQ.more`],
    ['_fbc', 'IwAR2F4'],
    ['_fbp', `fb.1.${NOW}. `],
    ['_ttp', ''],
    ['_ttp', 'x'.repeat(1_001)],
    ['x'.repeat(101), 'y'],
  ];
  for (const [name, value] of odd) {
    test(`${name.slice(0, 8)} of ${JSON.stringify(value.slice(0, 40))} is told and not kept`, () => {
      assert.deepEqual(read({ [name]: value }), { ids: undefined, unreadable: [name], is_fbc_too_old: false });
    });
  }

  test('others stay byte for byte, up to a number, and names of an object’s machinery harm nobody', () => {
    const others = { _ttp: '2b%2Bc+d/=', _scid: 'a b', _uetvid: '0123abcd' };
    assert.deepEqual(read(others).ids, { cookies: others });
    const many = Object.fromEntries(Array.from({ length: VENDOR_IDS_MAX + 1 }, (_, at) => [`_v${at}`, 'x']));
    const { ids, unreadable } = read(many);
    assert.equal(Object.keys(ids?.cookies ?? {}).length, VENDOR_IDS_MAX);
    assert.deepEqual(unreadable, [`_v${VENDOR_IDS_MAX}`]);
    const machinery = read(JSON.parse('{"__proto__":"x","constructor":"y","_ga___proto__":"GS1.1.1700000000.1"}')).ids;
    assert.deepEqual(Object.keys(machinery ?? {}).toSorted(), ['cookies', 'ga_session_ids']);
    assert.equal(({} as { x?: string }).x, undefined);
  });
});

test('vendorCookieNames says which cookies were read, and none of what they hold', () => {
  const cookies = {
    _ga: 'GA1.1.1234567890.1747323152',
    _ga_ABC: 'GS1.1.1700000000.1.1.1',
    _gcl_aw: 'GCL.1747323152.Cj0',
    _fbc: `fb.1.${NOW}.IwAR2`,
    _fbp: `fb.1.${NOW}.1098115397`,
    _ttp: 'x',
  };
  assert.deepEqual(vendorCookieNames(read(cookies).ids ?? {}), Object.keys(cookies));
  assert.deepEqual(vendorCookieNames({}), []);
});
