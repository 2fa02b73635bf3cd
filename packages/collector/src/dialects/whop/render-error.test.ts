import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError, ERROR_CODES } from '../../domain/errors.ts';
import { renderError } from './render-error.ts';

/** What the vendor's client sends again by itself. */
const isSentAgain = (status: number) => status === 408 || status === 409 || status === 429 || status >= 500;

describe('an error to a caller of Whop', () => {
  test('is said in both places that callers read', () => {
    const { status, body } = renderError(
      new AppError('invalid', 'url: is too long', { field: 'url', hint: 'Shorten it.' }),
    );
    const message = 'url: is too long. Shorten it.';
    assert.deepEqual([status, body], [400, { message, error: { type: 'bad_request', message } }]);
  });

  test('names the fields as the vendor does', () => {
    const messageOf = (message: string, field: string) =>
      (renderError(new AppError('invalid', message, { field })).body as { message: string }).message;
    assert.equal(messageOf('amount: is too large', 'amount'), 'value: is too large');
    assert.equal(messageOf('occurred_at: lies ahead', 'occurred_at'), 'event_time: lies ahead');
    assert.equal(messageOf('The amount is too large', 'amount'), 'The amount is too large');
    assert.equal(messageOf('url: is too long', 'url'), 'url: is too long');
  });

  for (const code of ERROR_CODES) {
    const mayHelp = code === 'rate_limited' || code === 'unavailable' || code === 'internal';
    test(`${code} is ${mayHelp ? '' : 'not '}sent again by the vendor’s client`, () => {
      const { status, headers = {} } = renderError(new AppError(code, 'No.'));
      assert.equal(isSentAgain(status) && headers['x-should-retry'] !== 'false', mayHelp);
      assert.notEqual(status, 409);
    });
  }

  test('says when it makes sense to send it again', () => {
    const { status, headers } = renderError(new AppError('unavailable', 'Full.', { retry_after: 2 }));
    assert.deepEqual([status, headers?.['Retry-After']], [503, '2']);
  });

  test('of a key says which keys are accepted', () => {
    const { body, headers } = renderError(
      new AppError('unauthorized', 'The key is unknown or revoked.', { hint: 'Ours.' }),
    );
    assert.match(
      (body as { message: string }).message,
      /^The key is unknown or revoked\. .*apik_live_.*JWTs and OAuth/,
    );
    assert.equal(headers?.['WWW-Authenticate'], 'Bearer');
  });
});
