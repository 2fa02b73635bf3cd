import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createApi, type Problem } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';
import { createPeopleApi, type PeopleApi } from '../people-api.ts';

/** Nothing malformed gives a 5xx, and each error names the field and the remedy. */

const HOUR = 3_600_000;

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: PeopleApi;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createPeopleApi(collector);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  describe('what cannot be is refused with its field', () => {
    const cases: [string, string, unknown, string?][] = [
      ['nothing', '/v1/identify', '', ''],
      ['no JSON', '/v1/identify', '{'],
      ['nobody', '/v1/identify', { traits: {} }],
      ['a visitor alone', '/v1/identify', { visitor_id: 'v' }],
      ['a user id of 10 kB', '/v1/identify', { user_id: 'x'.repeat(10_240) }, 'user_id'],
      ['an email that is too long', '/v1/identify', { email: `${'x'.repeat(250)}@x.org` }, 'email'],
      ['a user id that is a number', '/v1/identify', { user_id: 5 }, 'user_id'],
      ['a user id of null', '/v1/identify', { user_id: null, email: 'a@x.org' }, 'user_id'],
      ['the text null', '/v1/identify', { user_id: 'null', email: 'a@x.org' }, 'user_id'],
      ['the text undefined', '/v1/identify', { customer_id: 'undefined', email: 'a@x.org' }, 'customer_id'],
      ['a guest', '/v1/identify', { email: 'a@x.org', lead_id: ' Guest ' }, 'lead_id'],
      ['an empty id', '/v1/identify', { user_id: '', email: 'a@x.org' }, 'user_id'],
      ['a visitor that names nobody', '/v1/identify', { user_id: 'u', visitor_id: 'undefined' }, 'visitor_id'],
      ['a visitor of strange characters', '/v1/identify', { user_id: 'u', visitor_id: 'a b' }, 'visitor_id'],
      ['a phone without country', '/v1/identify', { phone: '0151 123456' }, 'phone'],
      ['traits that are a list', '/v1/identify', { user_id: 'u', traits: [] }, 'traits'],
      ['traits of 40 kB', '/v1/identify', { user_id: 'u', traits: { a: 'x'.repeat(40_000) } }, 'traits'],
      ['the future', '/v1/identify', { user_id: 'u', occurred_at: Date.now() + HOUR }, 'occurred_at'],
      ['a list', '/v1/alias', []],
      ['an alias to itself', '/v1/alias', { user_id: 'u', previous_id: ' u ' }, 'previous_id'],
      ['an alias of nobody', '/v1/alias', { user_id: 'u' }, 'previous_id'],
      ['an alias to nobody', '/v1/alias', { user_id: 'null', previous_id: 'u' }, 'user_id'],
    ];
    for (const [what, path, body, field] of cases) {
      test(`${path}: ${what}`, async () => {
        const { status, body: problem } = await api.post<Problem>(path, body);
        assert.deepEqual([status, problem.code], [400, 'invalid']);
        assert.ok(problem.detail);
        assert.ok(problem.hint);
        if (field !== undefined) assert.equal(problem.field, field);
      });
    }

    for (const query of [
      'email=a@x.org&user_id=u',
      'email=a@x.org&q=a',
      'user_id=null',
      'user_id=a&user_id=b',
      'phone=0151',
      'q=',
      'limit=0',
      'cursor=nonsense',
    ]) {
      test(`GET /v1/people?${query}`, async () => {
        const { status, body } = await api.get<Problem>(`/v1/people?${query}`);
        assert.deepEqual([status, body.code], [400, 'invalid']);
      });
    }

    test('what no store can hold is a question without an answer', async () => {
      assert.equal((await api.get('/v1/people/%00')).status, 404);
      assert.equal((await api.get('/v1/people?q=%00a%00')).status, 200);
      assert.equal((await api.delete('/v1/people/%00/edges/%00')).status, 404);
      const { id } = (await api.identify({ user_id: 'cursed' })).body.data;
      const cursor = Buffer.from(JSON.stringify([1, 'event%20x \u0000 b c d'])).toString('base64url');
      for (const path of ['timeline', 'sessions']) {
        const { status } = await api.get(`/v1/people/${id}/${path}?cursor=${cursor}`);
        assert.ok(status === 200 || status === 400, `${path} ${status}`);
      }
    });

    test('keys that may not ask', async () => {
      const publishable = createApi(collector, collector.keys.publishable_key);
      assert.equal((await publishable.get('/v1/people')).status, 403);
      assert.equal((await publishable.post('/v1/identify', { user_id: 'u' })).status, 403);
      assert.equal((await fetch(`${collector.url}/v1/people`)).status, 401);
    });
  });
});
