import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall, type Item } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

interface Configured {
  id: string;
  external_id: string | null;
  name: string;
  created_at: string;
  updated_at: string;
  [field: string]: unknown;
}

type Page = Awaited<ReturnType<typeof list>>;
const list = (call: Call, path: string) => call<Configured[]>('GET', path);

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const kinds = [
    {
      path: '/v1/conversion-types',
      given: { name: 'demo', description: 'A demo', category: 'intermediary', currency: 'eur', workflow_id: 'wf' },
      shown: { currency: 'EUR', fields: [], master_workflow_id: null },
      patch: { name: 'demo held', description: null, currency: 'usd' },
      patched: { name: 'demo held', description: null, currency: 'USD' },
      bad: [
        [{ name: '' }, 'name'],
        [{ name: 'x', currency: 'XQX' }, 'currency'],
        [{ name: 'x', category: 'middle' }, 'category'],
        [{ name: 'x', fields: [{ key: 'a', label: 'A', type: 'date' }] }, 'fields.0.type'],
      ],
    },
    {
      path: '/v1/sources',
      given: { name: 'Pod', type: 'hdyhau', category: 'podcast', channel: 'youtube', campaign_id: 'c1' },
      shown: { creator_id: null },
      patch: { name: 'Podcast', channel: null },
      patched: { name: 'Podcast', channel: null },
      bad: [
        [{ name: 'x', type: 'hdyhau' }, 'category'],
        [{ name: 'x', type: 'other', category: 'paid' }, 'type'],
        [{ name: 'x', type: 'hdyhau', category: 'paid', channel: 'fax' }, 'channel'],
      ],
    },
    {
      path: '/v1/contacts',
      given: { kind: 'lead', email: 'Jane@Example.com', phone: '+4915112345678', name: 'Jane', metadata: { a: 1 } },
      shown: { first_name: null, workflow_id: null },
      patch: { name: 'Jane D.', email: null },
      patched: { name: 'Jane D.', email: null },
      bad: [
        [{ kind: 'friend' }, 'kind'],
        [{ email: 7 }, 'email'],
        [{ metadata: [] }, 'metadata'],
      ],
    },
  ] as const;

  for (const [at, { path, given, shown, patch, patched, bad }] of kinds.entries()) {
    const id = `own_${at}`;

    describe(path, () => {
      test('is created once by the caller’s id, and read by either', async () => {
        const made = await call<Configured>('POST', path, { ...given, external_id: id });
        assert.equal(made.status, 201, JSON.stringify(made.body));
        const { data } = made.body;
        assert.deepEqual({ ...data, ...given, ...shown, external_id: id }, data);
        assert.equal(data.created_at, data.updated_at);
        const again = await call<Configured>('POST', path, { ...given, external_id: id });
        assert.deepEqual([again.status, again.body.data], [200, data]);
        for (const either of [id, data.id]) {
          const read = await call<Configured>('GET', `${path}/${either}`);
          assert.deepEqual([read.status, read.body.data], [200, data]);
        }
      });

      test('is changed in what is given', async () => {
        const before = (await call<Configured>('GET', `${path}/${id}`)).body.data;
        const { status, body } = await call<Configured>('PATCH', `${path}/${id}`, patch);
        assert.equal(status, 200);
        assert.deepEqual(body.data, { ...before, ...patched, updated_at: body.data.updated_at });
        assert.ok(body.data.updated_at >= before.updated_at);
        assert.deepEqual((await call<Configured>('GET', `${path}/${id}`)).body.data, body.data);
        assertRefused(await call('PATCH', `${path}/${id}`, { external_id: 'x' }), 400, 'external_id');
      });

      test('is refused by the field that is wrong', async () => {
        for (const [facts, field] of bad) assertRefused(await call('POST', path, facts), 400, field);
        assertRefused(await call('POST', path), 400);
      });

      test('is listed in pages, newest first, and is in no list when deleted', async () => {
        const { body } = await call<Configured[]>('GET', path);
        const ids = body.data.map((row) => row.id);
        for (let n = 0; n < 5; n += 1) {
          const facts = { ...given, name: `n${n}`, external_id: `${id}_${n}` };
          const { email: _, phone: __, ...named } = facts as typeof facts & { email?: string; phone?: string };
          ids.unshift((await call<Configured>('POST', path, named)).body.data.id);
        }
        const [deleted] = ids.splice(2, 1);
        assert.equal((await call('DELETE', `${path}/${deleted}`)).status, 200);
        const listed: string[] = [];
        for (let cursor: string | null | undefined = ''; cursor !== null; ) {
          const page: Page = await list(call, `${path}?limit=2${cursor && `&cursor=${cursor}`}`);
          assert.ok(page.body.data.length <= 2);
          listed.push(...page.body.data.map((row) => row.id));
          cursor = page.body.next_cursor ?? null;
        }
        assert.deepEqual(listed, ids);
      });

      test('is not found when it is deleted, nor is what never was', async () => {
        assert.equal((await call('DELETE', `${path}/${id}`)).status, 200);
        for (const gone of [id, 'nope', '%00']) {
          assertRefused(await call('GET', `${path}/${gone}`), 404);
          assertRefused(await call('PATCH', `${path}/${gone}`, patch), 404);
          assertRefused(await call('DELETE', `${path}/${gone}`), 404);
        }
      });

      test('with an Idempotency-Key is created once', async () => {
        const facts = { ...given, ...('email' in given ? { email: 'once@example.com' } : {}) };
        const headers = { 'Idempotency-Key': 'once' };
        const [first, again] = [
          await call<Configured>('POST', path, facts, headers),
          await call<Configured>('POST', path, facts, headers),
        ];
        assert.deepEqual([again.status, again.body], [201, first.body]);
        assert.equal(again.headers.get('Idempotency-Replayed'), 'true');
        assertRefused(await call('POST', path, { ...facts, name: 'other' }, headers), 409, 'Idempotency-Key');
      });
    });
  }

  describe('several contacts', () => {
    test('are entered each for itself, and belong to whom they name', async () => {
      const { status, body } = await call<Item<Configured>[]>('POST', '/v1/contacts', [
        { kind: 'customer', external_id: 'K7', email: 'k7@example.com' },
        { kind: 'friend' },
        { kind: 'lead', email: 'l7@example.com' },
      ]);
      assert.equal(status, 200);
      assert.deepEqual(
        body.data.map((item) => item.data?.external_id ?? item.error?.field ?? item.status),
        ['K7', 'kind', 201],
      );
      const people = await call<{ root: object }[]>('GET', '/v1/people?email=k7@example.com');
      assert.deepEqual(people.body.data[0]?.root, { kind: 'customer', value: 'K7' });
      const leads = await call<Configured[]>('GET', '/v1/contacts?kind=customer');
      assert.deepEqual(new Set(leads.body.data.map((row) => row['kind'])), new Set(['customer']));
      assertRefused(await call('POST', '/v1/contacts', []), 400);
    });
  });
});
