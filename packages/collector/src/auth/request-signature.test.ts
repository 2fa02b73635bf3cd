import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { checkSignature } from './request-signature.ts';

const SECRET = 'whsec_0123456789abcdef';
const NOW = 1_780_000_000_000;
const BODY = Buffer.from('{"sale_amount": 99.00, "name": "Zoë"}');

/** As the vendor's client signs. */
function signed(body: Buffer, at: number, secret = SECRET) {
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body.toString()}`).digest('hex');
  return { 'x-affonso-timestamp': timestamp, 'x-affonso-signature': signature };
}

const check = (headers: Record<string, string | undefined>, body: Buffer = BODY) =>
  checkSignature(headers, body, { secret: SECRET, now: NOW });

describe('a signed request', () => {
  test('is taken for 300 seconds, however often it comes', () => {
    for (const at of [NOW, NOW - 299_000, NOW + 299_000, NOW - 300_000]) check(signed(BODY, at));
    const headers = signed(BODY, NOW);
    check(headers);
    check({ ...headers, 'x-affonso-signature': headers['x-affonso-signature'].toUpperCase() });
    check(signed(Buffer.alloc(0), NOW), Buffer.alloc(0));
  });

  const changed = Buffer.from(BODY);
  changed[16] = 0x38;
  const good = signed(BODY, NOW);
  const refused: [string, Record<string, string | undefined>, Buffer, string][] = [
    ['without headers', {}, BODY, 'X-Affonso-Timestamp'],
    ['without a signature', { 'x-affonso-timestamp': good['x-affonso-timestamp'] }, BODY, 'X-Affonso-Signature'],
    ['with a body that was changed by one byte', good, changed, 'X-Affonso-Signature'],
    ['signed with another secret', signed(BODY, NOW, 'other'), BODY, 'X-Affonso-Signature'],
    ['with a signature of another time', { ...good, 'x-affonso-timestamp': '1779999999' }, BODY, 'X-Affonso-Signature'],
    ['with a signature that is no hash', { ...good, 'x-affonso-signature': 'sha256=ab' }, BODY, 'X-Affonso-Signature'],
    ['with a time that is none', { ...good, 'x-affonso-timestamp': 'soon' }, BODY, 'X-Affonso-Timestamp'],
    ['with a signature that is too old', signed(BODY, NOW - 301_000), BODY, 'X-Affonso-Timestamp'],
    ['with a signature that lies ahead', signed(BODY, NOW + 302_000), BODY, 'X-Affonso-Timestamp'],
  ];
  for (const [what, headers, body, field] of refused) {
    test(`${what} is refused`, () => {
      assert.throws(
        () => check(headers, body),
        (error: unknown) =>
          error instanceof AppError &&
          error.code === 'unauthorized' &&
          error.detail.field === field &&
          error.message.startsWith(`${field}: `) &&
          error.detail.hint !== undefined,
      );
    });
  }
});
