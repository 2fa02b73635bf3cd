import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Request, Response } from 'express';
import { dialects } from '../dialects/dialects.ts';
import { keyPrefixOf } from '../domain/dialect.ts';
import { noteDialect, spokenIn, vendorPaths } from './spoken-dialect.ts';

const SECRET = '0'.repeat(32);
const NATIVE = ['/v1/conversions', '/v1/clicks', '/v1/sources', '/v1'];

function spoken(path: string, key = ''): string | undefined {
  const response = { locals: {} } as Response;
  const request = { path, headers: key === '' ? {} : { authorization: `Bearer ${key}${SECRET}` } } as Request;
  noteDialect(dialects, NATIVE)(request, response, () => {});
  const found = spokenIn(response);
  return found && `${found.dialect.name}${found.isNamed ? ', named' : ''}`;
}

describe('whose words a request is made in', () => {
  const cases: [string, string, string | undefined][] = [
    ['/api/public/leads/1', '', 'nexor'],
    ['/API/Public/anything', '', 'nexor'],
    ['/api/publicity', '', undefined],
    ['/api/v1/events', 'cs_sk_live_', 'whop'],
    ['/api/v2/contacts', 'apik_live_', 'chase'],
    ['/v1/conversion-sources', '', 'brandwave'],
    ['/v1/conversion-sources/1', 'cs_sk_live_', 'brandwave'],
    ['/v1/conversions', '', undefined],
    ['/v1/conversions', 'cs_sk_live_', undefined],
    ['/v1/conversions', 'cs_pk_test_', undefined],
    ['/v1/conversions/1', 'bw_test_', 'brandwave'],
    ['/v1/conversions', 'apik_live_', 'whop'],
    ['/v1/people', 'bw_live_', 'brandwave'],
    ['/v1', 'bw_live_', 'brandwave'],
    ['/v10', 'bw_live_', undefined],
    ['/v1/clicks', '', undefined],
    ['/v1/clicks', 'sk_live_', 'affonso'],
    ['/v1/conversions/1/refund', 'sk_test_', 'affonso'],
    ['/v1/sources/custom/events', 'cs_sk_live_', undefined],
    ['/v1/sources/custom/events', 'sk_live_', 'affonso'],
    ['/v1/track', '', 'affonso'],
    ['/v1/events', 'cs_sk_live_', 'affonso'],
    ['/v1/signups', '', 'affonso'],
    ['/v1/anything', 'sk_live_', 'affonso'],
    ['/affonso/v1/clicks', 'cs_sk_live_', 'affonso, named'],
    ['/brandwave/v1/conversions', 'cs_sk_live_', 'brandwave, named'],
    ['/whop', '', 'whop, named'],
    ['/whopper', '', undefined],
    ['/', 'bw_live_', undefined],
  ];
  for (const [path, key, expected] of cases) {
    test(`${path} with ${key || 'no key'}: ${expected ?? 'ours'}`, () => assert.equal(spoken(path, key), expected));
  }
});

test('the paths of vendors are none of ours', () => {
  const paths = vendorPaths(dialects, NATIVE);
  for (const path of NATIVE) assert.ok(!paths.includes(path), path);
  for (const path of [
    '/nexor',
    '/api/public',
    '/api/v1',
    '/api/v2',
    '/v1/conversion-sources',
    '/v1/track',
    '/v1/signups',
  ]) {
    assert.ok(paths.includes(path), path);
  }
});

test('each dialect names the prefix that its keys are made with', () => {
  for (const { name, keyPrefix } of dialects) assert.equal(keyPrefix, keyPrefixOf(name));
});
