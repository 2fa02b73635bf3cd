import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interpolate } from './interpolate.ts';

/** As a vector refers to something. */
const to = (path: string) => `\${${path}}`;

const scope = { setup: [{ data: { id: 'abc', n: 7, none: null, list: ['x'] } }], steps: [{ status: 200 }] };

test('text that is one reference becomes what it names, with its type', () => {
  assert.deepEqual(interpolate({ a: to('setup.0.data.n'), b: [to('setup.0.data')] }, scope), {
    a: 7,
    b: [{ id: 'abc', n: 7, none: null, list: ['x'] }],
  });
  assert.equal(interpolate(to('setup.0.data.none'), scope), null);
  assert.equal(interpolate(to('setup.0.data.list.0'), scope), 'x');
});

test('references within text are put in as text', () => {
  assert.equal(interpolate(`/v1/x/${to('setup.0.data.id')}?n=${to('setup.0.data.n')}`, scope), '/v1/x/abc?n=7');
});

test('what is no reference stays', () => {
  const value = { a: '$uuid', b: 1, c: null, d: ['$', '{x}'], e: true };
  assert.deepEqual(interpolate(value, scope), value);
});

test('a reference to nothing is a mistake', () => {
  assert.throws(() => interpolate(to('setup.1.data.id'), scope), /setup\.1\.data\.id} names nothing: there is no 1/);
  assert.throws(() => interpolate(to('setup.0.data.toString'), scope), /names nothing/);
  assert.throws(() => interpolate(to('setup.0.data.id.length'), scope), /names nothing/);
});
