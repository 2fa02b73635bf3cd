import assert from 'node:assert/strict';
import { it } from 'node:test';
import { eventJson } from './event-json.ts';

const event = { id: '1', name: 'test' };

it('adds the extras', () => {
  assert.equal(eventJson(event, { props: { a: 1 } }), '{"id":"1","name":"test","props":{"a":1}}');
});

it('leaves out extras that cannot be JSON, and keeps the event', () => {
  const cycle: Record<string, unknown> = {};
  cycle['cycle'] = { cycle };
  const throwing = { toJSON: () => assert.fail() };
  const getter = {
    nested: {
      get value() {
        return assert.fail();
      },
    },
  };
  for (const props of [cycle, { big: 1n }, { throwing }, getter]) {
    assert.equal(eventJson(event, { props }), '{"id":"1","name":"test"}');
  }
});

it('copes with names that are special', () => {
  const props = JSON.parse('{"__proto__":{"polluted":1},"constructor":2}');
  assert.equal(eventJson(event, { props: { ...props } }), `{"id":"1","name":"test","props":${JSON.stringify(props)}}`);
  assert.equal('polluted' in {}, false);
});
