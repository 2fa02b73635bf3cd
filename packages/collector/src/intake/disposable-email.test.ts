import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disposableDomainOf } from './disposable-email.ts';

test('an address is thrown away by its domain, or one above it', () => {
  assert.equal(disposableDomainOf('jane@mailinator.com'), 'mailinator.com');
  assert.equal(disposableDomainOf('"a@b"@Inbox.Mailinator.COM'), 'mailinator.com');
});

test('others are not, and neither is what is no address', () => {
  for (const email of [
    'jane@example.com',
    'mailinator.com@example.com',
    'jane@mailinator.com.example',
    'jane@com',
    '',
    '@',
  ]) {
    assert.equal(disposableDomainOf(email), undefined, email);
  }
});
