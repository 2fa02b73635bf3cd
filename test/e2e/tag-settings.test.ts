import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Api, createApi, type Problem } from '../api.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

interface Settings {
  data: { goals: object[]; spa: boolean | null; click_ids: string[] | null; updated_at: string | null };
}

const GOAL = { event: 'lead', url: '/thanks*', value: '20.50', currency: 'EUR' };
const EVIL = '</script><script>alert(1)//\u2028\u2029//';

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: Api;
  let plain: string;
  let core: string;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createApi(collector, collector.keys.secret_key);
    plain = await (await fetch(`${collector.url}/tag.js`)).text();
    core = await (await fetch(`${collector.url}/tag.core.js`)).text();
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const put = (settings: unknown, to = api) => to.put<Settings & Problem>('/v1/tag-settings', settings);
  const read = async (from = api) => (await from.get<Settings>('/v1/tag-settings')).body.data;

  async function script(key: string, path = '/tag.js', content = plain) {
    const response = await fetch(`${collector.url}${path}?key=${key}`);
    assert.equal(response.status, 200);
    const text = await response.text();
    assert.ok(text.endsWith(content), 'the script itself is always there');
    return { headers: response.headers, line: text.slice(0, -content.length) };
  }

  /** What the line hands over, carried out as a browser would. */
  function handedOver(line: string): Record<string, unknown> {
    const page = createContext({ window: {} });
    runInContext(line, page);
    return JSON.parse(runInContext('JSON.stringify(window.clickstitch.s)', page));
  }

  describe('/v1/tag-settings', () => {
    test('begins with nothing said', async () => {
      const { goals, spa, updated_at } = await read();
      assert.deepEqual({ goals, spa, updated_at }, { goals: [], spa: null, updated_at: null });
    });

    test('keeps what was put last, and nothing of what was put before', async () => {
      const first = await put({ goals: [GOAL], spa: false });
      assert.equal(first.status, 200);
      assert.deepEqual(first.body.data.goals, [GOAL]);
      const second = await put({ goals: [{ event: 'demo', selector: '#demo' }], click_ids: ['MyClid'] });
      assert.deepEqual(await read(), second.body.data);
      assert.equal(second.body.data.spa, null);
      assert.deepEqual(second.body.data.click_ids, ['myclid']);
      const { updated_at, ...said } = second.body.data;
      assert.equal((await put(said)).status, 200, 'what is read can be put');
      assert.ok(updated_at);
    });

    test('keeps those of test keys apart', async () => {
      const testApi = createApi(collector, collector.keys.test_secret_key);
      await put({ goals: [GOAL] });
      await put({ goals: [] }, testApi);
      assert.deepEqual((await read()).goals, [GOAL]);
      assert.deepEqual((await read(testApi)).goals, []);
    });

    test('refuses what no tag could do, and names it', async () => {
      await put({ goals: [GOAL] });
      for (const [settings, field] of [
        [{ goals: [GOAL, { event: 'lead', url: 'thanks' }] }, 'goals.1.url'],
        [{ goals: [{ event: 'lead', url: '/a', value: '1.005', currency: 'EUR' }] }, 'goals.0.value'],
        [{ goals: [{ event: 'lead', url: '/a', value: -1 }] }, 'goals.0.value'],
        [{ goals: [{ event: 'lead', url: '/a', value: '0.5', currency: 'JPY' }] }, 'goals.0.value'],
        [{ goals: [], beforeSend: 'alert' }, 'beforeSend'],
        [{ spa: false }, 'goals'],
        [undefined, ''],
        [[], ''],
      ] as const) {
        const { status, body } = await put(settings);
        assert.equal(status, 400, JSON.stringify(settings));
        assert.equal(body.field ?? '', field);
        assert.ok(body.hint);
      }
      assert.deepEqual((await read()).goals, [GOAL], 'a refusal changes nothing');
      const magic = '{"goals":[{"event":"lead","url":"/a","props":{"__proto__":{"a":1}}}]}';
      const { status } = await fetch(`${collector.url}/v1/tag-settings`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${collector.keys.secret_key}` },
        body: magic,
      });
      assert.equal(status, 400, 'as script it would not be a key');
    });

    test('takes a key that may write, and no publishable one', async () => {
      const pageKey = createApi(collector, collector.keys.publishable_key);
      assert.equal((await put({ goals: [] }, pageKey)).status, 403);
      const made = await api.post<{ data: { key: string } }>('/v1/api-keys', { name: 'reports', scopes: ['read'] });
      const reader = createApi(collector, made.body.data.key);
      assert.equal((await put({ goals: [] }, reader)).status, 403);
      assert.deepEqual((await read(reader)).goals, [GOAL]);
    });
  });

  describe('GET /tag.js?key=…', () => {
    test('hands the settings of the workspace to the tag, as the options of init', async () => {
      await put({
        ...{ goals: [GOAL], referral_params: ['via'], click_ids: ['c'], consent: { ads: 'denied' }, cookieless: true },
        ...{ spa: false, hash: true, auto_page: false, cookie_domain: '', hash_identity: true, renew: false },
      });
      const { publishable_key } = collector.keys;
      const { line, headers } = await script(publishable_key);
      assert.equal(line.split('\n').length, 2, 'one line');
      assert.deepEqual(handedOver(line), {
        ...{
          key: publishable_key,
          goals: [GOAL],
          referralParams: ['via'],
          clickIds: ['c'],
          consent: { ads: 'denied' },
        },
        ...{ cookieless: true, spa: false, hash: true, autoPage: false, cookieDomain: '', hashIdentity: true },
        renew: false,
      });
      assert.match(headers.get('content-type') ?? '', /javascript/);
      assert.equal(headers.get('cache-control'), 'public, max-age=300');
      const test = await script(collector.keys.test_publishable_key);
      assert.deepEqual(handedOver(test.line), { key: collector.keys.test_publishable_key });
    });

    test('keeps what a page has put there before', async () => {
      const { line } = await script(collector.keys.publishable_key);
      const page = createContext({ window: { clickstitch: { q: [1] } } });
      assert.deepEqual(runInContext(`${line};JSON.stringify(window.clickstitch.q)`, page), '[1]');
    });

    test('is script and nothing else, whatever the settings hold', async () => {
      const goal = { event: EVIL, selector: `a[title="${EVIL}"]`, props: { text: EVIL, 'a"b': "'`" } };
      await put({ goals: [goal] });
      const { line } = await script(collector.keys.publishable_key);
      assert.doesNotMatch(line, /[<\u2028\u2029]/);
      assert.deepEqual(handedOver(line)['goals'], [goal]);
    });

    test('changes at once with the settings, and unchanged is not sent again', async () => {
      const { publishable_key } = collector.keys;
      await put({ goals: [] });
      const etag = (await script(publishable_key)).headers.get('etag') ?? '';
      const statusOf = async () => {
        const headers = { 'if-none-match': etag };
        const [reply] = await once(get(`${collector.url}/tag.js?key=${publishable_key}`, { headers }), 'response');
        return reply.resume().statusCode;
      };
      assert.equal(await statusOf(), 304);
      await put({ goals: [GOAL] });
      assert.equal(await statusOf(), 200);
      assert.deepEqual(handedOver((await script(publishable_key)).line)['goals'], [GOAL]);
    });

    test('comes compressed as the browser asks', async () => {
      const { line } = await script(collector.keys.publishable_key);
      for (const [encoding, decode] of [
        ['br', brotliDecompressSync],
        ['gzip', gunzipSync],
      ] as const) {
        const address = `${collector.url}/tag.js?key=${collector.keys.publishable_key}`;
        const [reply] = await once(get(address, { headers: { 'accept-encoding': encoding } }), 'response');
        assert.equal(reply.headers['content-encoding'], encoding);
        assert.equal(reply.headers['vary'], 'Accept-Encoding');
        assert.equal(decode(Buffer.concat(await reply.toArray())).toString(), line + plain);
      }
    });

    test('of no good key is the script alone, with a comment that does not repeat what was sent', async () => {
      const unknown = `cs_pk_live_${'A'.repeat(32)}`;
      const revoked = await api.post<{ data: { id: string; key: string } }>('/v1/api-keys', {
        ...{ name: 'gone', kind: 'publishable' },
      });
      await script(revoked.body.data.key);
      await api.delete(`/v1/api-keys/${revoked.body.data.id}`);
      for (const [key, why] of [
        [unknown, /unknown, revoked or expired/],
        [encodeURIComponent(`*/${EVIL}`), /unknown/],
        ['', /unknown/],
        [revoked.body.data.key, /unknown, revoked/],
        [collector.keys.secret_key, /secret key, which must never be in a page/],
        ['a&key=b', /several keys/],
      ] as const) {
        const { line } = await script(key);
        assert.match(line, /^\/\* Clickstitch: [^*\n]+ \*\/\n$/, key);
        assert.match(line, why);
        if (key !== '') assert.ok(!line.includes(key) && !line.includes('alert'));
      }
    });

    test('says nothing of settings where the script is pinned or no key is named', async () => {
      for (const [name, content] of Object.entries({ 'tag.js': plain, 'tag.core.js': core })) {
        const bare = await fetch(`${collector.url}/${name}`);
        assert.equal(await bare.text(), content);
        const hash = (bare.headers.get('etag') ?? '').slice(1, -1);
        const path = `/${name.replace(/js$/, `${hash}.js`)}`;
        const { line, headers } = await script(collector.keys.publishable_key, path, content);
        assert.equal(line, '');
        assert.match(headers.get('cache-control') ?? '', /immutable/);
        assert.equal((await fetch(`${collector.url}${path.replace(hash, '0'.repeat(12))}`)).status, 404);
      }
    });

    test('fetches parts that are there by any hash, and for ever by their own', async () => {
      for (const name of ['tag.extra', 'tag.linker', 'tag.checkout', 'tag.interop', 'tag.capture', 'inspector']) {
        const bare = await fetch(`${collector.url}/${name}.js`);
        const content = await bare.text();
        const hash = (bare.headers.get('etag') ?? '').slice(1, -1);
        const own = await fetch(`${collector.url}/${name}.${hash}.js`);
        assert.equal(await own.text(), content);
        assert.match(own.headers.get('cache-control') ?? '', /immutable/, name);
        const other = await fetch(`${collector.url}/${name}.000000000000.js`);
        assert.equal(await other.text(), content, 'a page may have a script of before an update');
        assert.doesNotMatch(other.headers.get('cache-control') ?? '', /immutable/, name);
      }
      const [, extra = ''] = /"(tag\.extra\.\w+\.js)"/.exec(plain) ?? [];
      const part = await fetch(`${collector.url}/${extra}`);
      assert.match(
        part.headers.get('cache-control') ?? '',
        /immutable/,
        'the script knows the one that is served with it',
      );
    });

    test('is the smaller script, too', async () => {
      assert.notEqual(core, plain);
      assert.ok(core.length < plain.length);
      const { line } = await script(collector.keys.publishable_key, '/tag.core.js', core);
      assert.equal(handedOver(line)['key'], collector.keys.publishable_key);
    });
  });
});
