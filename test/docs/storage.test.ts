import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { GO_COOKIE, GO_COOKIE_AGE } from '../../packages/collector/src/http/go-cookie.ts';
import { VISITOR_COOKIE } from '../../packages/collector/src/wire/visitor.ts';
import { setStage } from '../tag/stage.ts';

const DAY = 86_400_000;
const stage = setStage();
const text = readFileSync(new URL('../../docs/cookies.md', import.meta.url), 'utf8');

/** The rows of the table below a heading, by the name in the first cell. */
function rowsBelow(heading: string): Map<string, string> {
  const [, part = ''] = text.split(`\n## ${heading}\n`);
  const rows = part.split('\n## ')[0]?.matchAll(/^\| `([^`]+)`.*$/gm) ?? [];
  return new Map([...rows].map(([row, name = '']) => [name, row]));
}

/** Notes each cookie that a page writes, also one that is gone at once. */
const noting = `
  window.written = [];
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(document, 'cookie', {
    get() { return get.call(document) },
    set(text) { written.push(text.split('=')[0]); set.call(document, text) },
  });`;

/** What there is at the end in each kind of storage that has names. */
const stored = `(async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys(),
])()`;

describe('docs/cookies.md', () => {
  it('has all that the tag writes, and no more', async () => {
    const table = rowsBelow('What the tag writes');
    const pixel = '<script>window.fbq = () => {}</script>';
    stage.put('/', '', `<script>${noting}</script>${pixel}${stage.stub}${stage.script('data-forward="fbq"')}`);
    // Storage of a secure page only, such as caches, is there on localhost.
    const page = await stage.open('shop.localhost', '/?fbclid=IwAR0click');
    await stage.recorder.waitForEvents(1);
    await page.waitForFunction(`document.cookie.includes('_fbc=')`);
    await page.waitForFunction(
      `performance.getEntriesByType('resource').some(({ name }) => name.includes('tag.interop'))`,
    );
    stage.recorder.answers.push((response) => response.writeHead(503, { 'Retry-After': '100' }).end());
    await page.evaluate(`track('purchase', { order_id: 'A-1', value: 5, currency: 'EUR' })`);
    await stage.recorder.waitForEvents(2);

    const names = [...(await page.evaluate<string[]>('written')), ...(await page.evaluate<string[]>(stored))];
    const kinds = names.map((name) => name.replace(/^(_cst:|_cst0\.).*/, '$1'));
    assert.deepEqual([...new Set(kinds)].sort(), [...table.keys()].sort());

    for (const { name, expires } of await stage.context.cookies()) {
      const [, days] = /(\d+) days/.exec(table.get(name) ?? '') ?? [];
      assert.equal(Math.round((expires * 1000 - Date.now()) / DAY), Number(days), `${name} lives for ${days} days`);
    }
  });

  it('has what the collector writes', () => {
    const table = rowsBelow('What the collector writes');
    assert.deepEqual([...table.keys()].sort(), [VISITOR_COOKIE, GO_COOKIE].sort());
    assert.ok(GO_COOKIE_AGE === 3_600_000 && table.get(GO_COOKIE)?.includes('1 hour'));
  });

  it("has what Affonso's pixel writes", () => {
    const source = readFileSync(new URL('../../packages/tag/src/affonso.ts', import.meta.url), 'utf8');
    const cookies = [...source.matchAll(/^const \w+Cookie = '(\w+)'/gm)].map(([, name]) => name);
    assert.ok(cookies.length > 0);
    assert.deepEqual([...rowsBelow("With Affonso's pixel").keys()].sort(), cookies.sort());
  });
});
