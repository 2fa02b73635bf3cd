import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Request } from 'express';
import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import { idempotencyOf } from './idempotency.ts';

const caller = { key_id: 'k1' } as Caller;

const of = (key: string | undefined, request: { method?: string; path?: string; body?: unknown } = {}) => {
  const { method = 'POST', path = '/', body } = request;
  return idempotencyOf(
    { method, baseUrl: '/v1/conversions', path, body, get: () => key } as unknown as Request,
    caller,
  );
};

describe('idempotencyOf', () => {
  test('names key, method and path, and tells bodies apart by what they say', () => {
    const one = of('abc', { body: { a: 1, b: { c: [1.5], d: null } } });
    assert.equal(one?.place, 'k1 POST /v1/conversions');
    assert.deepEqual(of(' abc ', { body: { b: { d: null, c: [1.5] }, a: 1 } }), one);
    assert.notEqual(of('abc', { body: { a: 2 } })?.body_hash, one?.body_hash);
    assert.notEqual(of('abd')?.key_hash, one?.key_hash);
    assert.equal(of('abc', { path: '/7/refund/' })?.place, 'k1 POST /v1/conversions/7/refund');
    assert.equal(of('abc')?.body_hash, of('abc', { body: undefined })?.body_hash);
  });

  test('is nothing without the header, and of what only reads', () => {
    assert.equal(of(undefined), undefined);
    assert.equal(of('  '), undefined);
    assert.equal(of('abc', { method: 'GET' }), undefined);
  });

  test('takes 255 bytes', () => {
    assert.ok(of('x'.repeat(255)));
    assert.throws(
      () => of('x'.repeat(256)),
      (error: unknown) => error instanceof AppError && error.detail.field === 'Idempotency-Key',
    );
  });
});
