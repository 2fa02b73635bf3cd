import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { setStage } from './stage.ts';

/** The tag, the browser and the collector together; the collector is known to the browser by a host of the site. */
const stage = setStage();
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

it('the collector’s own answer is taken by the browser, and the next page leaves it as it is', async () => {
  const endpoint = `http://c.shop.example:${collector.port}`;
  const script = `<script src="${endpoint}/tag.js" data-key="${collector.keys.publishable_key}"></script>`;
  stage.put('/', '', script);
  const renewals: number[] = [];
  stage.context.on('response', (response) => {
    if (response.url().endsWith('/e/visitor')) renewals.push(response.status());
  });
  const page = await stage.open('www.shop.example', '/?via=anna&utm_campaign=%3B%20%22%E2%82%AC');
  const cookie = async () => (await stage.context.cookies()).filter(({ name }) => name === '_cst');
  const renewedAt = async () => JSON.parse(decodeURIComponent((await cookie())[0]?.value ?? '{}')).renewed_at;
  for (let left = 100; left > 0 && !(await renewedAt()); left--) await page.waitForTimeout(50);
  await page.waitForTimeout(200);
  const [set, ...others] = await cookie();
  assert.deepEqual(others, []);
  assert.deepEqual(renewals, [204]);
  assert.equal(set?.domain, '.shop.example');
  assert.ok(Math.abs((set?.expires ?? 0) - Date.now() / 1000 - 390 * 86_400) < 60);
  const { renewed_at, ts, last } = JSON.parse(decodeURIComponent(set?.value ?? ''));
  assert.equal(ts, renewed_at, 'as the collector has set it');
  assert.deepEqual([last.referral_code, last.utm.campaign], ['anna', '; "€']);

  await page.goto(stage.url('shop.example'));
  await page.waitForTimeout(500);
  assert.equal((await cookie())[0]?.value, set?.value);
  assert.deepEqual(renewals, [204]);
});
