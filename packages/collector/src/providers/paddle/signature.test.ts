import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PADDLE_SECRET, paddleEvent, paddleSignature, paddleTransaction } from '../../../../../test/paddle-events.ts';
import { AppError } from '../../domain/errors.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import { TOLERANCE, verifySignature } from './signature.ts';

const NOW = Date.UTC(2026, 10, 1, 10);
const BODY = Buffer.from(JSON.stringify(paddleEvent('transaction.completed', paddleTransaction())));

function verify(
  header: string | undefined,
  { body = BODY, secret = PADDLE_SECRET }: { body?: Buffer; secret?: string } = {},
): void {
  verifySignature({ body, headers: { 'paddle-signature': header }, received_at: NOW }, secret);
}

function refused(header: string | undefined, message: RegExp, given: { body?: Buffer; secret?: string } = {}): void {
  assert.throws(
    () => verify(header, given),
    (error) => error instanceof AppError && error.code === 'unauthorized' && message.test(error.message),
  );
}

describe('the signature of Paddle', () => {
  const good = paddleSignature(BODY, NOW);
  const [ts, h1] = good.split(';') as [string, string];

  test('holds for five minutes, and for a clock that is as much behind', () => {
    for (const at of [NOW, NOW - TOLERANCE, NOW + TOLERANCE]) verify(paddleSignature(BODY, at));
    refused(paddleSignature(BODY, NOW - TOLERANCE - SECOND), /more than 5 minutes old/);
    refused(paddleSignature(BODY, NOW + TOLERANCE + MINUTE), /in the future/);
  });

  test('may be one of several, wherever it stands', () => {
    const other = `h1=${'0'.repeat(64)}`;
    for (const header of [`${ts};${h1};${other}`, `${ts};${other};${h1}`, `${h1}; ${ts}`]) verify(header);
    refused(`${ts};${other};${other}`, /does not sign this body/);
  });

  test('of another secret, or of none', () => {
    refused(good, /does not sign this body/, { secret: `${PADDLE_SECRET}x` });
    refused(paddleSignature(BODY, NOW, 'x'), /does not sign this body/, { secret: '' });
  });

  test('of a body of which one byte was changed', () => {
    for (const at of [0, 40, BODY.length - 1]) {
      const body = Buffer.from(BODY);
      body[at] = (body[at] ?? 0) ^ 1;
      refused(good, /does not sign this body/, { body });
    }
    refused(good, /does not sign this body/, { body: Buffer.concat([BODY, Buffer.from('\n')]) });
    refused(good, /does not sign this body/, { body: Buffer.alloc(0) });
  });

  test('with another time than was signed', () => {
    refused(`ts=${Number(ts.slice(3)) + 1};${h1}`, /does not sign this body/);
  });

  for (const header of [undefined, '']) {
    test(`that is ${header === undefined ? 'missing' : 'empty'}`, () => refused(header, /is missing/));
  }

  const malformed = ['x', ts, h1, `ts=;${h1}`, `ts=1e9;${h1}`, `ts=-1;${h1}`, `${ts};${ts};${h1}`, `${ts};H1=${h1}`];
  for (const header of malformed)
    test(`in the form ${header.slice(0, 30)}`, () => refused(header, /is not of the form/));

  for (const hex of ['', 'zz', h1.slice(3, 66), `${h1.slice(3)}00`, h1.slice(3).replace(/^./, 'g')]) {
    test(`whose h1 is ${hex.length} characters`, () => refused(`${ts};h1=${hex}`, /does not sign this body/));
  }

  test('with more of them than there can be', () => {
    refused(`${ts};${Array(11).fill(h1).join(';')}`, /is not of the form/);
  });
});
