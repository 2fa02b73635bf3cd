import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Visitor } from '../../packages/tag/src/visitor/visitor.ts';
import { setStage } from './stage.ts';
import { untilExtra } from './until-extra.ts';
import { storageUse, watchStorage } from './watch-storage.ts';

const stage = setStage();
const denied = 'data-consent="denied"';
const both = (state: string) => ({ analytics: state, ads: state });

async function ourCookies() {
  return (await stage.context.cookies()).filter(({ name }) => name.startsWith('_cst'));
}
async function kept(): Promise<Visitor | undefined> {
  const [cookie] = await ourCookies();
  return cookie && JSON.parse(decodeURIComponent(cookie.value));
}
/** A visitor who came before, as the cookie has them. */
async function cameBefore(more: Partial<Visitor> = {}): Promise<string> {
  const visitor = { visitor_id: '01931c4e-7b1a-7abc-8def-000000000000', ts: Date.now() - 1000, ...more };
  const value = encodeURIComponent(JSON.stringify(visitor));
  await stage.context.addCookies([{ name: '_cst', path: '/', domain: '.acme.example', value }]);
  return visitor.visitor_id;
}
const visitorIds = () => stage.recorder.recordings.map(({ batch }) => batch.visitor_id);
const names = () => stage.recorder.events().map(({ name }) => name);

describe('while consent is denied', () => {
  it('nothing is stored, read or sent, whatever the page calls', async () => {
    await watchStorage(stage.context);
    stage.put('/', '', stage.script(denied));
    const page = await stage.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(stage.url('www.acme.example', '/?gclid=1&fbclid=2'));
    await untilExtra(page);
    await page.evaluate(`
      track('purchase', { order_id: 'A-1', value: 1 });
      clickstitch.identify('user_1', { email: 'a@b.example' });
      clickstitch.reset();
      history.pushState(0, '', '/?msclkid=3');
      clickstitch.page();
    `);
    await page.waitForTimeout(300);
    assert.deepEqual(await storageUse(page), []);
    await page.goto('about:blank');
    await page.waitForTimeout(300);
    assert.deepEqual(
      requests.map((path) => path.replace(/\.\w{12}\./, '.')),
      ['/', '/tag.js', '/tag.extra.js'],
    );
    assert.deepEqual(stage.recorder.recordings, []);
    assert.deepEqual(await stage.context.cookies(), []);
  });

  it('nothing is stored or read where the page has goals and hashes people, either', async () => {
    await watchStorage(stage.context);
    const goals = `data-goals='[{"event":"lead","url":"/*"}]' data-hash-identity="true"`;
    stage.put('/', '', stage.script(`${denied} ${goals}`));
    const page = await stage.open('www.acme.example', '/?fbclid=2');
    await untilExtra(page);
    await page.waitForTimeout(300);
    assert.deepEqual(await storageUse(page), []);
    assert.deepEqual(stage.recorder.recordings, []);
  });

  it('calls wait, each with its own time and URL, and the landing with its click ids', async () => {
    stage.put('/', '', stage.script(denied));
    stage.put('/pricing', '');
    const page = await stage.open('www.acme.example', '/?gclid=AbC&utm_source=x');
    const before = Date.now();
    await page.evaluate(`track('seen', { n: 1 }); history.pushState(0, '', '/pricing?msclkid=Q')`);
    await page.waitForTimeout(300);
    const between = Date.now();
    await page.evaluate(`track('lead', { n: 2 }); history.pushState(0, '', '/end')`);
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.recordings, []);
    await page.evaluate(`clickstitch.consent('granted')`);
    const events = await stage.recorder.waitForEvents(5);
    assert.deepEqual(
      events
        .toSorted((a, b) => Number(a.occurred_at) - Number(b.occurred_at))
        .map(({ name, url, touch }) => [
          name,
          url?.replace(/^.*:\d+/, ''),
          Object.values(touch?.click_ids ?? {}).map(({ value }) => value),
        ]),
      [
        ['page_view', '/?gclid=AbC&utm_source=x', ['AbC']],
        ['seen', '/?gclid=AbC&utm_source=x', ['AbC']],
        ['page_view', '/pricing?msclkid=Q', ['Q']],
        ['lead', '/pricing?msclkid=Q', ['Q']],
        ['page_view', '/end', []],
      ],
    );
    const timeOf = (called: string) => Number(events.find(({ name }) => name === called)?.occurred_at);
    assert.ok(timeOf('seen') >= before && timeOf('seen') < between - 250);
    assert.ok(timeOf('lead') >= between && timeOf('lead') < Date.now() - 250);
    assert.equal(new Set(visitorIds()).size, 1);
    const { visitor_id, first, last } = (await kept()) ?? assert.fail();
    assert.equal(visitor_id, visitorIds()[0]);
    assert.equal(first?.click_ids?.['gclid']?.value, 'AbC');
    assert.equal(last?.click_ids?.['msclkid']?.value, 'Q');
  });

  it('only the first 10,000 calls wait', async () => {
    const init = `var seen = []; clickstitch.init({ key: 'pk_test_1', consent: 'denied',
      beforeSend(event) { seen.push(event.name); return null } })`;
    stage.put('/', `<script>${init}</script>`, stage.script().replace('data-key="pk_test_1"', ''));
    const page = await stage.open('shop.example');
    await page.evaluate(`for (let n = 1; n <= 10050; n++) track('call_' + n)`);
    await page.evaluate(`clickstitch.consent('granted')`);
    const seen = (await page.evaluate('seen')) as string[];
    assert.equal(seen.length, 10_000);
    assert.deepEqual([seen[0], seen.includes('call_9999'), seen.includes('call_10001')], ['page_view', true, false]);
    await page.evaluate(`track('later')`);
    assert.equal(await page.evaluate('seen.at(-1)'), 'later');
  });

  it('who came before is remembered, and is the same when they agree again', async () => {
    const visitor_id = await cameBefore();
    stage.put('/', '', stage.script(denied));
    const page = await stage.open('www.acme.example', '/?gclid=1');
    await page.waitForTimeout(300);
    assert.deepEqual([(await kept())?.visitor_id, (await kept())?.last], [visitor_id, undefined]);
    await page.evaluate(`clickstitch.consent('granted')`);
    await stage.recorder.waitForEvents(1);
    assert.deepEqual(visitorIds(), [visitor_id]);
    assert.equal((await kept())?.last?.click_ids?.['gclid']?.value, '1');
  });

  it('a word on ads alone deletes nothing, nor does nonsense', async () => {
    const visitor_id = await cameBefore();
    stage.put('/', '', stage.script(denied));
    const page = await stage.open('www.acme.example');
    for (const said of [
      `{ ads: 'granted' }`,
      `{ ads: 'denied' }`,
      '',
      'null',
      '42',
      `'yes'`,
      `{ analytics: 'maybe' }`,
      '{}',
    ]) {
      await page.evaluate(`clickstitch.consent(${said})`);
      assert.equal((await kept())?.visitor_id, visitor_id, said);
    }
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.recordings, []);
  });
});

describe('consent can be said', () => {
  it('before the script has loaded: then a denial holds from the start', async () => {
    await watchStorage(stage.context);
    stage.put('/', '', `${stage.stub}<script>clickstitch.consent('denied')</script>${stage.script()}`);
    const page = await stage.open('www.acme.example', '/?gclid=1');
    await page.evaluate(`track('purchase', { order_id: 'A-1' })`);
    await untilExtra(page);
    await page.waitForTimeout(300);
    const stored = (await storageUse(page)).filter((use) => /^write/.test(use) && !/max-age=-1(;|$)/.test(use));
    assert.deepEqual(stored, [], 'nothing but deletions');
    assert.deepEqual(stage.recorder.recordings, []);
  });

  it('before the script has loaded, after the calls that it is for', async () => {
    const calls = `track('early'); clickstitch.consent('denied'); track('late')`;
    stage.put('/', '', `${stage.stub}<script>${calls}</script>${stage.script()}`);
    const page = await stage.open('shop.example');
    await page.waitForTimeout(300);
    assert.deepEqual([stage.recorder.recordings, await ourCookies()], [[], []]);
    await page.evaluate(`clickstitch.consent('granted')`);
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(names(), ['page_view', 'early', 'late']);
  });

  it('more than once before the script has loaded: the last word counts', async () => {
    const calls = `clickstitch.consent('denied'); clickstitch.consent('granted')`;
    stage.put('/', '', `${stage.stub}<script>${calls}</script>${stage.script(denied)}`);
    await stage.open('shop.example');
    const [event] = await stage.recorder.waitForEvents(1);
    assert.deepEqual(event?.consent, both('granted'));
  });

  it('before a page starts the tag itself', async () => {
    stage.put('/', '', stage.script().replace('data-key="pk_test_1"', ''));
    const page = await stage.open('www.acme.example', '/?gclid=1');
    await page.evaluate(`
      clickstitch.consent({ analytics: 'granted' });
      clickstitch.init({ key: 'pk_test_1', endpoint: '${stage.recorder.origin}', consent: 'denied' });
    `);
    const [event] = await stage.recorder.waitForEvents(1);
    assert.deepEqual(event?.consent, { analytics: 'granted', ads: 'denied' });
  });

  it('for each purpose in the script element', async () => {
    stage.put('/', '', stage.script(`data-consent='{"ads":"denied"}'`));
    await stage.open('shop.example');
    const [event] = await stage.recorder.waitForEvents(1);
    assert.deepEqual(event?.consent, { analytics: 'granted', ads: 'denied' });
  });

  it('and goes with every event, as it was when that happened', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(`
      track('one'); clickstitch.consent({ ads: 'denied' }); track('two'); clickstitch.identify('u'); clickstitch.reset();
    `);
    await untilExtra(page);
    await page.evaluate(`track('four'); clickstitch.consent({ ads: 'granted' }); track('three')`);
    const events = await stage.recorder.waitForEvents(7);
    assert.deepEqual(Object.fromEntries(events.map(({ name, consent }) => [name, consent])), {
      page_view: both('granted'),
      one: both('granted'),
      two: { analytics: 'granted', ads: 'denied' },
      identify: { analytics: 'granted', ads: 'denied' },
      reset: { analytics: 'granted', ads: 'denied' },
      four: { analytics: 'granted', ads: 'denied' },
      three: both('granted'),
    });
  });
});

describe('who revokes consent', () => {
  const unavailable = () => {
    for (let n = 0; n < 9; n++)
      stage.recorder.answers.push((response) => response.writeHead(503, { 'Retry-After': '60' }).end());
  };
  const storageKeys = `Object.keys(localStorage)`;

  it('is deleted from the browser: the cookie on every domain, and conversions that wait', async () => {
    unavailable();
    await stage.context.addCookies([{ name: '_cst', path: '/', domain: 'www.acme.example', value: 'x' }]);
    stage.put('/', '', stage.script());
    const page = await stage.open('www.acme.example', '/?gclid=1');
    await page.evaluate(`localStorage.setItem('own', 1); track('purchase', { order_id: 'A-1' })`);
    assert.deepEqual((await ourCookies()).map(({ domain }) => domain).sort(), ['.acme.example', 'www.acme.example']);
    assert.deepEqual(await page.evaluate(`${storageKeys}.sort()`), ['_cst:purchase.A-1', 'own']);
    await page.evaluate(`clickstitch.consent('denied')`);
    assert.deepEqual(await ourCookies(), []);
    assert.deepEqual(await page.evaluate(storageKeys), ['own']);
  });

  it('is deleted where the site has named the domain', async () => {
    stage.put('/', '', stage.script('data-cookie-domain="shop.acme.example"'));
    const page = await stage.open('www.shop.acme.example');
    assert.equal((await ourCookies()).length, 1);
    await page.evaluate(`clickstitch.consent({ analytics: 'denied' })`);
    assert.deepEqual(await ourCookies(), []);
  });

  it('is told of no more, and stays deleted when the page is left', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    await page.evaluate(`clickstitch.consent('denied'); track('lead'); clickstitch.identify('u'); clickstitch.reset()`);
    await page.goto('about:blank');
    await page.waitForTimeout(300);
    assert.deepEqual([names(), await ourCookies()], [['page_view'], []]);
  });

  for (const when of ['at once', 'a little later', 'where what keeps back never came'])
    it(`and then agrees is another visitor, with the same arrival: ${when}`, async () => {
      if (when.includes('never')) await stage.context.route('**/tag.extra.*', (route) => route.abort());
      stage.put('/', '', stage.script());
      const page = await stage.open('www.acme.example', '/?gclid=AbC');
      await stage.recorder.waitForEvents(1);
      await page.evaluate(`clickstitch.consent('denied'); track('lead')`);
      if (when.includes('later')) await untilExtra(page);
      await page.evaluate(`clickstitch.consent('granted')`);
      const [, lead] = await stage.recorder.waitForEvents(2);
      const [, two, ...others] = new Set(visitorIds());
      assert.ok(two && others.length === 0);
      assert.equal(lead?.touch?.click_ids?.['gclid']?.value, 'AbC');
      const { visitor_id, first } = (await kept()) ?? assert.fail();
      assert.deepEqual([visitor_id, first?.click_ids?.['gclid']?.value], [two, 'AbC']);
    });

  it('loses `_fbc` and `_fbp`, and keeps what is the vendors’ alone', async () => {
    const vendors = ['_fbc', '_fbp', '_ga'].map((name) => ({ name, value: 'fb.1.1795226400000.1' }));
    for (const [said, isDeleted] of [
      [`'denied'`, true],
      [`{ analytics: 'denied' }`, true],
      [`{ ads: 'denied' }`, true],
      [`{ analytics: 'granted' }`, false],
    ] as const) {
      await stage.context.addCookies(vendors.map((cookie) => ({ ...cookie, path: '/', domain: '.acme.example' })));
      stage.put('/', '', stage.script());
      const page = await stage.open('www.acme.example');
      await page.evaluate(`clickstitch.consent(${said})`);
      await untilExtra(page);
      const names = (await stage.context.cookies()).map(({ name }) => name).filter((name) => name !== '_cst');
      assert.deepEqual(names.toSorted(), isDeleted ? ['_ga'] : ['_fbc', '_fbp', '_ga'], said);
      await page.close();
    }
  });

  it('is asked again by the next page, for a refusal is not remembered', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(`clickstitch.consent('denied')`);
    assert.deepEqual([await stage.context.cookies(), await page.evaluate(storageKeys)], [[], []]);
    await page.reload();
    const events = await stage.recorder.waitForEvents(2);
    assert.deepEqual(events[1]?.consent, both('granted'));
    assert.equal(new Set(visitorIds()).size, 2);
  });
});

describe('without consent to ads', () => {
  const adsDenied = `data-consent='{"ads":"denied"}'`;
  const query = '?GCLID=Xg1&utm_source=s&fbclid=Xf1&cs_click=clk_1&Click[id]=Xc1&via=anna#msclkid=Xm1';
  const vendors = [
    { name: '_fbp', value: 'fb.1.1.Xv1' },
    { name: '_ga', value: 'GA1.1.Xv2.1' },
  ];

  it('ids of ad platforms are neither stored nor sent, and our own are', async () => {
    await stage.context.addCookies(vendors.map((cookie) => ({ ...cookie, path: '/', domain: '.acme.example' })));
    stage.put('/', '', stage.script(`${adsDenied} data-click-ids="click[id]"`));
    const page = await stage.newPage();
    await page.goto(stage.url('www.acme.example', `/${query}`), { referer: 'https://ads.example/?ttclid=Xr1&q=1' });
    await page.evaluate(
      `track('purchase', { order_id: 'A-1' }); history.pushState(0, '', '/?gclid=Xg2'); track('seen')`,
    );
    const events = await stage.recorder.waitForEvents(4);
    assert.doesNotMatch(JSON.stringify(stage.recorder.recordings.map(({ batch }) => batch)), /X\w\d/);
    assert.doesNotMatch(decodeURIComponent((await ourCookies())[0]?.value ?? ''), /X\w\d/);
    assert.deepEqual(names().sort(), ['page_view', 'page_view', 'purchase', 'seen']);
    assert.ok(events.every(({ vendor_ids }) => vendor_ids === undefined));
    assert.ok(
      events.every(({ url }) => url === stage.url('www.acme.example')),
      'URLs end before what may hold an id',
    );
    const landing = events.find(({ name, touch }) => name === 'page_view' && touch);
    assert.equal(landing?.touch?.referral_code, 'anna');
    const { first } = (await kept()) ?? assert.fail();
    for (const touch of [landing?.touch, first]) {
      assert.deepEqual(Object.keys(touch?.click_ids ?? {}), ['cs_click']);
      assert.deepEqual(touch?.utm, { source: 's' });
    }
    assert.deepEqual(
      (await stage.context.cookies()).map(({ name }) => name).sort(),
      ['_cst', '_fbp', '_ga'],
      'and no cookie of a vendor is made',
    );
  });

  it('nothing is stored, read or sent before what keeps back has come, nor without it', async () => {
    await watchStorage(stage.context);
    let letCome = (): void => assert.fail('nobody asked');
    const mayCome = new Promise<void>((resolve) => {
      letCome = resolve;
    });
    await stage.context.route('**/tag.extra.*', (route) => mayCome.then(() => route.continue()));
    stage.put('/', '', stage.script(adsDenied));
    const page = await stage.open('www.acme.example', `/${query}`);
    await page.evaluate(`track('purchase', { order_id: 'A-1' })`);
    await page.waitForTimeout(300);
    assert.deepEqual([await storageUse(page), stage.recorder.recordings], [[], []]);
    letCome();
    await stage.recorder.waitForEvents(2);
    assert.doesNotMatch(JSON.stringify([await storageUse(page), stage.recorder.events()]), /X\w\d/);
    assert.deepEqual(names().sort(), ['page_view', 'purchase']);
  });

  it('what was stored is taken out, and is back if they agree in the same page', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('www.acme.example', `/${query}`);
    const ids = async () => Object.keys((await kept())?.first?.click_ids ?? {}).sort();
    assert.deepEqual(await ids(), ['cs_click', 'fbclid', 'gclid']);
    const { visitor_id } = (await kept()) ?? assert.fail();
    await untilExtra(page);
    await page.evaluate(`clickstitch.consent({ ads: 'denied' })`);
    assert.deepEqual(await ids(), ['cs_click']);
    assert.doesNotMatch(decodeURIComponent((await ourCookies())[0]?.value ?? ''), /X[gfm]\d/);
    await page.evaluate(`clickstitch.consent({ ads: 'granted' })`);
    assert.deepEqual([await ids(), (await kept())?.visitor_id], [['cs_click', 'fbclid', 'gclid'], visitor_id]);
  });

  it('what an earlier page stored is taken out, even if the collector has renewed the cookie', async () => {
    const touch = {
      id: '01931c4e-7b1a-7abc-8def-111111111111',
      occurred_at: Date.now() - 2000,
      url: 'https://www.acme.example/?gclid=Xg1',
      click_ids: { gclid: { value: 'Xg1', first_seen_at: Date.now() - 2000 } },
    };
    const visitor_id = await cameBefore({ first: touch, last: touch, renewed_at: Date.now() - 1000 });
    stage.put('/', '', stage.script(adsDenied));
    await stage.open('www.acme.example');
    await stage.recorder.waitForEvents(1);
    const visitor = (await kept()) ?? assert.fail();
    assert.equal(visitor.visitor_id, visitor_id);
    assert.doesNotMatch(JSON.stringify(visitor), /Xg1/);
  });
});

describe('the banner of docs/consent.md', () => {
  const text = readFileSync(new URL('../../docs/consent.md', import.meta.url), 'utf8');
  const banner = /```html\n(<div id="consent"[^`]*)```/.exec(text)?.[1] ?? assert.fail('it is not there');

  it('lets the visitor agree once, refuse, and think again', async () => {
    stage.put('/', banner, stage.stub + stage.script(denied));
    const page = await stage.open('www.acme.example', '/?gclid=AbC');
    await page.click('text=Yes');
    const [event] = await stage.recorder.waitForEvents(1);
    assert.deepEqual([event?.consent, event?.touch?.click_ids?.['gclid']?.value], [both('granted'), 'AbC']);
    assert.equal(await page.isVisible('text=Yes'), false);
    await page.reload();
    await stage.recorder.waitForEvents(2);
    assert.equal(await page.isVisible('text=Yes'), false, 'nobody is asked twice');
    assert.equal(new Set(visitorIds()).size, 1);
    await page.click('text=Privacy');
    await page.click('text=No');
    assert.deepEqual(await ourCookies(), []);
    await page.reload();
    await page.waitForTimeout(300);
    assert.equal(stage.recorder.events().length, 2);
  });
});
