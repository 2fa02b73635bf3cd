import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultOfForm } from './error-form.ts';
import type { Reply } from './send.ts';
import { SPOKEN, type Spoken } from './vendor.ts';

/** An error of each form that no other has. */
const BODIES: Readonly<Record<Spoken, object>> = {
  nexor: { error: 'Invalid request', message: 'amount: is required' },
  brandwave: { error: 'bad_request', message: 'count: is zero' },
  chase: { detail: [{ loc: ['body', 'email'], msg: 'Field required', type: 'missing' }] },
  affonso: { success: false, error: { code: 'VALIDATION_ERROR', message: 'amount: is text' } },
  whop: { message: 'value: is text', error: { type: 'bad_request', message: 'value: is text' } },
  native: { type: 'about:blank', title: 'Not valid', status: 400, code: 'invalid', detail: 'amount: is negative' },
};

function replyOf(body: unknown, type = 'application/json'): Reply {
  return {
    status: 400,
    headers: new Headers({ 'content-type': type }),
    text: JSON.stringify(body) ?? '',
    body,
    sent: {},
  };
}

const PROBLEM = 'application/problem+json; charset=utf-8';
const isOf = (spoken: Spoken, body: unknown, type?: string) => faultOfForm(replyOf(body, type), spoken) === undefined;

test("an error is in its own vendor's form and in no other's", () => {
  for (const spoken of SPOKEN) {
    for (const [owner, body] of Object.entries(BODIES)) {
      const isTheirs = owner === spoken || (['nexor', 'brandwave'].includes(owner) && /nexor|brandwave/.test(spoken));
      assert.equal(isOf(spoken, body, PROBLEM), isTheirs, `${owner} as ${spoken}`);
    }
  }
});

test('what says nothing, or is of another type, is no error of anybody', () => {
  for (const spoken of SPOKEN) {
    for (const body of [undefined, null, {}, [], 'error', { error: '', message: '', detail: '', code: '' }]) {
      assert.ok(!isOf(spoken, body, PROBLEM), `${JSON.stringify(body)} as ${spoken}`);
    }
  }
  assert.ok(!isOf('native', BODIES.native), 'it must be problem+json');
  assert.ok(isOf('chase', { detail: 'Missing API key' }));
  assert.ok(!isOf('chase', { detail: [] }));
  assert.ok(!isOf('chase', { detail: [{ msg: 'x' }] }));
});
