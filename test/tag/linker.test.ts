import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { eventsFrom, sentFrom } from './events-from.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const older = '01931c4e-7b1a-7abc-8def-000000000000';
const newer = '0196aaaa-7b1a-7abc-8def-000000000000';
const hosts = 'data-linker="shop.example, pay.example"';

interface Kept {
  visitor_id: string;
  user_id?: string;
  first?: { id: string; referral_code?: string; utm?: Record<string, string> };
  last?: Kept['first'];
}

/** What the cookie of a host holds; `undefined` where there is none. */
async function cookieOf(host: string): Promise<Kept | undefined> {
  const [cookie] = (await stage.context.cookies(stage.url(host))).filter(({ name }) => name === '_cst');
  return cookie && JSON.parse(decodeURIComponent(cookie.value));
}
async function setCookie(host: string, visitor: object): Promise<void> {
  const value = encodeURIComponent(JSON.stringify({ ts: Date.now() - 1000, ...visitor }));
  await stage.context.addCookies([{ name: '_cst', path: '/', domain: `.${host}`, value }]);
}
/** A shop that links to a page on another host, and that page. Both have the tag. */
function putBoth(body: string, attributes = hosts, arrivalHead = ''): void {
  stage.put('/', body, stage.stub + stage.script(attributes));
  stage.put('/pay', '', arrivalHead + stage.stub + stage.script(attributes));
}
/** Opens the shop by a partner's link, and waits until it knows the visitor. */
async function openShop(path = '/?via=anna'): Promise<Page> {
  const page = await stage.open('shop.example', path);
  await eventsFrom(stage, 'shop.example');
  return page;
}
const target = (path = '/pay', host = 'pay.example') => stage.url(host, path);
const link = (path?: string, host?: string, more = '') => `<a id="x" href="${target(path, host)}" ${more}>go</a>`;
/** The visitor that arrived on the other host is the shop's, by one page view, and by what brought them. */
async function isHandedOver(page: Page, path = '/pay'): Promise<void> {
  const [view, ...more] = await eventsFrom(stage, 'pay.example');
  assert.deepEqual(more, []);
  const shop = (await cookieOf('shop.example')) ?? assert.fail();
  assert.deepEqual([view?.name, view?.visitor_id, view?.touch], ['page_view', shop.visitor_id, null]);
  assert.deepEqual([page.url(), view?.url], [target(path), target(path)]);
  const { visitor_id, first, last } = (await cookieOf('pay.example')) ?? assert.fail();
  assert.deepEqual({ visitor_id, first, last }, { visitor_id: shop.visitor_id, first: shop.first, last: shop.last });
  assert.equal(last?.referral_code, 'anna');
}
/** The other host knows nothing of the shop's visitor. */
async function isNotHandedOver(host = 'pay.example'): Promise<void> {
  const [view, ...more] = await eventsFrom(stage, host);
  assert.deepEqual(more, []);
  assert.notEqual(view?.visitor_id, (await cookieOf('shop.example'))?.visitor_id);
  assert.equal((await cookieOf(host))?.last?.referral_code, undefined);
}
/** The tab that opens. */
async function opened(act: () => Promise<unknown>): Promise<Page> {
  const [page] = await Promise.all([stage.context.waitForEvent('page'), act()]);
  await page.waitForURL(/pay\.example/);
  return page;
}
/** A link that the tag would have made, but for what is changed. */
async function madeLink(change: (parts: string[]) => void = () => {}): Promise<string> {
  const page = await openShop();
  await page.evaluate(`addEventListener('click', (event) => event.preventDefault())`);
  await page.click('#x');
  const href = (await page.getAttribute('#x', 'href')) ?? '';
  const parts = /cs_link=([^&#]*)/.exec(href)?.[1]?.split('.') ?? assert.fail(href);
  change(parts);
  return target(`/pay?cs_link=${parts.join('.')}`);
}
/** Follows a link from a page on a host, without a tag that has to do with it. */
async function follow(href: string, host: string): Promise<Page> {
  stage.put('/plain', `<a id="x" href="${href}">go</a>`);
  const page = await stage.open(host, '/plain');
  await page.click('#x');
  await page.waitForURL(/pay\.example/);
  return page;
}
/** What was dropped on the page, and why. */
const reasons = `<script>window.reasons = []</script>`;
const listen = `<script>clickstitch.debug((at, verdict, subject, reason) => verdict === 'dropped' && reasons.push(reason))</script>`;

describe('a link to another of the sites', () => {
  const click = (page: Page) => page.click('#x').then(() => page);
  const blank = '<img id="i" usemap="#m" width="50" height="50" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">';
  const ways: Record<string, [body: () => string, act: (page: Page) => Promise<Page>]> = {
    'a click': [() => link(), click],
    'a click on what is inside': [() => `<a href="${target()}"><b><i id="x">go</i></b></a>`, click],
    'the enter key': [
      () => link(),
      async (page) => {
        await page.focus('#x');
        await page.keyboard.press('Enter');
        return page;
      },
    ],
    'the middle button': [() => link(), (page) => opened(() => page.click('#x', { button: 'middle' }))],
    'a click with the control key': [
      () => link(),
      (page) => opened(() => page.click('#x', { modifiers: ['Control'] })),
    ],
    'a click that opens a tab': [
      () => link(undefined, undefined, 'target="_blank"'),
      (page) => opened(() => page.click('#x')),
    ],
    'an area of a picture': [
      () => `<map name="m"><area shape="rect" coords="0,0,50,50" href="${target()}"></map>${blank}`,
      (page) => page.click('#i').then(() => page),
    ],
    'a link in a shadow tree': [
      () =>
        `<div id="h"></div><script>h.attachShadow({ mode: 'open' }).innerHTML = '<a id="x" href="${target()}"><i>go</i></a>'</script>`,
      (page) => page.click('#h i').then(() => page),
    ],
    'a link without a scheme, and blanks around it': [
      () => `<a id="x" href=" \n${target().slice(5)}\n ">go</a>`,
      click,
    ],
    'a link by the base of the page': [() => `<base href="${target('/')}"><a id="x" href="pay">go</a>`, click],
    'a handler of the page that goes on by itself': [
      () => `${link()}<script>x.onclick = (event) => { event.preventDefault(); location = x.href }</script>`,
      click,
    ],
  };
  for (const [way, [body, act]] of Object.entries(ways)) {
    it(`takes the visitor along by ${way}`, async () => {
      putBoth(body());
      const page = await act(await openShop());
      await isHandedOver(page);
    });
  }

  it('is followed on either side of the page that it opens, and what is bought there is credited', async () => {
    putBoth(link());
    const page = await openShop('/?via=anna&gclid=AbC');
    await page.click('#x');
    await isHandedOver(page);
    await page.evaluate(`track('purchase', { order_id: 'A-1', value: 5, currency: 'EUR' })`);
    const [, purchase] = await eventsFrom(stage, 'pay.example', 2);
    const shop = await cookieOf('shop.example');
    assert.deepEqual(
      [purchase?.visitor_id, purchase?.touch?.id, purchase?.touch?.click_ids?.['gclid']?.value],
      [shop?.visitor_id, shop?.last?.id, 'AbC'],
    );
  });

  it('keeps all else of its URL, byte for byte', async () => {
    for (const path of ['/pay?/a+b=%20&c=ü&&d', '/pay?', '/pay#/x?y=1', '/pay?a=1&b=%2F#f~?&cs_link=z']) {
      putBoth(link(path));
      const page = await openShop();
      await page.click('#x');
      await page.waitForURL(/pay\.example/);
      await eventsFrom(stage, 'pay.example');
      // A question mark that has nothing behind it goes.
      assert.equal(page.url(), new URL(target(path)).href.replace(/\?$/, ''));
      stage.recorder.clear();
      await page.close();
    }
  });

  it('is changed when it is followed, and each time anew', async () => {
    putBoth(`${link('/pay?a=1')}<script>addEventListener('click', (event) => event.preventDefault())</script>`);
    const page = await openShop();
    const href = () => page.getAttribute('#x', 'href');
    await page.hover('#x');
    await page.focus('#x');
    assert.equal(await href(), target('/pay?a=1'));
    await page.click('#x');
    const once = await href();
    assert.match(`${once}`, /\/pay\?a=1&cs_link=1\.\w+\.\w+\.[\w-]+$/);
    await page.waitForTimeout(1100);
    await page.click('#x');
    const twice = await href();
    assert.notEqual(twice, once);
    assert.match(`${twice}`, /\/pay\?a=1&cs_link=1\.\w+\.\w+\.[\w-]+$/);
    assert.equal(`${twice}`.split('cs_link').length, 2);
  });

  it('holds neither account nor address, nor what was not agreed to', async () => {
    putBoth(`${link()}<script>addEventListener('click', (event) => event.preventDefault())</script>`);
    const page = await openShop('/?via=anna&gclid=secret-click&cs_click=clk_1');
    await page.evaluate(`clickstitch.identify('user_1', { email: 'jane@mail.example', phone: '+4915112345678' })`);
    const payload = async () => {
      await page.click('#x');
      const href = (await page.getAttribute('#x', 'href')) ?? '';
      assert.ok(href.length < 2200, `${href.length}`);
      return Buffer.from(href.split('.').at(-1) ?? '', 'base64url').toString();
    };
    const all = await payload();
    assert.deepEqual(Object.keys(JSON.parse(all)), ['visitor_id', 'last']);
    assert.doesNotMatch(all, /user_1|jane|4915/);
    assert.match(all, /secret-click/);
    await page.evaluate(`clickstitch.consent({ ads: 'denied' })`);
    const some = await payload();
    assert.doesNotMatch(some, /secret-click/);
    assert.match(some, /clk_1/);
    assert.match(some, /anna/);
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.click('#x');
    assert.equal(await page.getAttribute('#x', 'href'), target(), 'what was put in before is out again');
  });

  it('is left alone by a click that opens the menu only', async () => {
    putBoth(link());
    const page = await openShop();
    await page.click('#x', { button: 'right' });
    assert.equal(await page.getAttribute('#x', 'href'), target());
  });

  it('is left alone where it leads elsewhere, or nowhere', async () => {
    const { port } = new URL(stage.url('any'));
    const untouched = [
      `http://evilpay.example:${port}/`,
      `http://pay.example.evil.example:${port}/`,
      `http://evil.example:${port}/?pay.example`,
      `http://pay.example@evil.example:${port}/`,
      `http://other.example:${port}/`,
      `http://shop.example:${port}/next?x`,
      `http://www.shop.example:${port}/next`,
      '/next?a=1',
      '#top',
      '',
      'mailto:jane@pay.example',
      'tel:+49',
      'javascript:void 0',
      'ftp://pay.example/',
      'http://',
    ];
    const links = untouched.map((href) => `<p><a href="${href}">go</a></p>`).join('');
    const stay = `<script>addEventListener('click', (event) => event.preventDefault())</script>`;
    putBoth(`${links}<p><a>no link</a></p>${link()}${stay}`);
    const page = await openShop();
    for (const anchor of await page.locator('a').all()) await anchor.click();
    const hrefs = await page.evaluate(`[...document.links].map((link) => link.getAttribute('href'))`);
    assert.deepEqual((hrefs as string[]).slice(0, -1), untouched);
    assert.match((hrefs as string[]).at(-1) ?? '', /cs_link/, 'the one that leads to another of the sites is changed');
  });

  it('goes to a host below one of the list, and from one to the other under a public suffix', async () => {
    const attributes = `data-linker='["acme.co.uk", "https://*.Other.co.uk:8080/x"]'`;
    stage.put('/', link('/pay', 'www.other.co.uk'), stage.script(attributes));
    stage.put('/pay', '', stage.script(attributes));
    const page = await stage.open('shop.acme.co.uk', '/?via=anna');
    const [view] = await eventsFrom(stage, 'shop.acme.co.uk');
    await page.click('#x');
    const [arrival] = await eventsFrom(stage, 'www.other.co.uk');
    assert.equal(arrival?.visitor_id, view?.visitor_id);
    assert.equal((await cookieOf('other.co.uk'))?.last?.referral_code, 'anna');
  });

  it('is left alone where nothing is listed, and where the list is none', async () => {
    for (const attributes of ['', 'data-linker=""', 'data-linker="false"', 'data-linker="example, :// , com"']) {
      putBoth(link(), attributes);
      const page = await openShop();
      await page.click('#x');
      await page.waitForURL(/pay\.example/);
      assert.equal(page.url(), target());
      await isNotHandedOver();
      stage.recorder.clear();
      await page.close();
      await stage.context.clearCookies();
    }
  });

  it('is left alone while the visitor has not agreed', async () => {
    putBoth(link(), `${hosts} data-consent="denied" data-cookieless="true"`);
    const page = await stage.open('shop.example', '/?via=anna');
    await eventsFrom(stage, 'shop.example');
    await page.click('#x');
    await page.waitForURL(/pay\.example/);
    assert.equal(page.url(), target());
    assert.deepEqual(await stage.context.cookies(), []);
  });

  it('is left to a router that shows the page itself', async () => {
    const router = `<script>x.onclick = (event) => {
      event.preventDefault(); history.pushState({ n: 1 }, '', new URL(x.href).pathname) }</script>`;
    putBoth(`<a id="x" href="/next?a=1">go</a>${router}`);
    const page = await openShop();
    await page.click('#x');
    const [, view] = await eventsFrom(stage, 'shop.example', 2);
    assert.equal(new URL(view?.url ?? '').pathname, '/next');
    assert.equal(await page.getAttribute('#x', 'href'), '/next?a=1');
  });
});

describe('a form that is sent to another of the sites', () => {
  const send = '<button id="x">send</button>';
  const clobbering = ['action', 'method', 'getAttribute', 'setAttribute', 'append', 'attributes', 'baseURI']
    .map((name) => `<input name="${name}" value="/x">`)
    .join('');
  const forms: Record<string, [form: () => string, path: string]> = {
    'by GET': [() => `<form action="${target()}"><input name="q" value="1">${send}</form>`, '/pay?q=1'],
    'by POST': [
      () => `<form method="post" action="${target('/pay?a=1#f')}"><input name="q" value="1">${send}</form>`,
      '/pay?a=1#f',
    ],
    'by GET, to where the button says': [
      () => `<form action="/nowhere"><button id="x" name="q" value="1" formaction="${target()}">send</button></form>`,
      '/pay?q=1',
    ],
    'by POST, to where the button says': [
      () =>
        `<form action="/nowhere"><button id="x" formmethod="POST" formaction="${target('/pay?a=1')}">send</button></form>`,
      '/pay?a=1',
    ],
    'by a button outside': [
      () => `<form id="f" action="${target()}"></form><button id="x" form="f">send</button>`,
      '/pay',
    ],
    'with fields that are named as what a form has': [
      // The button is outside, or what drives the browser stumbles over them.
      () =>
        `<form id="f" method="post" action="${target('/pay?a=1')}">${clobbering}</form><button id="x" form="f">send</button>`,
      '/pay?a=1',
    ],
    'in a shadow tree': [
      () =>
        `<div id="h"></div><script>h.attachShadow({ mode: 'open' }).innerHTML = '<form method="post" action="${target()}">${send}</form>'</script>`,
      '/pay',
    ],
  };
  for (const [how, [form, path]] of Object.entries(forms)) {
    it(`takes the visitor along ${how}`, async () => {
      putBoth(form());
      const page = await openShop();
      await page.click('#x');
      await page.waitForURL(/pay\.example/);
      await page.waitForURL(target(path.replace(/^\/pay$/, '/pay*')));
      // A form without a field leaves the question mark, which goes with the parameter.
      await isHandedOver(page, path);
    });
  }

  it('has one field more, however often it is sent, and none where it leads elsewhere', async () => {
    const stay = `<script>addEventListener('submit', (event) => {
      event.preventDefault(); sent = [...new FormData(event.target).keys()] })</script>`;
    putBoth(`<form id="f" action="${target()}"><input name="q">${send}</form>${stay}`);
    const page = await openShop();
    for (const expected of [
      ['q', 'cs_link'],
      ['q', 'cs_link'],
    ]) {
      await page.click('#x');
      assert.deepEqual(await page.evaluate('sent'), expected);
    }
    for (const action of [stage.url('evilpay.example'), stage.url('www.shop.example'), '/', 'mailto:a@pay.example']) {
      await page.evaluate(`f.setAttribute('action', '${action}')`);
      await page.click('#x');
      assert.deepEqual(await page.evaluate('sent'), ['q'], action);
      assert.equal(await page.getAttribute('#f', 'action'), action);
    }
    await page.evaluate(`f.setAttribute('action', '${target()}'); f.method = 'dialog'`);
    await page.click('#x');
    assert.deepEqual(await page.evaluate('sent'), ['q']);
  });
});

describe('an arrival from another of the sites', () => {
  it('is one page view of a clean URL, and no arrival from outside', async () => {
    putBoth(link('/pay?a=1#f'));
    const page = await openShop();
    await page.click('#x');
    await isHandedOver(page, '/pay?a=1#f');
    const text = JSON.stringify(stage.recorder.recordings.map(({ batch }) => batch));
    assert.doesNotMatch(text, /cs_link/);
    // What the router does later is seen as ever.
    await page.evaluate(`history.replaceState(null, '', '/pay?a=1#g')`);
    await page.evaluate(`history.pushState(null, '', '/next')`);
    const [, next] = await eventsFrom(stage, 'pay.example', 2);
    assert.equal(new URL(next?.url ?? '').pathname, '/next');
  });

  it('by a campaign is one all the same', async () => {
    putBoth(link('/pay?utm_source=news'));
    const page = await openShop();
    await page.click('#x');
    const [view] = await eventsFrom(stage, 'pay.example');
    assert.equal(view?.touch?.utm?.['source'], 'news');
    const { first, last, visitor_id } = (await cookieOf('pay.example')) ?? assert.fail();
    assert.deepEqual([first?.referral_code, last?.utm], ['anna', { source: 'news' }]);
    assert.equal(visitor_id, (await cookieOf('shop.example'))?.visitor_id);
  });

  it('without the parameter is none that the other site has brought, where it is listed', async () => {
    putBoth(`<script>setTimeout(() => { location = '${target()}' }, 1500)</script>`);
    const page = await openShop();
    await page.waitForURL(/pay\.example/);
    const [view] = await eventsFrom(stage, 'pay.example');
    assert.deepEqual([view?.touch, (await cookieOf('pay.example'))?.last], [null, undefined]);
    // As it is told where nothing is listed.
    stage.put('/pay', '', stage.script());
    await stage.context.clearCookies();
    stage.recorder.clear();
    await openShop();
    const [other] = await eventsFrom(stage, 'pay.example');
    assert.equal(new URL(other?.touch?.referrer ?? '').hostname, 'shop.example');
  });

  it("leaves the router's state, and the number of pages to go back to", async () => {
    const state = `<script>history.replaceState({ key: 'k', n: [1] }, '')</script>`;
    putBoth(link(), hosts, state);
    const page = await openShop();
    await page.click('#x');
    await isHandedOver(page);
    assert.deepEqual(await page.evaluate('history.state'), { key: 'k', n: [1] });
    await page.goBack();
    await page.waitForURL(/shop\.example/);
  });

  it('counts where a router has cleaned the URL before the script came', async () => {
    const router = `<script>history.replaceState({ n: 1 }, '', '/clean')</script>`;
    stage.put('/', link(), stage.stub + stage.script(hosts));
    stage.put('/pay', '', stage.stub + router + stage.script(hosts));
    const page = await openShop();
    await page.click('#x');
    const [view] = await eventsFrom(stage, 'pay.example', 2);
    const shop = await cookieOf('shop.example');
    assert.equal(view?.visitor_id, shop?.visitor_id);
    assert.equal((await cookieOf('pay.example'))?.visitor_id, shop?.visitor_id);
    assert.deepEqual(await page.evaluate('history.state'), { n: 1 });
  });

  it('has the older of two visitors, the earlier first arrival and the later last one', async () => {
    const touch = (id: string, occurred_at: number) => ({
      ...{ id, occurred_at, url: 'https://any.example/', utm: { source: id } },
    });
    const now = Date.now();
    const [old, middle, late] = [
      touch('t-old', now - 900_000),
      touch('t-mid', now - 600_000),
      touch('t-new', now - 9000),
    ];
    const cases = [
      { shop: older, pay: newer, shopTouches: [middle, middle], payTouches: [old, late], id: older },
      { shop: newer, pay: older, shopTouches: [old, late], payTouches: [middle, middle], id: older },
      { shop: older, pay: newer, shopTouches: [old, old], payTouches: [middle, late], id: older },
      { shop: newer, pay: older, shopTouches: [middle, late], payTouches: [old, old], id: older },
    ];
    for (const { shop, pay, shopTouches, payTouches, id } of cases) {
      await setCookie('shop.example', {
        visitor_id: shop,
        first: shopTouches[0],
        last: shopTouches[1],
        user_id: 'one',
      });
      const renewed_at = Date.now() - 5000;
      await setCookie('pay.example', {
        ...{ visitor_id: pay, first: payTouches[0], last: payTouches[1], user_id: 'two', renewed_at },
      });
      putBoth(link());
      const page = await openShop('/');
      await page.click('#x');
      await page.waitForURL(/pay\.example/);
      const [view] = await eventsFrom(stage, 'pay.example');
      assert.equal(view?.visitor_id, id);
      const kept = (await cookieOf('pay.example')) ?? assert.fail();
      assert.deepEqual(
        [kept.visitor_id, kept.first?.id, kept.last?.id, kept.user_id],
        [id, 't-old', 't-new', 'two'],
        JSON.stringify({ shop, pay }),
      );
      // It stays so on the next page, which has nothing to go by but the cookie.
      await page.goto(target());
      assert.deepEqual([(await cookieOf('pay.example'))?.visitor_id, kept.last?.id], [id, 't-new']);
      stage.recorder.clear();
      await page.close();
      await stage.context.clearCookies();
    }
  });

  it('waits for consent as everything does', async () => {
    putBoth(link());
    stage.put('/pay', '', stage.stub + stage.script(`${hosts} data-consent="denied"`));
    const page = await openShop();
    await page.click('#x');
    await page.waitForURL(target());
    await page.waitForTimeout(500);
    assert.deepEqual([await cookieOf('pay.example'), sentFrom(stage, 'pay.example')], [undefined, []]);
    await page.evaluate(`clickstitch.consent('granted')`);
    await isHandedOver(page);
  });

  it('makes nobody known who has refused', async () => {
    putBoth(link());
    stage.put('/pay', '', stage.stub + stage.script(`${hosts} data-consent="denied"`));
    const page = await openShop();
    await page.click('#x');
    await page.waitForURL(target());
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.evaluate(`clickstitch.consent('granted')`);
    await isNotHandedOver();
  });

  it('is handed on with what the visitor agrees to there', async () => {
    putBoth(link());
    stage.put('/pay', '', stage.stub + stage.script(`${hosts} data-consent='{"ads":"denied"}'`));
    const page = await openShop('/?via=anna&gclid=secret-click');
    await page.click('#x');
    await page.waitForURL(target());
    const [view] = await eventsFrom(stage, 'pay.example');
    assert.equal(view?.visitor_id, (await cookieOf('shop.example'))?.visitor_id);
    const kept = await cookieOf('pay.example');
    assert.equal(kept?.last?.referral_code, 'anna');
    assert.doesNotMatch(JSON.stringify(kept), /secret-click/);
  });
});

describe('a parameter that is not believed', () => {
  const cases: Record<string, [change: (parts: string[]) => void, reason: RegExp]> = {
    'is too old': [
      (parts) => {
        parts[1] = (Math.floor(Date.now() / 1000) - 600).toString(36);
      },
      /expired/,
    ],
    'is from the future': [
      (parts) => {
        parts[1] = (Math.floor(Date.now() / 1000) + 600).toString(36);
      },
      /expired/,
    ],
    'has another check': [
      (parts) => {
        parts[2] = 'abc';
      },
      /another browser/,
    ],
    'has another content': [
      (parts) => {
        parts[3] = Buffer.from(`{"visitor_id":"${older}"}`).toString('base64url');
      },
      /another browser/,
    ],
    'is cut': [
      (parts) => {
        parts.pop();
      },
      /malformed/,
    ],
    'is of a version to come': [
      (parts) => {
        parts[0] = '2';
      },
      /malformed/,
    ],
  };
  /** The page is as if it had come without, and the reason is told. */
  async function isRefused(page: Page, reason: RegExp): Promise<void> {
    await isNotHandedOver();
    assert.equal(page.url(), target());
    const [told, ...more] = (await page.evaluate('reasons')) as string[];
    assert.deepEqual(more, []);
    assert.match(`${told}`, reason);
  }
  const putListening = () => {
    putBoth(link());
    stage.put('/pay', '', reasons + stage.stub + listen + stage.script(hosts));
  };

  for (const [what, [change, reason]] of Object.entries(cases)) {
    it(`because it ${what}`, async () => {
      putListening();
      await isRefused(await follow(await madeLink(change), 'shop.example'), reason);
    });
  }

  it('but would be, were it not for that', async () => {
    putListening();
    const page = await follow(await madeLink(), 'shop.example');
    await isHandedOver(page);
    assert.deepEqual(await page.evaluate('reasons'), []);
  });

  it('because the visitor came from a site that is not listed', async () => {
    putListening();
    await isRefused(await follow(await madeLink(), 'evil.example'), /referrer/);
  });

  it('because nobody can say where the visitor came from', async () => {
    putListening();
    const page = await stage.newPage();
    await page.goto(await madeLink());
    await isRefused(page, /referrer/);
  });

  it('because it was made in another browser', async () => {
    putListening();
    const href = await madeLink();
    const { context } = stage;
    const browser = context.browser() ?? assert.fail();
    stage.context = await browser.newContext({ userAgent: 'Mozilla/5.0 (Phone) Other/1.0' });
    try {
      const page = await follow(href, 'shop.example');
      await page.waitForURL(target());
      assert.match(`${await page.evaluate('reasons')}`, /another browser/);
      const [view] = await eventsFrom(stage, 'pay.example');
      assert.notEqual(view?.visitor_id, sentFrom(stage, 'shop.example')[0]?.visitor_id);
      assert.equal((await cookieOf('pay.example'))?.last?.referral_code, undefined);
    } finally {
      await stage.context.close();
      stage.context = context;
    }
  });
});

describe('the package', () => {
  it('hands over and takes over as the script does', async () => {
    const { origin } = stage.recorder;
    const imports = { '@clickstitch/tag': `${origin}/esm/index.js`, 'js-cookie': `${origin}/js-cookie.js` };
    const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
    const options = `{ key: 'pk_npm', endpoint: '${origin}', linker: ['shop.example', 'pay.example'] }`;
    const app = `<script type="module">import { init } from '@clickstitch/tag'; init(${options})</script>`;
    stage.put('/', link('/pay?a=1'), map + app);
    stage.put('/pay', '', map + app);
    const page = await openShop();
    await page.click('#x');
    await page.waitForURL(/pay\.example/);
    await isHandedOver(page, '/pay?a=1');
  });
});
