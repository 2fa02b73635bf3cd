import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, createApi, type Problem } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

interface Key {
  id: string;
  key: string;
  kind: string;
  dialect: string;
  mode: string;
  hint: string;
  origins: string[];
  scopes: string[];
  account: string | null;
  is_signed: boolean;
  signing_secret?: string | null;
  expires_at: string | null;
  revoked_at: string | null;
}

interface WhopReply {
  id?: string;
  message?: string;
  error?: { type: string; message: string };
}

const SALE = { name: 'purchase', amount: 5, currency: 'EUR' };

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: Api;
  let order = 0;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createApi(collector, collector.keys.secret_key);
  });
  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const post = <Body>(key: string, path: string, body: unknown) => createApi(collector, key).post<Body>(path, body);
  const sell = (key: string) => {
    order += 1;
    return post<Problem>(key, '/v1/conversions', { ...SALE, order_id: `keys_${order}` });
  };
  const make = async (asked: object = {}, by = api): Promise<Key> => {
    const { status, body } = await by.post<{ data: Key } & Problem>('/v1/api-keys', asked);
    assert.equal(status, 201, JSON.stringify(body));
    return body.data;
  };
  const whop = (key: string, company: string) => {
    order += 1;
    const report = { company_id: company, event_name: 'lead', event_id: `lead_${order}` };
    return post<WhopReply>(key, '/api/v1/conversions', report);
  };
  const withKey = async (path: string, headers: Record<string, string>, init: RequestInit = {}) => {
    const response = await fetch(collector.url + path, { ...init, headers });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  const nexor = (key: string, path = '/api/public/conversion-types') => withKey(path, { 'x-api-key': key });

  describe('/v1/api-keys', () => {
    test('makes keys of each dialect with the vendor’s prefix, shows each once, and lists them without', async () => {
      const made: Key[] = [];
      for (const [dialect, prefix] of [
        ['native', 'cs_sk_live_'],
        ['nexor', 'nxr_live_'],
        ['brandwave', 'bw_live_'],
        ['chase', 'chase_live_'],
        ['affonso', 'sk_live_'],
        ['whop', 'apik_live_'],
      ] as const) {
        const key = await make({ dialect, account: `of_${dialect}`, name: dialect });
        assert.ok(key.key.startsWith(prefix), key.key);
        assert.equal(key.mode, 'live');
        assert.deepEqual(key.scopes, dialect === 'native' ? ['read', 'write', 'keys'] : ['read', 'write']);
        made.push(key);
      }
      const listed: Key[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path: string = `/v1/api-keys?limit=3${cursor && `&cursor=${cursor}`}`;
        const { body } = await api.get<{ data: Key[]; next_cursor: string | null }>(path);
        listed.push(...body.data);
        cursor = body.next_cursor;
      }
      for (const { key, signing_secret, ...rest } of made) {
        assert.equal(signing_secret, null);
        assert.deepEqual(
          listed.find(({ id }) => id === rest.id),
          rest,
        );
        assert.ok(!JSON.stringify(listed).includes(key));
      }
    });

    test('a key may have a signing secret, which is shown once', async () => {
      const { signing_secret, key: _, ...made } = await make({ dialect: 'affonso', signing_secret: 'generate' });
      assert.match(String(signing_secret), /^whsec_/);
      assert.equal(made.is_signed, true);
      const { body } = await api.get<{ data: Key[] }>('/v1/api-keys?limit=100');
      assert.deepEqual(
        body.data.find(({ id }) => id === made.id),
        made,
      );
    });

    test('a test key makes keys of the test twin, and sees no others', async () => {
      const testApi = createApi(collector, collector.keys.test_secret_key);
      const made = await make({ dialect: 'whop' }, testApi);
      assert.ok(made.key.startsWith('apik_test_'));
      assert.equal(made.mode, 'test');
      assert.ok(!JSON.stringify((await api.get('/v1/api-keys?limit=100')).body).includes(made.id));
      assert.equal((await api.delete(`/v1/api-keys/${made.id}`)).status, 404);
    });

    test('makes publishable keys, with hosts', async () => {
      const made = await make({ kind: 'publishable', origins: ['https://shop.example'] });
      assert.match(made.key, /^cs_pk_live_/);
      assert.deepEqual([made.origins, made.scopes], [['shop.example'], []]);
    });

    for (const [what, body, field] of [
      ['a kind that is none', { kind: 'private' }, 'kind'],
      ['a dialect that is none', { dialect: 'klingon' }, 'dialect'],
      ['a publishable key of a dialect', { kind: 'publishable', dialect: 'whop' }, 'dialect'],
      ['hosts of a secret key', { origins: ['shop.example'] }, 'origins'],
      ['a scope that is none', { scopes: ['admin'] }, 'scopes.0'],
      ['no scopes', { scopes: [] }, 'scopes'],
      ['an end in the past', { expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
      ['an end that is no time', { expires_at: 'soon' }, 'expires_at'],
      ['an account of many characters', { account: 'x'.repeat(256) }, 'account'],
    ] as const) {
      test(`${what} is refused`, async () => {
        const { status, body: problem } = await api.post<Problem>('/v1/api-keys', body);
        assert.deepEqual([status, problem.field], [400, field]);
        assert.ok(problem.hint);
      });
    }

    test('a revoked key is refused within two seconds, its own maker included', async () => {
      const { id, key } = await make();
      assert.equal((await sell(key)).status, 201);
      const revoked = await createApi(collector, key).delete<{ data: Key }>(`/v1/api-keys/${id}`);
      assert.equal(revoked.status, 200);
      assert.ok(revoked.body.data.revoked_at);
      await sleep(2_000);
      const { status, body } = await sell(key);
      assert.deepEqual([status, body.code, body.detail], [401, 'unauthorized', 'The key is unknown or revoked.']);
      assert.equal((await api.delete(`/v1/api-keys/${id}`)).status, 200, 'to revoke it again changes nothing');
      assert.equal((await api.delete('/v1/api-keys/none%00')).status, 404);
    });

    test('a key that has ended is refused, and told so', async () => {
      const { key } = await make({ expires_at: new Date(Date.now() + 1_500).toISOString() });
      assert.equal((await sell(key)).status, 201);
      await sleep(1_600);
      const { status, body } = await sell(key);
      assert.deepEqual([status, body.detail], [401, 'The key has expired.']);
    });
  });

  describe('scopes', () => {
    test('a key does what its scopes say, and the refusal names what it lacks', async () => {
      const { key: reader } = await make({ scopes: ['read'] });
      const { key: writer } = await make({ scopes: ['write'] });
      assert.equal((await createApi(collector, reader).get('/v1/conversions')).status, 200);
      assert.equal((await sell(writer)).status, 201);
      for (const [refused, scope] of [
        [await sell(reader), 'write'],
        [await createApi(collector, writer).get<Problem>('/v1/conversions'), 'read'],
        [await createApi(collector, writer).get<Problem>('/v1/api-keys'), 'keys'],
        [await post<Problem>(reader, '/v1/api-keys', {}), 'keys'],
      ] as const) {
        assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
        assert.match(refused.body.detail, new RegExp(`\\b${scope}\\b`));
      }
    });

    test('nobody gives what they have not', async () => {
      const limited = createApi(collector, (await make({ scopes: ['read', 'keys'] })).key);
      assert.deepEqual((await make({}, limited)).scopes, ['read', 'keys']);
      assert.deepEqual((await make({ dialect: 'nexor' }, limited)).scopes, ['read']);
      const { status, body } = await limited.post<Problem>('/v1/api-keys', { scopes: ['write'] });
      assert.deepEqual([status, body.field], [403, 'scopes']);
    });

    test('no key outlives the one that made it, or is for another account', async () => {
      const ends = new Date(Date.now() + 60_000).toISOString();
      const limited = createApi(collector, (await make({ expires_at: ends, account: 'of_nexor' })).key);
      for (const asked of [{}, { kind: 'publishable' }, { dialect: 'nexor', account: 'of_nexor', expires_at: ends }]) {
        const made = await make(asked, limited);
        assert.deepEqual([made.expires_at, made.account], [ends, made.kind === 'secret' ? 'of_nexor' : null]);
      }
      const sooner = new Date(Date.now() + 30_000).toISOString();
      assert.equal((await make({ expires_at: sooner }, limited)).expires_at, sooner);
      const later = new Date(Date.now() + 90_000).toISOString();
      for (const [asked, field] of [
        [{ expires_at: later }, 'expires_at'],
        [{ account: 'org_other' }, 'account'],
      ] as const) {
        const { status, body } = await limited.post<Problem>('/v1/api-keys', asked);
        assert.deepEqual([status, body.code, body.field], [403, 'forbidden', field]);
      }
    });

    test('they hold at a vendor’s paths, in its form', async () => {
      const { key } = await make({ dialect: 'whop', scopes: ['read'] });
      const { status, body } = await whop(key, 'biz_scopes');
      assert.equal(status, 403);
      assert.match(body.message ?? '', /scope write/);
    });
  });

  describe('a key speaks one dialect', () => {
    test('it is of no use at our paths', async () => {
      const { key } = await make({ dialect: 'nexor' });
      for (const path of ['/v1/conversions', '/v1/people', '/v1/api-keys']) {
        const { status, body } = await createApi(collector, key).get<{ error: string; message: string }>(path);
        assert.equal(status, 404);
        assert.match(body.message, /key that speaks nexor/);
        assert.ok(body.error);
      }
      const { key: affonso } = await make({ dialect: 'affonso' });
      assert.equal((await createApi(collector, affonso).get('/v1/people')).status, 404);
    });

    test('at another vendor’s path it is told whose it is, in that vendor’s form', async () => {
      const { key: chase } = await make({ dialect: 'chase' });
      for (const key of [chase, collector.keys.secret_key]) {
        const { status, body } = await whop(key, 'biz_none');
        assert.equal(status, 401);
        assert.match(body.error?.message ?? '', key === chase ? /speaks chase/ : /speaks native/);
        assert.equal((await nexor(key)).status, 401);
      }
      assert.equal((await nexor((await make({ dialect: 'nexor' })).key)).status, 200);
    });

    test('a key of ours speaks all of them where the path names the dialect, and a vendor’s only its own', async () => {
      const { secret_key } = collector.keys;
      assert.equal((await nexor(secret_key, '/nexor/api/public/conversion-types')).status, 200);
      assert.equal((await nexor(secret_key, '/NEXOR/api/public/conversion-types/')).status, 200);
      const { key } = await make({ dialect: 'chase' });
      assert.equal((await nexor(key, '/nexor/api/public/conversion-types')).status, 401);
      const publishable = await nexor(collector.keys.publishable_key, '/nexor/api/public/conversion-types');
      assert.match(publishable.body.message, /publishable/);
    });

    test('the same path is ours or a vendor’s by the key, from the first error on', async () => {
      const { key } = await make({ dialect: 'brandwave' });
      for (const body of ['{', 'x'.repeat(1_100_000)]) {
        const refused = await post<{ error: string; message: string; code?: string }>(key, '/v1/conversions', body);
        assert.equal(refused.status, body === '{' ? 400 : 413);
        assert.ok(refused.body.error && refused.body.message && !refused.body.code);
      }
      assert.equal((await post<Problem>(collector.keys.secret_key, '/v1/conversions', '{')).body.code, 'invalid');
      const unknown = await createApi(collector, `bw_live_${'0'.repeat(32)}`).get<{ error: string }>('/v1/conversions');
      assert.deepEqual([unknown.status, unknown.body.error], [401, 'unauthorized']);
    });

    for (const [what, path, headers, status] of [
      ['no key', '/api/public/conversions', {}, 401],
      [
        'a key in the wrong header',
        '/api/public/conversions',
        { authorization: `Bearer nxr_live_${'0'.repeat(32)}` },
        401,
      ],
      ['nothing there', '/api/public/nothing', {}, 404],
      ['nothing there under the dialect’s name', '/nexor', {}, 404],
      ['a URL that cannot be read', '/api/public/leads/%E0%A4%A', {}, 400],
    ] as const) {
      test(`${what} is answered ${status} in the vendor’s form`, async () => {
        const answered = await withKey(path, headers);
        assert.equal(answered.status, status);
        assert.deepEqual(Object.keys(answered.body).slice(0, 2), ['error', 'message']);
      });
    }
  });

  describe('strict JSON', () => {
    const refused = async (body: string | Uint8Array<ArrayBuffer>) => {
      const headers = { authorization: `Bearer ${collector.keys.secret_key}` };
      return withKey('/v1/conversions', headers, { method: 'POST', body });
    };

    for (const [what, body, field, says] of [
      ['a key that is there twice', '{"name":"purchase","amount":1,"amount":2}', 'amount', /twice/],
      [
        'a key that is there twice inside',
        '{"name":"x","metadata":{"a":{"b":1,"\\u0062":2}}}',
        'metadata.a.b',
        /twice/,
      ],
      ['NaN', '{"name":"purchase",\n"amount":NaN}', 'amount', /line 2, column 10/],
      ['a number beyond all bounds', '{"name":"purchase","amount":1e999}', 'amount', /larger than any double/],
      ['33 levels', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`, undefined, /nested more than 32/],
    ] as const) {
      test(`${what} is refused with its field`, async () => {
        const { status, body: problem } = await refused(body);
        assert.deepEqual([status, problem.code, problem.field], [400, 'invalid', field]);
        assert.match(problem.detail, says);
        assert.ok(problem.hint);
      });
    }

    test('bytes that are not UTF-8 are refused', async () => {
      const text = new TextEncoder().encode('{"name":"purchase","order_id":"x"}');
      text[text.length - 3] = 0xff;
      const { status, body } = await refused(text);
      assert.deepEqual([status, body.detail], [400, 'The body is not UTF-8.']);
    });

    for (const body of [
      '{"name":"purchase","__proto__":{"amount":7}}',
      '{"name":"purchase","metadata":{"__proto__":7}}',
    ]) {
      test(`a key that would be lost is refused: ${body}`, async () => {
        const { status, body: problem } = await refused(body);
        assert.equal(status, 400);
        assert.match(problem.field, /(^|\.)__proto__$/);
      });
    }
  });
});
