import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { click, newerClick, openShop, putShop, untilPart, untilReady, visitorId } from './checkout-stage.ts';
import { setStage } from './stage.ts';

const stage = setStage();

/** Stand-ins for Stripe's elements, which write down what they are told of the attribute that they observe. */
const define = `<script>
  window.heard = [];
  for (const name of ['stripe-buy-button', 'stripe-pricing-table'])
    customElements.define(name, class extends HTMLElement {
      static observedAttributes = ['client-reference-id'];
      attributeChangedCallback(attribute, before, now) { heard.push([name, before, now]); }
    });
</script>`;
const button = '<stripe-buy-button buy-button-id="buy_btn_1" publishable-key="pk_test_1"></stripe-buy-button>';
const table = '<stripe-pricing-table pricing-table-id="prctbl_1" publishable-key="pk_test_1"></stripe-pricing-table>';

const referenceOf = (page: Page, element = 'stripe-buy-button') =>
  page.evaluate<string | null>(`document.querySelector('${element}').getAttribute('client-reference-id')`);

/** Waits until an element has the attribute, or has it no more. */
const untilReference = (page: Page, selector: string) => page.waitForSelector(selector, { state: 'attached' });

describe("Stripe's buy button and pricing table", () => {
  it('are told of the click, whether their own script has come before the tag or not', async () => {
    for (const body of [define + button + table, button + table + define]) {
      const page = await openShop(stage, body);
      assert.deepEqual(await page.evaluate('window.heard'), [
        ['stripe-buy-button', null, click],
        ['stripe-pricing-table', null, click],
      ]);
      await page.close();
    }
    const page = await openShop(stage, button);
    await page.addScriptTag({ content: define.replace(/<\/?script>/g, '') });
    assert.deepEqual(await page.evaluate('window.heard'), [['stripe-buy-button', null, click]], 'much later');
  });

  it('are told of the visitor where there was no click', async () => {
    const page = await openShop(stage, button, '');
    assert.equal(await referenceOf(page), await visitorId(page));
  });

  it('are told when they are put in later, alone or inside of something', async () => {
    const page = await openShop(stage, define);
    await page.evaluate(`document.body.append(document.createElement('stripe-pricing-table'))`);
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<div><p>${button}</p></div>')`);
    await untilReference(page, `stripe-buy-button[client-reference-id="${click}"]`);
    assert.equal(await referenceOf(page, 'stripe-pricing-table'), click);
  });

  it('keep what the site has put there itself, also when it does so later', async () => {
    const own = button.replace('buy-button-id', 'client-reference-id="order_7" buy-button-id');
    const page = await openShop(stage, define + own + table);
    assert.equal(await referenceOf(page), 'order_7');
    await page.evaluate(
      `document.querySelector('stripe-pricing-table').setAttribute('client-reference-id', 'order_8')`,
    );
    await page.evaluate(`clickstitch.track('demo_asked')`);
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.evaluate(`clickstitch.consent('granted')`);
    await page.waitForTimeout(300);
    assert.equal(await referenceOf(page), 'order_7');
    assert.equal(await referenceOf(page, 'stripe-pricing-table'), 'order_8');
  });

  it('are told of nobody before the visitor has agreed, and of nobody any more when they take it back', async () => {
    putShop(stage, define + button, 'data-checkout data-consent="denied"');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilPart(page);
    assert.deepEqual(await page.evaluate('window.heard'), []);
    await page.evaluate(`clickstitch.consent('granted')`);
    await untilReference(page, `stripe-buy-button[client-reference-id="${click}"]`);
    await page.evaluate(`clickstitch.consent('denied')`);
    await untilReference(page, 'stripe-buy-button:not([client-reference-id])');
    assert.deepEqual(await page.evaluate('window.heard'), [
      ['stripe-buy-button', null, click],
      ['stripe-buy-button', click, null],
    ]);
  });

  it('are told of a newer click of a single-page app', async () => {
    const page = await openShop(stage, define + button);
    await page.evaluate(`history.pushState(null, '', '/?cs_click=${newerClick}')`);
    await untilReference(page, `stripe-buy-button[client-reference-id="${newerClick}"]`);
  });

  it('are left alone without the option', async () => {
    putShop(stage, define + button, 'data-checkout="false"');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilPart(page);
    assert.deepEqual(await page.evaluate('window.heard'), []);
  });
});

describe("a button of Paddle's", () => {
  const items = `data-items='[{"priceId":"pri_1","quantity":1}]'`;
  const paddle = (custom = '') => `<a href="#!" id="buy" class="paddle_button" ${items} ${custom}>Buy</a>`;
  /** As Paddle.js does by its documentation: a click on such an element opens a checkout with what its attributes say. */
  const paddleJs = `<script>
    for (const button of document.querySelectorAll('.paddle_button'))
      button.addEventListener('click', (event) => { event.preventDefault(); window.opened = { ...button.dataset }; });
  </script>`;
  const openedBy = async (page: Page) => {
    await page.click('#buy');
    const { customData, items } = await page.evaluate<Record<string, string>>('window.opened');
    assert.equal(items, '[{"priceId":"pri_1","quantity":1}]');
    return customData && JSON.parse(customData);
  };

  it('tells visitor and click as custom data', async () => {
    const page = await openShop(stage, paddle() + paddleJs);
    assert.deepEqual(await openedBy(page), {
      clickstitch_visitor_id: await visitorId(page),
      clickstitch_click_id: click,
    });
  });

  it('tells the visitor alone where there was no click', async () => {
    const page = await openShop(stage, paddle() + paddleJs, '');
    assert.deepEqual(await openedBy(page), { clickstitch_visitor_id: await visitorId(page) });
  });

  it('is not needed where code opens a checkout as the document shows', async () => {
    const document = readFileSync(new URL('../../docs/checkout.md', import.meta.url), 'utf8');
    const [, code = ''] = /^```js\n(function readVisitor[\s\S]*?)^```/m.exec(document) ?? [];
    const record = `window.Paddle = { Checkout: { open: (options) => { window.opened = options; } } };`;
    for (const query of ['', `?cs_click=${click}`]) {
      const page = await openShop(stage, '', query);
      await page.addScriptTag({ content: `${record} { ${code} }` });
      assert.deepEqual(await page.evaluate('window.opened.customData'), {
        clickstitch_visitor_id: await visitorId(page),
        clickstitch_click_id: query ? click : undefined,
      });
      await page.context().clearCookies();
      await page.addScriptTag({ content: `{ ${code} }` });
      assert.equal(await page.evaluate('window.opened.customData'), undefined);
      await page.close();
    }
  });

  it('keeps what the site has put there', async () => {
    const page = await openShop(
      stage,
      paddle(`data-custom-data='{"order":{"id":7},"clickstitch_click_id":"clk_own"}'`) + paddleJs,
    );
    assert.deepEqual(await openedBy(page), {
      clickstitch_visitor_id: await visitorId(page),
      clickstitch_click_id: 'clk_own',
      order: { id: 7 },
    });
  });

  it('leaves alone what is no object', async () => {
    for (const custom of ['{broken', '[1]', '"text"', '7', 'null']) {
      const page = await openShop(stage, `${paddle(`data-custom-data='${custom}'`)}${paddleJs}`);
      await page.click('#buy');
      assert.equal(await page.getAttribute('#buy', 'data-custom-data'), custom);
      await page.close();
    }
  });

  it('is found when it became one later, and inside a shadow tree, as it is clicked', async () => {
    const page = await openShop(stage, '<button id="buy">Buy</button><div id="host"></div>');
    const dataOf = `(button) => { button.onclick = () => { window.opened = button.dataset.customData; }; }`;
    await page.evaluate(`document.querySelector('#buy').className = 'paddle_button big'`);
    await page.evaluate(`(${dataOf})(document.querySelector('#buy'))`);
    await page.click('#buy');
    assert.match(await page.evaluate('window.opened'), new RegExp(click));
    await page.evaluate(`window.opened = ''; const root = document.querySelector('#host').attachShadow({ mode: 'open' });
      root.innerHTML = '<button id="deep" class="paddle_button">Buy</button>'; (${dataOf})(root.firstChild)`);
    await page.click('#deep');
    assert.match(await page.evaluate('window.opened'), new RegExp(click));
  });

  it('tells nothing before the visitor has agreed, and takes it out again when they take it back', async () => {
    putShop(stage, paddle(`data-custom-data='{ "own": 1 }'`) + paddleJs, 'data-checkout data-consent="denied"');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilPart(page);
    assert.deepEqual(await openedBy(page), { own: 1 });
    await page.evaluate(`clickstitch.consent('granted')`);
    await untilReady(page);
    assert.equal((await openedBy(page)).clickstitch_click_id, click);
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.waitForSelector(`#buy[data-custom-data='{ "own": 1 }']`);
    assert.deepEqual(await openedBy(page), { own: 1 });
  });
});
