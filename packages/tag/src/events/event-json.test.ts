import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Verdict } from '../api.ts';
import { eventJson } from './event-json.ts';

const event = { id: '1', name: 'test' };

function write(extras: object) {
  const notes: [Verdict, unknown][] = [];
  const json = eventJson({ ...event, ...extras }, (verdict, subject) => notes.push([verdict, subject]));
  return { json, notes };
}

it('is the event', () => {
  assert.deepEqual(write({ props: { a: 1 } }), { json: '{"id":"1","name":"test","props":{"a":1}}', notes: [] });
});

it('leaves out what cannot be JSON, and keeps the event, and says so', () => {
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
    const { json, notes } = write({ props });
    assert.equal(json, '{"id":"1","name":"test"}');
    assert.deepEqual(notes, [['dropped', { ...event, props }]]);
  }
});

it('leaves out items and traits that cannot be, too, and no more than those', () => {
  const user = { user_id: 'user_1', traits: { n: 1n } };
  const { json } = write({ items: [{ n: 1n }], user, order_id: 'A-1', touch: null });
  assert.deepEqual(JSON.parse(json), { ...event, user: { user_id: 'user_1' }, order_id: 'A-1', touch: null });
});

it('leaves out what is too large for the collector', () => {
  assert.equal(write({ props: { text: 'x'.repeat(10_001) } }).json, '{"id":"1","name":"test"}');
  const large = write({ props: { text: 'x'.repeat(9000) } });
  assert.equal(JSON.parse(large.json).props.text.length, 9000);
  assert.deepEqual(large.notes, []);
});

it('copes with names that are special', () => {
  const props = JSON.parse('{"__proto__":{"polluted":1},"constructor":2}');
  assert.equal(write({ props: { ...props } }).json, `{"id":"1","name":"test","props":${JSON.stringify(props)}}`);
  assert.equal('polluted' in {}, false);
});
