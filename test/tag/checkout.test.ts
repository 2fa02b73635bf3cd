import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { click, newerClick, openShop, putShop, standIn, untilPart, untilReady, visitorId } from './checkout-stage.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const stripe = 'https://buy.stripe.com/test_abc';
const lemon = 'https://acme.lemonsqueezy.com/checkout/buy/d1f120fd';
const polar = 'https://buy.polar.sh/polar_cl_abc';
const linkTo = (href: string, more = '') => `<a id="pay" href="${href}" ${more}>Pay</a>`;

/** Opens a page with a link, clicks it, and returns where the browser went. */
async function follow(href: string, more = '', query?: string): Promise<string> {
  const web = await standIn(stage.context);
  const page = await openShop(stage, linkTo(href, more), query);
  await page.click('#pay');
  return web.next();
}

/** Changes nothing but what the click leads to, so that a test sees the link as it was followed. */
const holdBack = `<script>addEventListener('click', (event) => event.preventDefault())</script>`;
const hrefOf = (page: Page) => page.getAttribute('#pay', 'href');

describe("a link to Stripe's payment links", () => {
  it('tells the click, and leaves the other parameters as they are, byte for byte', async () => {
    const query = `?locale=auto&prefilled_promo_code=A%20B+c%2b&utm_source=%C3%A9,(x)`;
    const web = await standIn(stage.context);
    const page = await openShop(stage, linkTo(`${stripe}${query.replaceAll('&', '&amp;')}#top`));
    await page.click('#pay');
    assert.equal(await web.next(), `${stripe}${query}&client_reference_id=${click}`);
    assert.equal(page.url(), `${stripe}${query}&client_reference_id=${click}#top`);
  });

  it('tells the visitor where there was no click, in letters that Stripe takes', async () => {
    const url = new URL(await follow(stripe, '', ''));
    assert.equal(url.origin + url.pathname, stripe);
    assert.deepEqual([...url.searchParams.keys()], ['client_reference_id']);
    const [cookie] = await stage.context.cookies(stage.url('shop.example'));
    const { visitor_id } = JSON.parse(decodeURIComponent(cookie?.value ?? ''));
    assert.equal(url.searchParams.get('client_reference_id'), visitor_id);
    assert.match(visitor_id, /^[A-Za-z0-9_-]{36}$/);
  });

  it('tells the visitor where what came as a click is none of ours, for it would come back as a user', async () => {
    for (const forged of ['clk_short', `clk_${'a'.repeat(65)}`, `clk_${'a'.repeat(20)}%2Fx`]) {
      const reference = new URL(await follow(stripe, '', `?cs_click=${forged}`)).searchParams.get(
        'client_reference_id',
      );
      assert.match(reference ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]+$/, forged);
      await stage.context.clearCookies();
      await stage.context.unrouteAll();
    }
  });

  it('keeps what the site has put there itself', async () => {
    const own = `${stripe}?client_reference_id=order_7&locale=de`;
    assert.equal(await follow(own.replace('&', '&amp;')), own);
  });

  it('never tells an email, though the page has said one', async () => {
    const web = await standIn(stage.context);
    const page = await openShop(stage, linkTo(stripe));
    await page.evaluate(`clickstitch.identify('user_1', { email: 'jane@example.com' })`);
    await page.click('#pay');
    assert.equal(await web.next(), `${stripe}?client_reference_id=${click}`);
  });

  it('knows its other hosts, and one of the site by a word', async () => {
    const cases: [href: string, more: string][] = [
      ['https://donate.stripe.com/x', ''],
      ['https://book.stripe.com/x', ''],
      ['https://pay.shop.example/b/x', 'data-clickstitch-checkout="stripe"'],
    ];
    for (const [href, more] of cases) {
      assert.equal(await follow(href, more), `${href}?client_reference_id=${click}`);
      await stage.context.unrouteAll();
    }
  });

  it('tells nobody else, and not one that the site excepts', async () => {
    const cases: [href: string, more: string][] = [
      ['https://buy.stripe.com.evil.example/x', ''],
      ['https://xbuy.stripe.com/x', ''],
      ['https://docs.stripe.com/buy.stripe.com/', ''],
      ['https://checkout.stripe.com/c/pay/cs_1', ''],
      ['https://evil.example/?https://buy.stripe.com/x', ''],
      ['https://pay.shop.example/b/x', ''],
      ['https://acme.lemonsqueezy.com/billing', ''],
      ['https://polar.sh/acme', ''],
      [stripe, 'data-clickstitch-checkout="none"'],
      [stripe, 'data-clickstitch-checkout'],
    ];
    for (const [href, more] of cases) {
      assert.equal(await follow(href, more), href);
      await stage.context.unrouteAll();
    }
  });

  it('is changed only when it is followed', async () => {
    const page = await openShop(stage, linkTo(stripe) + holdBack);
    assert.equal(await hrefOf(page), stripe);
    await page.click('#pay');
    assert.equal(await hrefOf(page), `${stripe}?client_reference_id=${click}`);
    await page.click('#pay');
    assert.equal(await hrefOf(page), `${stripe}?client_reference_id=${click}`, 'once is enough');
  });

  it('is followed with the middle button, by key, in a new tab, inside a shadow tree, from within, and when it came later', async () => {
    // A host of the site's own: the first request of a new tab cannot be answered in place of Stripe.
    const own = stage.url('pay.shop.example', '/b/x');
    stage.put('/b/x', '');
    const link = (id: string) =>
      `<a target="_blank" data-clickstitch-checkout="stripe" href="${own}"><b id="${id}">Pay</b></a>`;
    const page = await openShop(stage, `${link('here')}<div id="host"></div>`);
    const ways: Record<string, () => Promise<unknown>> = {
      'the middle button': () => page.click('#here', { button: 'middle' }),
      'a new tab': () => page.click('#here', { modifiers: ['ControlOrMeta'] }),
      'a key': () => page.press('a', 'Enter'),
      'a shadow tree': async () => {
        await page.evaluate(
          `document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<p>${link('deep')}</p>'`,
        );
        await page.click('#deep');
      },
      'later than the tag': async () => {
        await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '${link('late')}')`);
        await page.click('#late');
      },
    };
    for (const [way, act] of Object.entries(ways)) {
      await page.evaluate(`document.querySelector('a').href = '${own}'`);
      const [tab] = await Promise.all([stage.context.waitForEvent('page'), act()]);
      await tab.waitForURL(/pay\.shop/);
      assert.equal(tab.url(), `${own}?client_reference_id=${click}`, way);
    }
  });

  it('tells the newer click once there is one, and nothing once the visitor takes back what they agreed to', async () => {
    const page = await openShop(stage, linkTo(`${stripe}?a=1`) + holdBack);
    await page.click('#pay');
    assert.equal(await hrefOf(page), `${stripe}?a=1&client_reference_id=${click}`);
    await page.evaluate(`history.pushState(null, '', '/?cs_click=${newerClick}')`);
    await stage.recorder.waitForEvents(2);
    await page.click('#pay');
    assert.equal(await hrefOf(page), `${stripe}?a=1&client_reference_id=${newerClick}`);
    await page.evaluate(`clickstitch.consent({ analytics: 'denied' })`);
    await page.click('#pay');
    assert.equal(await hrefOf(page), `${stripe}?a=1`);
  });

  it('is not changed by the right button, which opens a menu to copy it from', async () => {
    const page = await openShop(stage, linkTo(stripe) + holdBack);
    await page.click('#pay', { button: 'right' });
    assert.equal(await hrefOf(page), stripe);
  });

  it('on another host of the site is handed over to that one as well, and both are taken back', async () => {
    const own = 'https://pay.other.example/b/x';
    const page = await openShop(
      stage,
      linkTo(own, 'data-clickstitch-checkout="stripe"') + holdBack,
      `?cs_click=${click}`,
      'data-checkout data-linker="other.example"',
    );
    for (const _ of ['once', 'again']) {
      await page.click('#pay');
      const { searchParams } = new URL((await hrefOf(page)) ?? '');
      assert.deepEqual([...searchParams.keys()].toSorted(), ['client_reference_id', 'cs_link']);
      assert.equal(searchParams.get('client_reference_id'), click);
    }
    await page.evaluate(`clickstitch.consent({ analytics: 'denied' })`);
    await page.click('#pay');
    assert.equal(await hrefOf(page), own);
  });

  it('is left alone without the option, and where it says no', async () => {
    for (const attributes of ['', 'data-checkout="false"']) {
      putShop(stage, linkTo(stripe) + holdBack, attributes);
      const page = await stage.open('shop.example');
      await stage.recorder.waitForEvents(1);
      if (attributes) await untilPart(page);
      await page.click('#pay');
      assert.equal(await hrefOf(page), stripe, attributes);
      stage.recorder.clear();
    }
  });

  it('tells nothing before the visitor has agreed, and then the click that they came by', async () => {
    putShop(stage, linkTo(stripe) + holdBack, 'data-checkout data-consent="denied"');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilPart(page);
    await page.click('#pay');
    assert.equal(await hrefOf(page), stripe);
    await page.evaluate(`clickstitch.consent('granted')`);
    await page.click('#pay');
    assert.equal(await hrefOf(page), `${stripe}?client_reference_id=${click}`);
  });

  it('tells nothing where events go without ids, and all where only ads are denied', async () => {
    putShop(stage, linkTo(stripe) + holdBack, 'data-checkout data-consent="denied" data-cookieless="true"');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilPart(page);
    await stage.recorder.waitForEvents(1);
    await page.click('#pay');
    assert.equal(await hrefOf(page), stripe);
    putShop(stage, linkTo(stripe) + holdBack, `data-checkout data-consent='{"ads":"denied"}'`);
    await page.goto(stage.url('shop.example', `/?cs_click=${click}`));
    await untilReady(page);
    await page.click('#pay');
    assert.equal(await hrefOf(page), `${stripe}?client_reference_id=${click}`);
  });

  it('works where scripts may only be what the page trusts', async () => {
    stage.put(
      '/strict',
      linkTo(stripe) +
        '<input type="hidden" id="probe" data-clickstitch="visitor_id"><stripe-buy-button></stripe-buy-button>',
      `<meta http-equiv="Content-Security-Policy" content="script-src ${stage.recorder.origin}; require-trusted-types-for 'script'; trusted-types 'none'">${stage.script('data-checkout')}`,
    );
    const web = await standIn(stage.context);
    const page = await stage.open('shop.example', `/strict?cs_click=${click}`);
    await untilReady(page);
    assert.equal(await page.getAttribute('stripe-buy-button', 'client-reference-id'), click);
    await page.click('#pay');
    assert.equal(await web.next(), `${stripe}?client_reference_id=${click}`);
  });
});

describe('the way back from a checkout', () => {
  it('brings nobody: the click that led there stays the last', async () => {
    const back = stage.url('shop.example', '/thanks?session_id=cs_test_1');
    // As Stripe sends buyers back: to a URL of the site's, with the session's id in it.
    await standIn(stage.context, `<script>location.replace('${back}')</script>`);
    putShop(stage, linkTo(stripe));
    putShop(stage, '<p id="thanks">', undefined, '/thanks');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilReady(page);
    const before = await visitorId(page);
    await page.click('#pay');
    await page.waitForSelector('#thanks', { state: 'attached' });
    await untilReady(page);
    assert.match(await page.evaluate('document.referrer'), /^https:\/\/buy\.stripe\.com/);
    assert.doesNotMatch(page.url(), /client_reference_id|clk_/);
    assert.equal(await visitorId(page), before);
    const [, view] = (await stage.recorder.waitForEvents(2)).filter(({ name }) => name === 'page_view');
    assert.equal(view?.touch, null);
    const [cookie] = await stage.context.cookies(stage.url('shop.example'));
    assert.equal(JSON.parse(decodeURIComponent(cookie?.value ?? '')).last.click_ids.cs_click.value, click);
  });
});

describe('a link to another checkout', () => {
  it('of Lemon Squeezy tells visitor and click as custom data', async () => {
    for (const href of [
      lemon,
      'https://acme.lemonsqueezy.com/buy/d1f120fd',
      'https://pay.shop.example/checkout/buy/1',
    ]) {
      const url = await follow(`${href}?embed=1`, href === lemon ? '' : 'data-clickstitch-checkout="lemon_squeezy"');
      const id = new URL(url).searchParams.get('checkout[custom][clickstitch_visitor_id]');
      assert.match(id ?? '', /^[\w-]{36}$/);
      assert.equal(
        url,
        `${href}?embed=1&checkout[custom][clickstitch_visitor_id]=${id}&checkout[custom][clickstitch_click_id]=${click}`,
      );
      await stage.context.unrouteAll();
    }
  });

  it('of Lemon Squeezy keeps what the site has put there, encoded or not', async () => {
    const own = `${lemon}?checkout%5Bcustom%5D%5Bclickstitch_visitor_id%5D=own&checkout[custom][user_id]=7`;
    assert.equal(await follow(own.replace('&', '&amp;')), `${own}&checkout[custom][clickstitch_click_id]=${click}`);
  });

  it('of Lemon Squeezy is changed before its overlay reads it', async () => {
    // As lemon.js does by its documentation: a click on such a link opens an overlay with its URL, in place of going there.
    const overlay = `<script>
      const link = document.querySelector('.lemonsqueezy-button');
      link.addEventListener('click', (event) => { event.preventDefault(); window.opened = link.href; });
    </script>`;
    const page = await openShop(stage, linkTo(lemon, 'class="lemonsqueezy-button"') + overlay);
    await page.click('#pay');
    assert.match(await page.evaluate('window.opened'), new RegExp(`clickstitch_click_id\\]=${click}$`));
  });

  it('of Polar tells the click as its reference', async () => {
    for (const href of [polar, 'https://sandbox-api.polar.sh/v1/checkout-links/polar_cl_abc/redirect']) {
      assert.equal(await follow(`${href}?customer_name=a`), `${href}?customer_name=a&reference_id=${click}`);
      await stage.context.unrouteAll();
    }
    assert.equal(await follow(`${polar}?reference_id=own`), `${polar}?reference_id=own`);
  });
});

describe('a form that leads to a checkout', () => {
  it('sends who comes along with its fields, without one more of them', async () => {
    const web = await standIn(stage.context);
    const form = `<form action="${stripe}"><input name="locale" value="de"><input name="action" value="x"><button id="send"></button></form>`;
    const page = await openShop(stage, form);
    await page.click('#send');
    assert.equal(await web.next(), `${stripe}?locale=de&action=x&client_reference_id=${click}`);
    assert.equal((await page.context().pages()).length, 1);
  });

  it('keeps what the site has put there, looks at the button, and leaves other forms alone', async () => {
    const cases: [form: string, sent: RegExp][] = [
      [
        `<form action="${stripe}"><input name="client_reference_id" value="own"><button id="send">`,
        /\?client_reference_id=own$/,
      ],
      [
        `<form action="https://other.example/"><button id="send" formaction="${stripe}">`,
        new RegExp(`abc\\?client_reference_id=${click}$`),
      ],
      [`<form action="${stripe}"><button id="send" formaction="https://other.example/x">`, /example\/x\?$/],
      ['<form action="https://other.example/x"><button id="send">', /example\/x\?$/],
      [`<form action="${stripe}" method="post"><input name="a" value="1"><button id="send">`, /abca=1$/],
      [
        '<form action="https://pay.shop.example/x" data-clickstitch-checkout="stripe"><button id="send">',
        /x\?client_reference_id=clk_/,
      ],
    ];
    for (const [form, sent] of cases) {
      const web = await standIn(stage.context);
      const page = await openShop(stage, `${form}</button></form>`);
      await page.click('#send');
      assert.match(await web.next(), sent);
      await page.close();
      await stage.context.unrouteAll();
    }
  });
});
