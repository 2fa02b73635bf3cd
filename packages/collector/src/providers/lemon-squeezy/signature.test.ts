import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LEMON_SQUEEZY_SECRET, lemonSqueezySignature, orderEvent } from '../../../../../test/lemon-squeezy-events.ts';
import { AppError } from '../../domain/errors.ts';
import { verifySignature } from './signature.ts';

const BODY = Buffer.from(JSON.stringify(orderEvent('order_created')));

function verify(
  header: string | undefined,
  { body = BODY, secret = LEMON_SQUEEZY_SECRET }: { body?: Buffer; secret?: string } = {},
): void {
  verifySignature({ body, headers: { 'x-signature': header }, received_at: 0 }, secret);
}

function refused(header: string | undefined, message: RegExp, given: { body?: Buffer; secret?: string } = {}): void {
  assert.throws(
    () => verify(header, given),
    (error) => error instanceof AppError && error.code === 'unauthorized' && message.test(error.message),
  );
}

describe('the signature of Lemon Squeezy', () => {
  const good = lemonSqueezySignature(BODY);

  test('signs the body, whenever it comes', () => {
    verify(good);
    verify(good.toUpperCase());
  });

  test('of another secret, or of none', () => {
    refused(good, /does not sign this body/, { secret: 'another' });
    refused(lemonSqueezySignature(BODY, 'x'), /does not sign this body/, { secret: '' });
  });

  test('of a body of which one byte was changed', () => {
    for (const at of [0, 40, BODY.length - 1]) {
      const body = Buffer.from(BODY);
      body[at] = (body[at] ?? 0) ^ 1;
      refused(good, /does not sign this body/, { body });
    }
    refused(good, /does not sign this body/, { body: Buffer.alloc(0) });
  });

  for (const header of [undefined, '', '  ']) {
    test(`that is ${JSON.stringify(header)}`, () => refused(header, /is missing/));
  }

  for (const header of ['x', good.slice(1), `${good}00`, good.replace(/^./, 'g'), `sha256=${good}`]) {
    test(`that is ${header.slice(0, 12)}… of ${header.length} characters`, () =>
      refused(header, /does not sign this body/));
  }
});
