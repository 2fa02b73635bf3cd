import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError, ERROR_CODES, type ErrorCode } from '../../domain/errors.ts';
import { errorEnvelope } from './error-envelope.ts';

const bodyOf = (error: AppError) => errorEnvelope(error).body as { success: boolean; error: Record<string, unknown> };

describe('an error to a caller of Affonso', () => {
  test('has the code of its status, and says what to do', () => {
    const expected: Record<ErrorCode, [number, string]> = {
      invalid: [400, 'VALIDATION_ERROR'],
      unauthorized: [401, 'UNAUTHORIZED'],
      forbidden: [403, 'FORBIDDEN'],
      not_found: [404, 'NOT_FOUND'],
      conflict: [409, 'DUPLICATE_ERROR'],
      key_conflict: [409, 'DUPLICATE_ERROR'],
      deleted: [409, 'DUPLICATE_ERROR'],
      too_large: [413, 'VALIDATION_ERROR'],
      rate_limited: [429, 'RATE_LIMIT_EXCEEDED'],
      unavailable: [503, 'SERVICE_UNAVAILABLE'],
      internal: [500, 'INTERNAL_ERROR'],
    };
    for (const code of ERROR_CODES) {
      const { status, body } = errorEnvelope(new AppError(code, 'No', { hint: 'Do so.' }));
      const [wanted, name] = expected[code];
      assert.deepEqual([status, body], [wanted, { success: false, error: { code: name, message: 'No. Do so.' } }]);
    }
  });

  test('names the field, and in a wrong request lists it', () => {
    assert.deepEqual(bodyOf(new AppError('invalid', 'email: is none', { field: 'email' })).error, {
      code: 'VALIDATION_ERROR',
      message: 'email: is none',
      field: 'email',
      details: [{ field: 'email', message: 'email: is none' }],
    });
    assert.deepEqual(Object.keys(bodyOf(new AppError('not_found', 'No.', { field: 'id' })).error), [
      'code',
      'message',
      'field',
    ]);
  });

  test('says when it makes sense to send it again', () => {
    const { headers, body } = errorEnvelope(new AppError('rate_limited', 'Slow.', { retry_after: 30 }));
    assert.equal(headers?.['Retry-After'], '30');
    assert.equal((body as { error: { retryAfter: number } }).error.retryAfter, 30);
  });

  test('more than is left is a wrong amount', () => {
    const { status } = errorEnvelope(new AppError('conflict', 'amount: is more', { field: 'amount' }));
    assert.equal(status, 400);
  });
});
