import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { setStage } from './stage.ts';

type Manifest = Record<string, { path: string; integrity: string }>;

const stage = setStage();
const built = readFileSync(new URL('../../packages/tag/dist/integrity.json', import.meta.url), 'utf8');
let database: Database;
let collector: Collector;

before(async () => {
  database = await createDatabase();
  collector = await startCollector(database);
});
after(async () => {
  await collector?.stop();
  await database?.remove();
});

const manifest = async () => (await (await fetch(`${collector.url}/integrity.json`)).json()) as Manifest;

/** An element that loads a bundle by its pinned name and checks it. */
async function pinned(name: string, attributes = '', change = (integrity: string) => integrity): Promise<string> {
  const { path, integrity } = (await manifest())[name] ?? assert.fail(name);
  const endpoint = `http://127.0.0.1:${collector.port}`;
  return `<script src="${endpoint}${path}" integrity="${change(integrity)}" crossorigin="anonymous"
    data-key="${collector.keys.publishable_key}" ${attributes}></script>`;
}

/** Opens a page; tells what the collector answered to which paths. */
async function visit(head: string): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  stage.context.on('response', (response) => answers.set(new URL(response.url()).pathname, response.status()));
  stage.put('/', '', head);
  const page = await stage.open('shop.example');
  await page.waitForLoadState('networkidle');
  return answers;
}

describe('GET /integrity.json', () => {
  it('is what the build says, and what is served under those names', async () => {
    const response = await fetch(`${collector.url}/integrity.json`);
    assert.equal(await response.text(), built);
    assert.equal(response.headers.get('cache-control'), 'no-cache');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    const entries = Object.entries(await manifest());
    assert.ok(entries.length >= 8);
    for (const [name, { path, integrity }] of entries) {
      const file = await fetch(`${collector.url}${path}`);
      assert.equal(file.status, 200, path);
      assert.match(file.headers.get('cache-control') ?? '', /immutable/);
      const bytes = Buffer.from(await file.arrayBuffer());
      assert.equal(`sha384-${createHash('sha384').update(bytes).digest('base64')}`, integrity);
      const plain = Buffer.from(await (await fetch(`${collector.url}/${name}`)).arrayBuffer());
      assert.deepEqual(plain, bytes);
    }
    const etag = response.headers.get('etag') ?? '';
    const asking = get(`${collector.url}/integrity.json`, { headers: { 'if-none-match': etag } });
    const [again] = await once(asking, 'response');
    assert.equal(again.statusCode, 304);
    again.resume();
  });
});

describe('a pinned script', () => {
  it('is taken by a browser that checks it, and fetches its part of the same version', async () => {
    const { 'tag.extra.js': extra } = await manifest();
    const answers = await visit(await pinned('tag.js', `data-goals='[{"event":"seen","url":"/*"}]'`));
    assert.deepEqual([answers.get('/e'), answers.get(`${extra?.path}`)], [202, 200]);
  });

  it('is not taken where it is another', async () => {
    const head = await pinned('tag.js', '', (integrity) =>
      integrity.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    );
    assert.equal((await visit(head)).get('/e'), undefined);
  });

  it('of another version is answered 404, and parts by those of today', async () => {
    for (const { path } of Object.values(await manifest())) {
      const other = await fetch(collector.url + path.replace(/\w{12}\.js$/, '0123456789ab.js'));
      const isPart = !/^\/(tag(\.core)?|affonso)\.\w{12}\.js$/.test(path);
      assert.equal(other.status, isPart ? 200 : 404, path);
      assert.doesNotMatch(other.headers.get('cache-control') ?? '', /immutable/, path);
    }
  });

  it('is the smaller one as well', async () => {
    assert.equal((await visit(await pinned('tag.core.js'))).get('/e'), 202);
  });
});
