import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';

const stage = setStage();
const [old_id, new_id] = ['01931c4e-7b1a-7abc-8def-000000000000', '01931c4e-7b1a-7abc-8def-111111111111'];
const long = (length: number) => '€'.repeat(length);

async function ourCookies() {
  return (await stage.context.cookies()).filter(({ name }) => name === '_cst');
}
const read = (value: string | undefined) => JSON.parse(decodeURIComponent(value ?? ''));
const encoded = (visitor: object) => encodeURIComponent(JSON.stringify(visitor));

/** Notes every cookie that is written, before the tag has come. */
const watch = `<script>
  var written = [];
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(document, 'cookie', { get() { return get.call(document) }, set(text) { written.push(text); set.call(document, text) } });
</script>`;
const writes = async (page: Page) => (await page.evaluate('written')) as string[];

describe('the cookie is never larger than 3,600 bytes', () => {
  const touch = { id: new_id, occurred_at: 1, url: `https://shop.example/?x=${'x'.repeat(800)}` };
  for (const [what, path, act, before] of [
    ['a long query', `/?utm_source=x&q=${'q'.repeat(12_000)}`, ''],
    [
      'all its parameters long',
      `/?${['gclid', 'fbclid', 'utm_source', 'utm_campaign', 'utm_term', 'via'].map((name) => `${name}=${'x'.repeat(900)}`).join('&')}`,
      '',
    ],
    [
      'many click ids',
      `/?${['gclid', 'wbraid', 'gbraid', 'dclid', 'fbclid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'epik'].map((name) => `${name}=${'Ab-_'.repeat(90)}`).join('&')}`,
      '',
    ],
    ['what takes nine bytes a character', `/?gclid=${long(300)}&utm_source=${long(300)}`, ''],
    ['a long path', `/`, `history.replaceState(0, '', '/${'p'.repeat(5_000)}?via=anna'); clickstitch.page()`],
    ['a long user id', '/?via=anna', `clickstitch.identify('${'u'.repeat(10_000)}')`],
    ['a user id that takes many bytes', '/?via=anna', `clickstitch.identify('${long(2_000)}')`],
    [
      'a cookie of before that is nearly full',
      '/?via=anna',
      '',
      { visitor_id: new_id, ts: 1, first: touch, last: touch },
    ],
    [
      'a cookie of before with what nobody knows',
      '/?via=anna',
      '',
      { visitor_id: new_id, ts: 1, more: 'x'.repeat(3_700) },
    ],
  ] as const) {
    it(`whatever comes: ${what}`, async () => {
      if (before) {
        const cookie = { name: '_cst', value: encoded(before), domain: '.shop.example', path: '/' };
        await stage.context.addCookies([cookie]);
      }
      stage.put('/', '', stage.script());
      const page = await stage.open('shop.example', path);
      if (act) await page.evaluate(act);
      await stage.recorder.waitForEvents(1);
      const [cookie, ...others] = await ourCookies();
      assert.deepEqual(others, []);
      assert.ok(`_cst=${cookie?.value}`.length <= 3_600, `${cookie?.value.length}`);
      const { visitor_id, ts } = read(cookie?.value);
      assert.equal(visitor_id, stage.recorder.recordings[0]?.batch.visitor_id);
      assert.ok(Math.abs(ts - Date.now()) < 10_000);
      await page.goto(stage.url('shop.example'));
      await stage.recorder.waitForEvents(2);
      assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
    });
  }
});

describe('of several cookies of the name', () => {
  const hosts = ['www.acme.example', '.www.acme.example', '.acme.example'] as const;
  for (const newest of hosts) {
    it(`the newest counts, and stays the newest: ${newest}`, async () => {
      await stage.context.addCookies(
        hosts.map((domain) => {
          const visitor =
            domain === newest ? { visitor_id: new_id, ts: 2, user_id: 'new' } : { visitor_id: old_id, ts: 1 };
          return { name: '_cst', value: encoded(visitor), domain, path: '/' };
        }),
      );
      stage.put('/', '', stage.script());
      const page = await stage.open('www.acme.example');
      await page.reload();
      await page.goto(stage.url('www.acme.example', '/?via=anna'));
      const events = await stage.recorder.waitForEvents(3);
      assert.deepEqual([...new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id))], [new_id]);
      assert.deepEqual(
        events.map(({ user }) => user?.user_id),
        ['new', 'new', 'new'],
      );
      const visitors = (await ourCookies()).map(({ value }) => read(value)).toSorted((a, b) => b.ts - a.ts);
      assert.equal(visitors[0].last.referral_code, 'anna');
    });
  }

  for (const value of [
    '',
    '{',
    '%7B',
    '%E2%82',
    'null',
    encoded([]),
    encoded({ visitor_id: 'short', ts: 9e15 }),
    encoded({ ts: 9e15 }),
  ]) {
    it(`one that says nothing does not count: ${value}`, async () => {
      await stage.context.addCookies([
        { name: '_cst', value, domain: 'www.acme.example', path: '/' },
        { name: '_cst', value: encoded({ visitor_id: new_id, ts: 1 }), domain: '.acme.example', path: '/' },
      ]);
      stage.put('/', '', stage.script());
      await stage.open('www.acme.example');
      await stage.recorder.waitForEvents(1);
      assert.equal(stage.recorder.recordings[0]?.batch.visitor_id, new_id);
    });
  }
});

describe('the domain', () => {
  it('is found by trying, and nothing of the trials is left', async () => {
    stage.put('/', '', watch + stage.script());
    const page = await stage.open('a.b.acme.co.uk');
    const tried = (await writes(page)).filter((text) => !text.startsWith('_cst='));
    assert.ok(tried.length > 0);
    const domains = tried.map((text) => /domain=([^;]*)/i.exec(text)?.[1]);
    assert.ok(
      domains.every((domain) => domain === 'co.uk' || domain === 'acme.co.uk'),
      `${domains}`,
    );
    assert.deepEqual(
      (await stage.context.cookies()).map(({ name, domain }) => [name, domain]),
      [['_cst', '.acme.co.uk']],
    );
  });

  for (const [what, host, attributes] of [
    ['the site wants this host only', 'www.acme.example', 'data-cookie-domain=""'],
    ['the site names it', 'www.acme.example', 'data-cookie-domain="acme.example"'],
  ] as const) {
    it(`is not tried where ${what}`, async () => {
      stage.put('/', '', watch + stage.script(attributes));
      const page = await stage.open(host, '/?gclid=AbC');
      await stage.recorder.waitForEvents(1);
      const all = await writes(page);
      assert.ok(all.length > 0);
      assert.deepEqual(
        all.filter((text) => !text.startsWith('_cst=') && !/^_fb[cp]=/.test(text)),
        [],
      );
    });
  }

  it('falls back to this host where the site names one that the browser refuses', async () => {
    stage.put('/', '', stage.script('data-cookie-domain="other.example"'));
    const page = await stage.open('www.acme.example');
    await page.reload();
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      (await ourCookies()).map(({ domain }) => domain),
      ['www.acme.example'],
    );
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
  });

  it('is none at an address, and the visitor stays the same', async () => {
    stage.put('/', '', stage.script());
    for (const host of ['127.0.0.1', 'localhost']) {
      stage.recorder.clear();
      const page = await stage.open(host, '/?via=anna');
      await page.goto(stage.url(host));
      await stage.recorder.waitForEvents(2);
      assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
      assert.ok((await ourCookies()).some(({ domain }) => domain === host));
    }
  });

  it('nothing is written before the visitor agrees, not even to try', async () => {
    stage.put('/', '', watch + stage.script('data-consent="denied"'));
    const page = await stage.open('www.acme.example', '/?via=anna&fbclid=AbC');
    await page.waitForTimeout(400);
    assert.deepEqual(await writes(page), []);
    await page.evaluate(`clickstitch.consent('granted')`);
    assert.ok((await writes(page)).length > 0);
  });
});

describe('where no cookie can be kept', () => {
  it('a page is one visitor from beginning to end', async () => {
    stage.put('/framed', `<script>clickstitch.identify('user_1'); track('inside')</script>`, stage.script());
    stage.put('/', '<iframe sandbox="allow-scripts" src="/framed?gclid=AbC"></iframe>');
    await stage.open('shop.example');
    const events = await stage.recorder.waitForEvents(3);
    const inside = events.find(({ name }) => name === 'inside');
    assert.deepEqual([inside?.user?.user_id, inside?.touch?.click_ids?.['gclid']?.value], ['user_1', 'AbC']);
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
  });
});
