import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TagGoal, TagSettings } from '../../packages/collector/src/domain/tag-setting.ts';
import { tagOptions } from '../../packages/collector/src/http/tag-options.ts';
import { encodedVisitor, type RenewedVisitor, visitor } from '../../packages/collector/src/wire/visitor.ts';
import { fitVisitor } from '../../packages/tag/src/visitor/fit-visitor.ts';
import type { Visitor } from '../../packages/tag/src/visitor/visitor.ts';
import type { BatchTouch } from '../../packages/tag/src/wire.ts';

/** What the collector serves to the tag, and takes of its cookie, is what the tag knows by the same names. */

const TAG = join(import.meta.dirname, '..', '..', 'packages', 'tag', 'src');

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile when the cookie has a field that the collector does not know, or the other way round. */
export const sameFields: [
  Equal<keyof Visitor, keyof RenewedVisitor>,
  Equal<keyof BatchTouch, keyof NonNullable<RenewedVisitor['last']>>,
] = [true, true];

const GOAL: Required<TagGoal> = {
  ...{ event: 'lead', url: '/thanks', selector: '#demo', value: 1, currency: 'EUR', props: { a: 1 } },
};
const SETTINGS: Required<TagSettings> = {
  ...{ goals: [GOAL], referral_params: ['via'], click_ids: ['c'], consent: 'denied', cookieless: true, spa: false },
  ...{ hash: true, auto_page: false, cookie_domain: '', hash_identity: true, renew: false, linker: ['pay.example'] },
  ...{ checkout: true, forward: ['fbq'], data_layer: true, capture: ['forms'] },
};

/** Where the script came from is its endpoint; a function and what is told to the console are a page's own. */
const OF_A_PAGE = ['endpoint', 'beforeSend', 'debug'];

test('the collector serves every option of the tag, and no other', () => {
  const options = fieldsOf('api.ts', 'InitOptions');
  assert.deepEqual(
    Object.keys(tagOptions('cs_pk_live_x', SETTINGS)).sort(),
    options.filter((name) => !OF_A_PAGE.includes(name)).sort(),
  );
  assert.deepEqual(Object.keys(GOAL).sort(), fieldsOf('extra/goal.ts', 'Goal').sort());
});

test('the largest cookie that the tag writes is taken as it is', () => {
  const touch: BatchTouch = {
    id: '01931c4e-7b1a-7abc-8def-aaaaaaaaaaaa',
    occurred_at: 1,
    url: `https://shop.example/${'ü'.repeat(40)}?q=${'q'.repeat(300)}`,
    referrer: 'https://news.example/',
    utm: { source: 'newsletter', ad_id: '1' },
    click_ids: { gclid: { value: 'c'.repeat(900), first_seen_at: 1 } },
    referral_code: 'anna',
  };
  const given: Visitor = {
    ...{ visitor_id: '01931c4e-7b1a-7abc-8def-0123456789ab', ts: 1, renewed_at: 1, user_id: 'u' },
    ...{ first: touch, last: touch },
  };
  const written = JSON.parse(fitVisitor(given, 3_590));
  assert.ok(encodedVisitor(written).length > 3_000);
  assert.deepEqual(visitor.parse(written), written);
});

/** Names of the fields of an interface of the tag, whose types need a browser's. */
function fieldsOf(file: string, name: string): string[] {
  const text = readFileSync(join(TAG, file), 'utf8');
  const [, body = assert.fail(`${file} has no ${name}`)] =
    new RegExp(`interface ${name} \\{\\n(.*?)\\n\\}`, 's').exec(text) ?? [];
  return [...body.matchAll(/^ {2}(\w+)\??: /gm)].map(([, field = '']) => field);
}
