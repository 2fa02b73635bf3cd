import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { asked, inspectorOf, reasonWhen, reportOf } from './inspector-seen.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const body = `
  <style>body { font: 20px serif; margin: 30px } body > div { background: #fed; padding: 10px } :last-child { color: #204 }</style>
  <div id="a"><p>One</p><p>Two</p></div><button>Buy</button><input id="field"><form action="/thanks"><button>Go</button></form>
`;

async function open(path = asked, html = body, attributes = ''): Promise<Page> {
  stage.put('/', html, stage.script(attributes));
  const page = await stage.open('shop.example', path);
  await stage.recorder.waitForEvents(1);
  if (path.includes('debug')) await reasonWhen(page, 'page_view', 'Taken');
  return page;
}
const panelOf = (page: Page) => inspectorOf(page).locator('.panel');

/** What the browser has computed for the panel. */
const styleOf = (page: Page, name: string) =>
  panelOf(page).evaluate((panel, name) => {
    const { getComputedStyle } = globalThis as unknown as {
      getComputedStyle(element: unknown): Record<string, string>;
    };
    return getComputedStyle(panel)[name];
  }, name);

/** Every element of the page with all that the browser has computed for it. */
const looks = `[...document.querySelectorAll('*:not(clickstitch-inspector)')].map((element) => [
  element.tagName, ...['', '::before', '::after'].map((part) => {
    const style = getComputedStyle(element, part);
    return [...style].map((name) => name + ':' + style.getPropertyValue(name)).join(';');
  }),
  JSON.stringify(element.getBoundingClientRect()),
])`;

describe('the page', () => {
  it('has one element more, and nothing looks or measures otherwise', async () => {
    const seen = async (path: string) => {
      stage.recorder.clear();
      const page = await open(path);
      const count = await page.evaluate(`document.querySelectorAll('*').length`);
      const look = await page.evaluate(looks);
      // What is beside the panel; the field's cursor must not blink into it.
      const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 700, height: 700 } });
      const focus = await page.evaluate(`document.activeElement.tagName + document.hasFocus()`);
      await page.close();
      return { count: Number(count), look, picture: picture.toString('base64'), focus };
    };
    const without = await seen('/?something_else=1');
    const withIt = await seen(asked);
    assert.equal(withIt.count, without.count + 1);
    assert.deepEqual(withIt.look, without.look);
    assert.ok(withIt.picture === without.picture, 'the page is painted otherwise');
    assert.equal(withIt.focus, without.focus);
  });

  it('hears of one change only, however much is shown', async () => {
    await stage.context.addInitScript(`
      window.changes = [];
      addEventListener('DOMContentLoaded', () => new MutationObserver((records) => changes.push(...records))
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true }));
    `);
    const page = await open();
    for (let n = 0; n < 5; n++) await page.evaluate(`track('lead', { n: ${n} })`);
    await reasonWhen(page, 'lead', 'Taken');
    await inspectorOf(page).getByRole('button', { name: 'Visitor' }).click();
    await inspectorOf(page).getByRole('button', { name: 'Collapse' }).click();
    const changed = await page.evaluate(
      `changes.map(({ target, addedNodes }) => target.nodeName + '>' + [...addedNodes].map((node) => node.nodeName))`,
    );
    const others = (changed as string[]).filter((change) => change !== 'HTML>CLICKSTITCH-INSPECTOR');
    assert.equal((changed as string[]).length - others.length, 1);
    assert.deepEqual(others, []);
  });

  it('hears neither keys nor clicks of the inspector, and all of its own', async () => {
    const page = await open();
    await page.evaluate(`
      var heard = [];
      for (const type of ['keydown', 'click', 'input', 'mousedown'])
        document.addEventListener(type, ({ type, target }) => heard.push(type + ' ' + target.nodeName));
    `);
    await inspectorOf(page).getByPlaceholder('Filter').click();
    await page.keyboard.type('abc');
    await page.keyboard.press('Escape');
    assert.deepEqual(await page.evaluate('heard'), []);
    await page.click('#field');
    await page.keyboard.press('Escape');
    assert.deepEqual(await page.evaluate('heard'), ['mousedown INPUT', 'click INPUT', 'keydown INPUT']);
    assert.equal(await panelOf(page).isVisible(), false, 'it was collapsed from the inside only');
  });

  it('keeps its keys: Escape elsewhere collapses nothing', async () => {
    const page = await open();
    await page.click('#field');
    await page.keyboard.press('Escape');
    assert.equal(await panelOf(page).isVisible(), true);
    assert.equal(await page.evaluate('document.activeElement.id'), 'field');
  });

  it('has no goal that is reached by a click in the inspector', async () => {
    const goals = `data-goals='[{"event":"sign_up","selector":"button"},{"event":"contact","selector":"li"}]'`;
    const page = await open(asked, body, goals);
    await inspectorOf(page).getByRole('button', { name: 'Tag' }).click();
    assert.match(await whyNoGoal(page), /click in the inspector/);
    await page.getByRole('button', { name: 'Buy' }).click();
    const [, event] = await stage.recorder.waitForEvents(2);
    assert.equal(event?.name, 'sign_up');
    await page.waitForTimeout(300);
    assert.equal(stage.recorder.events().length, 2);
  });

  it('is printed without it', async () => {
    const page = await open();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await panelOf(page).isVisible(), false);
  });

  it('may take it away with all else, and it comes back', async () => {
    const page = await open();
    await page.evaluate(`document.querySelector('clickstitch-inspector').remove(); track('lead')`);
    await reasonWhen(page, 'lead', 'Taken');
    assert.equal(await page.evaluate(`document.querySelectorAll('clickstitch-inspector').length`), 1);
  });
});

/** Why the goal that a click in the inspector seems to reach is none. */
async function whyNoGoal(page: Page): Promise<string> {
  await inspectorOf(page)
    .getByRole('button', { name: /^Calls/ })
    .focus();
  await page.keyboard.press('Enter');
  return reasonWhen(page, 'sign_up', 'Dropped');
}

describe('the inspector is seen, and works', () => {
  it('under rules that hide everything, and below what lies above everything', async () => {
    const hostile = `<style>
      *:not(html) { all: unset !important; display: none !important }
      html { filter: blur(9px); opacity: .1; transform: scale(.5) translate(-300px); pointer-events: none }
      clickstitch-inspector { position: static !important; z-index: -1 !important; visibility: hidden !important }
    </style>`;
    const above = `<div style="display: block; position: fixed; inset: 0; z-index: 2147483647; background: red"></div>`;
    for (const html of [hostile, above]) {
      const page = await open(asked, html);
      await inspectorOf(page).getByRole('button', { name: 'Visitor' }).click({ timeout: 5000 });
      const box = await panelOf(page).boundingBox();
      const { width, height } = page.viewportSize() ?? assert.fail();
      assert.ok(
        box && box.width === 440 && box.x + box.width < width && box.y + box.height < height,
        `${JSON.stringify(box)}`,
      );
      assert.equal(await styleOf(page, 'fontSize'), '13px');
      await page.close();
    }
  });

  it('with Trusted Types and a policy that lets in nothing but a nonce', async () => {
    const { origin } = stage.recorder;
    const policy = [
      `default-src 'none'; script-src 'nonce-R4nd0m'; connect-src ${origin}`,
      `require-trusted-types-for 'script'; trusted-types 'none'`,
    ].join('; ');
    const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
    stage.put('/', '<p>page</p>', meta + stage.script('nonce="R4nd0m"'));
    const page = await stage.newPage();
    const violations: string[] = [];
    page.on('console', (message) => /polic|refused|trusted/i.test(message.text()) && violations.push(message.text()));
    await page.goto(stage.url('shop.example', asked));
    await reasonWhen(page, 'page_view', 'Taken');
    await assert.rejects(page.evaluate(`document.body.innerHTML = '<b>'`), /TrustedHTML/, 'the policy holds');
    violations.length = 0;
    await inspectorOf(page).locator('summary').first().click();
    await inspectorOf(page).getByText('Event as sent').waitFor();
    await inspectorOf(page).getByRole('button', { name: 'Visitor' }).click();
    await reportOf(page);
    assert.equal((await panelOf(page).boundingBox())?.width, 440, 'its style has come through');
    assert.deepEqual(
      violations.filter((text) => !/favicon/.test(text)),
      [],
    );
  });

  it('in the dark and on a small screen', async () => {
    const page = await open();
    const paper = () => styleOf(page, 'backgroundColor');
    assert.equal(await paper(), 'rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await paper(), 'rgb(23, 27, 34)');
    await page.setViewportSize({ width: 360, height: 600 });
    const box = await panelOf(page).boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 360 && box.width > 330, JSON.stringify(box));
    for (const name of ['Copy JSON', 'Clear', 'Collapse']) {
      const button = await inspectorOf(page).getByRole('button', { name }).boundingBox();
      assert.ok(button && button.x + button.width <= 360, name);
    }
  });
});

describe('what breaks in the inspector', () => {
  for (const [what, breakage] of [
    ['there are no style sheets of its kind', 'delete window.CSSStyleSheet'],
    ['shadow roots are refused', `Element.prototype.attachShadow = () => { throw new Error('no') }`],
    ['elements are', `Document.prototype.createElement = () => { throw new Error('no') }`],
    ['lists are', `Map.prototype.get = () => { throw new Error('no') }`],
    ['the dataLayer is none', 'window.dataLayer = { forEach: 1, [Symbol.iterator]: null }'],
  ] as const) {
    it(`concerns neither the page nor the tag: ${what}`, async () => {
      stage.put('/', '', stage.script());
      await stage.context.addInitScript(breakage);
      const page = await stage.open('shop.example', asked);
      await page.evaluate(`track('lead', { order_id: 1 }); clickstitch.identify('u'); clickstitch.page()`);
      const events = await stage.recorder.waitForEvents(4);
      await page.waitForTimeout(300);
      assert.deepEqual(events.map(({ name }) => name).sort(), ['identify', 'lead', 'page_view', 'page_view']);
    });
  }

  it('concerns nobody where what the page hands in breaks when it is read', async () => {
    const page = await open();
    await page.evaluate(`
      const trap = new Proxy({}, { ownKeys() { throw new Error('trap') } });
      track('lead', { toJSON: undefined, deep: trap, element: document.body, cycle: window, n: 1n, f() {} });
      track('after');
    `);
    await reasonWhen(page, 'after', 'Taken');
    await reasonWhen(page, 'lead', 'Taken');
  });
});
