import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { parse } from './parse.ts';
import { newTagSettings } from './tag-settings.ts';

function fault(settings: object): string {
  try {
    parse(newTagSettings, { goals: [], ...settings });
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  return assert.fail(`${JSON.stringify(settings)} is taken`);
}

const goalFault = (goal: object) => fault({ goals: [{ event: 'ok', url: '/' }, goal] });

describe('settings of the tag', () => {
  test('are taken as they are, and as the tag compares them', () => {
    const goals = [
      { event: 'lead', url: '/thanks*', value: '20.50', currency: 'eur', props: { form: 'contact' } },
      { event: 'sign_up', selector: ' #signup > button[type="submit"] ' },
      { event: 'demo', url: 'https://*.shop.example/d%C3%BC?x=*#done' },
    ];
    assert.deepEqual(
      parse(newTagSettings, { goals, click_ids: ['MyClid'], cookie_domain: '.Shop.example', spa: null }),
      {
        goals: [
          { event: 'lead', url: '/thanks*', value: '20.50', currency: 'EUR', props: { form: 'contact' } },
          { event: 'sign_up', selector: '#signup > button[type="submit"]' },
          { event: 'demo', url: 'https://*.shop.example/d%C3%BC?x=*#done' },
        ],
        click_ids: ['myclid'],
        cookie_domain: 'shop.example',
        spa: null,
      },
    );
    assert.deepEqual(parse(newTagSettings, { goals: [], linker: [' Pay.example '], forward: ['fbq'], capture: [] }), {
      goals: [],
      linker: ['pay.example'],
      forward: ['fbq'],
      capture: [],
    });
    for (const consent of ['granted', 'denied', { ads: 'denied' }, { analytics: 'granted', ads: 'denied' }])
      assert.deepEqual(parse(newTagSettings, { goals: [], consent }).consent, consent);
    assert.equal(parse(newTagSettings, { goals: [], cookie_domain: '' }).cookie_domain, '');
  });

  test('are refused with the field, and with what it should be', () => {
    assert.equal(fault({ goals: undefined }), 'goals: is required');
    assert.match(fault({ goal: [] }), /^goal: is not a field that is taken here$/);
    assert.match(fault({ key: 'cs_pk_live_x' }), /^key: /);
    assert.match(fault({ consent: 'maybe' }), /^consent: expected "granted", "denied", or an object/);
    assert.match(fault({ consent: { marketing: 'denied' } }), /^consent/);
    assert.match(fault({ spa: 'no' }), /^spa: /);
    assert.match(
      fault({ referral_params: ['via', 'a=b'] }),
      /^referral_params\.1: expected the name of a query parameter/,
    );
    assert.match(fault({ click_ids: Array.from({ length: 21 }, (_, at) => `c${at}`) }), /^click_ids: /);
    assert.match(fault({ linker: ['https://pay.example/'] }), /^linker\.0: expected a host without scheme/);
    assert.match(fault({ linker: 'pay.example' }), /^linker: /);
    assert.match(fault({ forward: ['pixel'] }), /^forward\.0: /);
    assert.match(fault({ capture: ['clicks'] }), /^capture\.0: .*"outbound"/);
    assert.match(fault({ checkout: 'yes' }), /^checkout: /);
    assert.match(fault({ cookie_domain: 'https://shop.example' }), /^cookie_domain: expected a domain/);
  });

  test('name the goal that is at fault', () => {
    assert.match(goalFault({ event: 'lead' }), /^goals\.1\.url: expected either a url or a selector$/);
    assert.match(goalFault({ event: 'lead', url: '/a', selector: '#a' }), /^goals\.1\.url: expected either/);
    assert.match(goalFault({ url: '/a' }), /^goals\.1\.event: is required$/);
    assert.match(goalFault({ event: 'e'.repeat(101), url: '/a' }), /^goals\.1\.event: is longer than 100/);
    for (const event of ['page_view', 'identify', 'reset'])
      assert.match(goalFault({ event, url: '/a' }), /^goals\.1\.event: ".+" is what the tag itself says/);
    for (const url of ['thanks', '*', '//shop.example/', 'ftp://shop.example/', 'https://', 'javascript:alert(1)', ''])
      assert.match(goalFault({ event: 'lead', url }), /^goals\.1\.url: /, url);
    assert.match(
      goalFault({ event: 'lead', url: '/danke für alles' }),
      /: expected it .* "\/danke%20f%C3%BCr%20alles"$/,
    );
    assert.match(goalFault({ event: 'lead', url: '/\ud800' }), /^goals\.1\.url: expected it/);
    assert.match(goalFault({ event: 'lead', url: 'https://shop.example:99999/' }), /^goals\.1\.url: is not a URL$/);
    assert.match(goalFault({ event: 'lead', url: `/${'a'.repeat(500)}` }), /^goals\.1\.url: /);
    assert.match(goalFault({ event: 'lead', selector: ' ' }), /^goals\.1\.selector: /);
    assert.match(
      goalFault({ event: 'lead', url: '/a', currency: 'EURO' }),
      /^goals\.1\.currency: "EURO" is not a currency/,
    );
    assert.match(goalFault({ event: 'lead', url: '/a', value: {} }), /^goals\.1\.value: expected a number/);
    assert.match(goalFault({ event: 'lead', url: '/a', props: [1] }), /^goals\.1\.props: /);
    assert.match(goalFault({ event: 'lead', url: '/a', order_id: 'x' }), /^goals\.1\.order_id: is not a field/);
  });

  test('are bounded, each and together', () => {
    const goals = (count: number, props: object) =>
      Array.from({ length: count }, () => ({ event: 'lead', url: '/thanks', props }));
    assert.equal(parse(newTagSettings, { goals: goals(100, { a: 'b' }) }).goals.length, 100);
    assert.match(fault({ goals: goals(101, {}) }), /^goals: /);
    assert.match(fault({ goals: goals(100, { text: 'x'.repeat(200) }) }), /^goals: are larger than 16384 bytes/);
  });
});
