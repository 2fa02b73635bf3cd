import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchBrowser } from '../browser.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

interface Affiliate {
  id: string;
  name: string;
  email: string | null;
  status: string;
  application: Record<string, unknown> | null;
  code: string | null;
  link_url: string | null;
}

const ASKED = {
  ...{ name: 'Kiln & Co', currency: 'EUR', allowed_hosts: ['kiln.test'], affiliate_approval: 'manual' },
  terms_url: 'https://kiln.test/terms',
  application_fields: [
    { key: 'how you reach people', label: 'How do you <reach> people?', is_required: true },
    { key: 'more', label: 'Anything else?' },
  ],
};
const ADA = {
  ...{ name: 'Ada', email: 'ada@example.com', website: 'ada.test' },
  ...{ 'answers.how you reach people': 'By "letters" & <parcels>', accepts_terms: 'on' },
};

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let path: string;
  let easy: string;
  let people = 0;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database, { settings: { CLICKSTITCH_TRUST_PROXY: '1' } });
    call = createCall(collector, collector.keys.secret_key);
    const program = async (given: object) =>
      `/apply/${(await call<{ id: string }>('POST', '/v1/programs', given)).body.data.id}`;
    path = await program(ASKED);
    easy = await program({ name: 'Easy', currency: 'EUR', affiliate_approval: 'automatic' });
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  /** Each from an address of its own, unless it is given. */
  async function post(to: string, body: URLSearchParams | string, from?: string) {
    people += 1;
    const response = await fetch(collector.url + to, {
      method: 'POST',
      body,
      headers: { 'x-forwarded-for': from ?? `203.0.113.${people}` },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
  const form = (fields: Readonly<Record<string, string>>, to = path, from?: string) =>
    post(to, new URLSearchParams(fields), from);
  const affiliates = async () => (await call<Affiliate[]>('GET', '/v1/affiliates?limit=100')).body.data;

  test('the form asks for what the program asks for, and loads nothing', async () => {
    const response = await fetch(collector.url + path);
    const text = await response.text();
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'.*form-action 'self'/);
    for (const part of ['Kiln &amp; Co', 'How do you &lt;reach&gt; people?', 'href="https://kiln.test/terms"'])
      assert.ok(text.includes(part), part);
    const missing = await fetch(`${collector.url}/apply/nothing`);
    assert.equal(missing.status, 404);
    assert.match(await missing.text(), /no such program/);
    assert.doesNotMatch(await (await fetch(collector.url + easy)).text(), /terms|textarea id/);
  });

  test('who applies waits, and is approved by whoever looks at it', async () => {
    const { status, text } = await form(ADA);
    assert.equal(status, 200);
    assert.match(text, /Thank you[\s\S]*ada@example\.com/);
    const [ada] = await affiliates();
    assert.deepEqual([ada?.name, ada?.email, ada?.status], ['Ada', 'ada@example.com', 'applied']);
    assert.deepEqual(ada?.application, {
      website: 'https://ada.test',
      answers: { 'how you reach people': 'By "letters" & <parcels>', more: '' },
      accepted_terms: 'https://kiln.test/terms',
    });
    assert.ok(ada.link_url?.endsWith(`/go/${ada.code}`));
    const approved = await call<Affiliate>('POST', `/v1/affiliates/${ada.id}/approve`);
    assert.equal(approved.body.data.status, 'approved');
  });

  test('the same address again gets the same answer, and changes nothing', async () => {
    const before = await affiliates();
    const fresh = await form({ ...ADA, email: 'new@example.com' });
    const again = await form({ ...ADA, name: 'Somebody', email: ' Ada@Example.com' });
    const [, ...rest] = await affiliates();
    assert.deepEqual(rest, before);
    assert.equal(again.status, fresh.status);
    assert.equal(again.text.replace('Ada@Example.com', ''), fresh.text.replace('new@example.com', ''));
    const twins = await Promise.all([1, 2, 3].map(() => form({ ...ADA, email: 'twin@example.com' })));
    assert.deepEqual(
      twins.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal((await affiliates()).length, before.length + 2);
  });

  test('who was deleted may apply again', async () => {
    const [newest] = await affiliates();
    assert.equal(newest?.email, 'twin@example.com');
    await call('DELETE', `/v1/affiliates/${newest?.id}`);
    await form({ ...ADA, email: 'twin@example.com' });
    const [again] = await affiliates();
    assert.equal(again?.email, 'twin@example.com');
    assert.notEqual(again?.id, newest?.id);
  });

  test('what is wrong is told beside its field, and nothing is lost', async () => {
    const before = await affiliates();
    const { status, text } = await form({
      name: '"Ben"',
      email: 'ben@',
      website: 'x y',
      'answers.more': '</textarea>',
    });
    assert.equal(status, 400);
    for (const id of ['email', 'website', 'answer-1', 'accepts_terms']) {
      assert.ok(text.includes(`id="${id}-fault"`) && text.includes(`href="#${id}"`), id);
      assert.ok(text.includes(`aria-describedby="${id}-fault"`), id);
    }
    for (const kept of ['value="&quot;Ben&quot;"', 'value="ben@"', 'value="x y"', '\n&lt;/textarea&gt;</textarea>'])
      assert.ok(text.includes(kept), kept);
    assert.deepEqual(await affiliates(), before);
  });

  test('what fills in the field that nobody sees makes nothing', async () => {
    const before = await affiliates();
    const { status, text } = await form({ ...ADA, email: 'bot@example.com', company_fax: '123' });
    assert.equal(status, 200);
    assert.match(text, /Thank you/);
    assert.deepEqual(await affiliates(), before);
  });

  describe('as JSON', () => {
    test('it is taken, and approved where the program approves everybody', async () => {
      const { status, text } = await post(easy, JSON.stringify({ name: 'Eve', email: 'eve@example.com' }));
      assert.equal(status, 202);
      assert.deepEqual(JSON.parse(text), { data: { status: 'received' } });
      const [eve] = await affiliates();
      assert.deepEqual([eve?.name, eve?.status, eve?.link_url], ['Eve', 'approved', null]);
    });

    test('it is refused with the field', async () => {
      const faultIn = async (body: unknown, to = path) => {
        const { status, text } = await post(to, typeof body === 'string' ? body : JSON.stringify(body));
        return [status, JSON.parse(text).field];
      };
      assert.deepEqual(await faultIn({ name: 'Eve', email: 'eve' }, easy), [400, 'email']);
      assert.deepEqual(await faultIn({ name: 7 }, easy), [400, 'name']);
      assert.deepEqual(await faultIn({ name: 'Eve', email: 'eve@example.com' }), [400, 'answers.how you reach people']);
      assert.deepEqual(await faultIn('{', easy), [400, undefined]);
      assert.deepEqual(await faultIn({}, '/apply/nothing'), [404, 'program_id']);
      assert.deepEqual(await faultIn({ name: 'x'.repeat(70_000) }, easy), [413, undefined]);
    });
  });

  test('one address may apply ten times a minute; the form keeps what was entered', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 10; count += 1) statuses.push((await form(ADA, path, '198.51.100.7')).status);
    assert.deepEqual(new Set(statuses), new Set([200]));
    const { status, headers, text } = await form({ ...ADA, name: 'Patient' }, path, '198.51.100.7');
    assert.equal(status, 429);
    assert.ok(Number(headers.get('retry-after')) > 0);
    assert.match(text, /try again in a minute[\s\S]*value="Patient"/);
    assert.equal((await form(ADA, path, '198.51.100.8')).status, 200);
  });

  if (engine === 'sqlite') {
    test('a person fills it in, is told what is missing, and is done', async () => {
      const browser = await launchBrowser();
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        await page.goto(collector.url + path);
        await page.getByLabel('Your name').fill('Fay');
        await page.getByLabel('E-mail').fill('fay@');
        await page.getByLabel('How do you <reach> people?').fill('On foot');
        await page.getByRole('button', { name: 'Apply' }).click();
        await page.getByRole('alert').getByText('Enter an e-mail address').click();
        assert.equal(await page.getByLabel('Your name').inputValue(), 'Fay');
        assert.equal(await page.getByLabel('How do you <reach> people?').inputValue(), 'On foot');
        await page.getByLabel('E-mail').fill('fay@example.com');
        await page.getByLabel('I agree to the terms').check();
        await page.getByRole('button', { name: 'Apply' }).click();
        await page.getByRole('heading', { name: 'Thank you' }).waitFor();
        assert.deepEqual((await affiliates())[0]?.email, 'fay@example.com');
        assert.deepEqual(
          complaints.filter((text) => !text.includes('status of 400')),
          [],
        );
      } finally {
        await browser.close();
      }
    });
  }
});
