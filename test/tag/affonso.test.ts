import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall, type FullConversion } from '../conversions-api.ts';
import { promoted } from '../programs-api.ts';
import { setStage } from './stage.ts';

/** Affonso's browser contract, in a browser, against a collector on another site. */
const stage = setStage();
let database: Database;
let collector: Collector;
let call: Call;
let programId: string;

before(async () => {
  database = await createDatabase('sqlite');
  collector = await startCollector(database);
  call = createCall(collector, collector.keys.secret_key);
  ({ program_id: programId } = await promoted(call, 'anna'));
  for (const code of ['bob', 'test']) {
    await call('POST', '/v1/affiliates', { name: code, code, program_id: programId });
  }
});

after(async () => {
  await collector?.stop();
  await database?.remove();
});

/** The vendor's own line, with the collector as host. */
function pixel(attributes = ''): string {
  const src = `http://collect.example:${collector.port}/js/pixel.min.js`;
  return `<script async defer src="${src}" data-affonso="${programId}" data-cookie_duration="30" ${attributes}></script>`;
}

const withKey = () => `data-key="${collector.keys.publishable_key}"`;

const listen = `<script>
  var ready = [];
  addEventListener('affonso_referral_ready', ({ detail }) => ready.push([detail.referralId, window.affonso_referral]));
</script>`;

const idOf = (page: Page) => page.evaluate<string | undefined>('window.affonso_referral');

async function readyOn(page: Page): Promise<string> {
  await page.waitForFunction('window.affonso_referral');
  return (await idOf(page)) ?? '';
}

async function cookie(name = 'affonso_referral') {
  return (await stage.context.cookies()).find((one) => one.name === name);
}

/** All that goes to `/v1/track` from now on. */
function watchTracks(page: Page): Record<string, unknown>[] {
  const bodies: Record<string, unknown>[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/track')) bodies.push(request.postDataJSON());
  });
  return bodies;
}

/** What browsers claim of sign-ups, once there are so many. */
async function signUps(page: Page, count: number): Promise<FullConversion[]> {
  for (let attempt = 0; ; attempt++) {
    const reply = await call<FullConversion[]>('GET', '/v1/conversions?status=unverified&name=sign_up');
    if (reply.body.data.length >= count || attempt > 50) return reply.body.data;
    await page.waitForTimeout(100);
  }
}

describe('a referral link', () => {
  it('leads to a click, a cookie that all hosts of the site share, the global and the event', async () => {
    stage.put('/', '', listen + pixel());
    const page = await stage.newPage();
    const tracks = watchTracks(page);
    await page.goto(stage.url('www.shop.example', '/?REF=anna&utm_source=blog&gclid=Ab-C_1&sub1=x&email=a@b.example'));
    const id = await readyOn(page);
    assert.match(id, /^ref_[0-9a-f]{32}$/);
    assert.deepEqual(await page.evaluate('ready'), [[id, id]]);
    assert.deepEqual(tracks, [
      {
        ...{ programId, trackingId: 'anna', hasConsent: true, referrer: '' },
        ...{ utmSource: 'blog', gclid: 'Ab-C_1', sub1: 'x' },
      },
    ]);
    const kept = await cookie();
    assert.deepEqual(
      [kept?.value, kept?.domain, kept?.path, kept?.sameSite, kept?.httpOnly, kept?.secure],
      [id, '.shop.example', '/', 'Lax', false, false],
    );
    const days = ((kept?.expires ?? 0) * 1000 - Date.now()) / 86_400_000;
    assert.ok(days > 29.9 && days < 30.1, `${days}`);
    assert.equal(await page.evaluate('Affonso.getReferralId()'), id);
    assert.equal(await page.evaluate('Affonso.isConsentRequired()'), false);

    const sale = {
      name: 'purchase',
      order_id: 'A-1',
      amount: 100,
      currency: 'EUR',
      click_id: id.replace('ref', 'clk'),
    };
    const reported = await call('POST', '/v1/conversions', sale);
    assert.equal(reported.status, 201);
    assert.match(JSON.stringify(reported.body.data), /"code":"anna"/);
  });

  it('is known on the next page without a request, also when it is opened again', async () => {
    stage.put('/', '', listen + pixel());
    const page = await stage.open('shop.example', '/?via=anna');
    const id = await readyOn(page);
    const tracks = watchTracks(page);
    for (const url of ['/', '/?via=anna', '/?aff=anna#there']) {
      await page.goto(stage.url('app.shop.example', url));
      assert.equal(await readyOn(page), id);
      assert.deepEqual(await page.evaluate('ready'), [[id, id]]);
    }
    assert.deepEqual(tracks, []);
  });

  it('takes the place of an earlier one where it is of another affiliate', async () => {
    stage.put('/', '', listen + pixel());
    const page = await stage.open('shop.example', '/?ref=anna');
    const first = await readyOn(page);
    await page.goto(stage.url('shop.example', '/?atp=test'));
    await page.waitForFunction('ready.length');
    const second = await idOf(page);
    assert.notEqual(second, first);
    assert.equal((await cookie())?.value, second);
    const tracks = watchTracks(page);
    await page.goto(stage.url('shop.example', '/?ref=producthunt'));
    assert.equal(await readyOn(page), second, 'what is nobody’s code changes nothing');
    await page.goto(stage.url('shop.example', '/'));
    assert.equal(await readyOn(page), second);
    assert.equal(tracks.length, 1);
  });

  it('of ours is the click that it is, without a request', async () => {
    stage.put('/', '', listen + pixel());
    const page = await stage.newPage();
    const tracks = watchTracks(page);
    await page.goto(stage.url('shop.example', `/?cs_click=clk_${'0a'.repeat(16)}`));
    assert.equal(await readyOn(page), `ref_${'0a'.repeat(16)}`);
    assert.equal((await cookie())?.value, `ref_${'0a'.repeat(16)}`);
    assert.deepEqual(tracks, []);
  });

  it('that could not be told is told by the next page', async () => {
    stage.put('/', '', listen + pixel());
    stage.put('/pricing', '', listen + pixel());
    const page = await stage.newPage();
    await page.route('**/v1/track', (route) => route.abort());
    await page.goto(stage.url('shop.example', '/?ref=bob'));
    await page.waitForTimeout(200);
    assert.deepEqual([await idOf(page), await cookie()], [undefined, undefined]);
    await page.unroute('**/v1/track');
    await page.route('**/v1/track', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.goto(stage.url('shop.example', '/pricing'));
    await page.waitForTimeout(200);
    await page.unroute('**/v1/track');
    await page.goto(stage.url('shop.example', '/'));
    const id = await readyOn(page);
    assert.equal((await cookie())?.value, id);
  });
});

describe('a sign-up', () => {
  it('is a claim of the visitor whose landing the tag saw by this very click, once', async () => {
    stage.put('/', '', listen + pixel(withKey()));
    const page = await stage.newPage();
    const batches: Record<string, unknown>[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/e')) batches.push(...JSON.parse(request.postData() ?? '{}').events);
    });
    await page.goto(stage.url('shop.example', '/?ref=anna'));
    const id = await readyOn(page);
    const clickId = id.replace('ref', 'clk');
    await page.waitForFunction('document.cookie.includes("_cst=")');
    const before = (await signUps(page, 0)).length;
    await page.evaluate(`
      Affonso.signup('jane@example.com');
      Affonso.signup({ email: 'jane@example.com', externalUserId: 'user_1', name: 'Jane' });
      Affonso.signup({ name: 'nobody' }); Affonso.signup(null); Affonso.signup();
    `);
    const claims = await signUps(page, before + 1);
    assert.equal(claims.length, before + 1);
    assert.equal(claims.find(({ order_id }) => order_id === clickId)?.status, 'unverified');
    // The sign-up is urgent, and may have gone before the view.
    const events = batches as { name: string; touch: { click_ids: object; referral_code: string } }[];
    const view = events.find(({ name }) => name === 'page_view');
    assert.equal(view?.touch.referral_code, 'anna');
    assert.match(JSON.stringify(view?.touch.click_ids), new RegExp(clickId));
    const identified = batches.filter(({ name }) => name === 'identify').map(({ user }) => user);
    assert.deepEqual(identified, [
      { email: 'jane@example.com', traits: {} },
      { user_id: 'user_1', email: 'jane@example.com', traits: { name: 'Jane' } },
    ]);
    const earnings = await call<unknown[]>('GET', '/v1/earnings');
    assert.ok(!JSON.stringify(earnings.body.data).includes(clickId), 'a claim owes nothing');
  });

  it('that is made at once waits for the click, and goes through a tag that the page has', async () => {
    const tag = `<script async src="http://collect.example:${collector.port}/tag.js" ${withKey()}></script>`;
    const early = `onload="Affonso.signup('early@example.com')"`;
    stage.put('/', '', stage.stub + tag + pixel(early));
    const page = await stage.open('shop.example', '/?ref=anna');
    const clickId = (await readyOn(page)).replace('ref', 'clk');
    await page.waitForTimeout(300);
    const claims = await signUps(page, 1);
    assert.ok(claims.some(({ order_id }) => order_id === clickId));
    assert.equal(await page.evaluate('document.querySelectorAll("script[src$=\'/tag.js\']").length'), 1);
  });

  it('belongs to no earlier click where the landing names another affiliate in vain', async () => {
    stage.put('/', '', listen + pixel(withKey()));
    const page = await stage.open('shop.example', '/?ref=anna');
    const clickId = (await readyOn(page)).replace('ref', 'clk');
    await page.waitForFunction(`document.cookie.includes('${clickId}')`);
    const sent = page.waitForRequest((request) => request.url().endsWith('/e'));
    await page.goto(stage.url('shop.example', '/?ref=producthunt'));
    const [view] = JSON.parse((await sent).postData() ?? '{}').events;
    assert.equal(view.touch.referral_code, 'producthunt');
    assert.equal(view.touch.click_ids, undefined);
  });

  it('loads the tag also where a policy lets only scripts with its nonce run', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'nonce-abc'">`;
    stage.put('/', '', policy + pixel(`${withKey()} nonce="abc"`));
    const page = await stage.open('shop.example');
    await page.waitForFunction('document.cookie.includes("_cst=")');
  });

  it('of somebody whom nobody referred says nothing', async () => {
    stage.put('/', '', pixel(withKey()));
    const page = await stage.open('shop.example');
    await page.waitForFunction('document.cookie.includes("_cst=")');
    const before = (await signUps(page, 0)).length;
    await page.evaluate(`Affonso.signup('nobody@example.com')`);
    await page.waitForTimeout(400);
    assert.equal((await signUps(page, 0)).length, before);
    assert.equal(await page.evaluate('Affonso.getReferralId()'), null);
  });
});

describe('without consent', () => {
  const consent = 'data-requires-consent="true"';

  it('nothing is stored and the least is told, until it is granted', async () => {
    stage.put('/', '', listen + pixel(`${consent} ${withKey()}`));
    const page = await stage.newPage();
    const tracks = watchTracks(page);
    await page.goto(stage.url('shop.example', '/?ref=anna&gclid=Ab'));
    const id = await readyOn(page);
    await page.waitForURL(`**/?ref=anna&gclid=Ab&affonso_id=${id}`);
    assert.equal(await page.evaluate('Affonso.getReferralId()'), id);
    assert.equal(await page.evaluate('Affonso.isConsentRequired()'), true);
    await page.evaluate(`Affonso.signup('jane@example.com')`);
    await page.reload();
    assert.equal(await readyOn(page), id);
    await page.waitForTimeout(300);
    assert.deepEqual(await stage.context.cookies(), []);
    assert.deepEqual(tracks, [{ programId, trackingId: 'anna', hasConsent: false }]);

    assert.equal(await page.evaluate('affonsoConsentGranted()'), true);
    assert.equal((await cookie())?.value, id);
    assert.deepEqual(tracks.slice(1), [
      {
        ...{ programId, trackingId: 'anna', hasConsent: true },
        ...{ gclid: 'Ab', referrer: '', upgradeClickId: id },
      },
    ]);
    await page.waitForFunction('document.cookie.includes("_cst=")');
    assert.equal(await page.evaluate('affonsoConsentGranted()'), true);
    assert.equal(tracks.length, 2);
  });

  it('it may be granted on another page, to which the site has carried the id', async () => {
    stage.put('/', '', listen + pixel(consent));
    const page = await stage.open('shop.example', '/?ref=anna');
    const id = await readyOn(page);
    await page.goto(stage.url('shop.example', `/?affonso_id=${id}`));
    assert.equal(await readyOn(page), id);
    assert.deepEqual(await stage.context.cookies(), []);
    await page.evaluate('affonsoConsentGranted()');
    assert.equal((await cookie())?.value, id);
    await page.goto(stage.url('shop.example', '/?affonso_id=ref_junk'));
    await page.evaluate('affonsoConsentGranted()');
    assert.equal((await cookie())?.value, id);
  });
});

describe('the page sees no error', () => {
  const nonsense = `<script>addEventListener('load', () => {
    for (const who of [undefined, null, 1, Symbol('x'), {}, window, new Proxy({}, { get() { throw 0 } })])
      window.Affonso?.signup(who);
    window.affonsoConsentGranted?.();
  })</script>`;

  it('whatever is missing, forbidden or not what it was', async () => {
    const broken = [
      `fetch = () => { throw new Error('fetch') }`,
      'fetch = () => undefined',
      'fetch = undefined',
      `fetch = () => Promise.resolve(new Response('<html>'))`,
      `Object.defineProperty(document, 'cookie', { get() { throw new Error('cookie') }, set() { throw new Error('cookie') } })`,
      `Object.defineProperty(document, 'currentScript', { get: () => null })`,
      `history.replaceState = () => { throw new Error('history') }`,
      'window.clickstitch = 1',
      'window.clickstitch = Object.freeze({ l: 5 })',
    ];
    for (const breakage of broken) {
      for (const attributes of [withKey(), 'data-requires-consent="true"']) {
        stage.put('/', '', `<script>${breakage}</script>${pixel(attributes)}${nonsense}`);
        const page = await stage.open('shop.example', '/?ref=anna');
        await page.waitForTimeout(50);
        await page.close();
      }
    }
  });

  it('where a policy forbids to send, or the frame has no cookies', async () => {
    const policy = `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">`;
    stage.put('/strict', '', policy + pixel(withKey()) + nonsense);
    stage.put('/framed', '', pixel() + nonsense);
    stage.put('/', '<iframe sandbox="allow-scripts" src="/framed?ref=anna"></iframe>');
    const page = await stage.open('shop.example', '/strict?ref=anna');
    await page.waitForTimeout(200);
    assert.equal(await cookie(), undefined);
    await page.goto(stage.url('shop.example', '/'));
    const framed = page.frames()[1];
    await framed?.waitForFunction('window.affonso_referral');
    assert.match(`${await framed?.evaluate('Affonso.getReferralId()')}`, /^ref_/);
  });

  it('and the id lives as long as the page where cookies are off', async () => {
    const off = `<script>Object.defineProperty(document, 'cookie', { get: () => '', set() {} })</script>`;
    stage.put('/', '', off + listen + pixel());
    const page = await stage.open('shop.example', '/?ref=anna');
    assert.match(await readyOn(page), /^ref_/);
    assert.deepEqual(await stage.context.cookies(), []);
  });
});

it('is served as the tag is, at the vendor’s path and at its own', async () => {
  const [vendors, own] = await Promise.all(
    ['/js/pixel.min.js', '/affonso.js'].map((path) => fetch(`${collector.url}${path}`)),
  );
  const script = await own?.text();
  assert.equal(await vendors?.text(), script);
  assert.match(own?.headers.get('content-type') ?? '', /javascript/);
  const hash = own?.headers.get('etag')?.slice(1, -1);
  const pinned = await fetch(`${collector.url}/affonso.${hash}.js`);
  assert.match(pinned.headers.get('cache-control') ?? '', /immutable/);
  assert.equal(await pinned.text(), script);
  assert.equal((await fetch(`${collector.url}/affonso.000000000000.js`)).status, 404);
});
