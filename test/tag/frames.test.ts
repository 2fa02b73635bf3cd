import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame, Page } from 'playwright';
import { eventsFrom, sentFrom } from './events-from.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const linker = 'data-linker="shop.example,pay.example"';
const frame = (host = 'pay.example', path = '/pay') => `<iframe src="${stage.url(host, path)}"></iframe>`;
/** The tag, when `start()` is called. */
const later = (attributes = linker) => `<script>function start() {
  document.head.append(document.createRange().createContextualFragment('${stage.script(attributes).replace('</', '<\\/')}')) }</script>`;

/** A page in a frame waits longer than it would, for the machine may be busy. */
const patient = `<script>const own = setTimeout; window.setTimeout = (fn, ms) => own(fn, ms === 1000 ? 15000 : ms)</script>`;
/** A page with the tag, in a frame that is answered. */
const answered = (attributes = linker) => patient + stage.stub + stage.script(attributes);

/** Puts a shop with that in its body, and a page for its frame. */
function put(body: string, head = stage.script(linker), inFrame = stage.stub + stage.script(linker)): void {
  stage.put('/', body, stage.stub + head);
  stage.put('/pay', '', inFrame);
}
/** The frame's page, of all that are in it. */
async function frameOf(page: Page, host = 'pay.example'): Promise<Frame> {
  for (;;) {
    const found = page.frames().find((frame) => frame.url().includes(`//${host}:`));
    if (found) return found;
    await page.waitForTimeout(20);
  }
}
/** Whom somebody would have the page in the frame take for its visitor. */
const forged = { visitor_id: '00000000-0000-7000-8000-000000000001' };
const buy = `track('purchase', { order_id: 'A-1', value: 5, currency: 'EUR' })`;

/** The page in the frame is the shop's visitor from its first view on, and what is bought there is credited as in the shop. */
async function isOneVisitor(page: Page): Promise<void> {
  const [shop] = await eventsFrom(stage, 'shop.example');
  const [view] = await eventsFrom(stage, 'pay.example');
  assert.deepEqual([view?.visitor_id, view?.touch], [shop?.visitor_id, null]);
  await (await frameOf(page)).evaluate(buy);
  const [, purchase, ...more] = await eventsFrom(stage, 'pay.example', 2);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [purchase?.visitor_id, purchase?.touch?.id, purchase?.touch?.referral_code],
    [shop?.visitor_id, shop?.touch?.id, 'anna'],
  );
}
/** The page in the frame is a visitor of its own, and nobody has brought them. */
async function isStranger(page: Page): Promise<void> {
  const [view] = await eventsFrom(stage, 'pay.example');
  assert.notEqual(view?.visitor_id, forged.visitor_id);
  assert.ok(!sentFrom(stage, 'shop.example').some(({ visitor_id }) => visitor_id === view?.visitor_id));
  await (await frameOf(page)).evaluate(buy);
  const [, purchase] = await eventsFrom(stage, 'pay.example', 2);
  assert.deepEqual([purchase?.visitor_id, purchase?.touch?.referral_code], [view?.visitor_id, undefined]);
}
const openShop = () => stage.open('shop.example', '/?via=anna');

describe('a page in a frame', () => {
  it('has the visitor of the page around it', async () => {
    put(frame(), undefined, answered());
    await isOneVisitor(await openShop());
  });

  it('that comes later too', async () => {
    put('', undefined, answered());
    const page = await openShop();
    await eventsFrom(stage, 'shop.example');
    await page.evaluate(`document.body.innerHTML = '${frame()}'`);
    await isOneVisitor(page);
  });

  it('that was there first too, as long as it waits', async () => {
    put(
      frame(),
      `${later()}<script>addEventListener('message', () => setTimeout(start, 100), { once: true })</script>`,
      answered(),
    );
    await isOneVisitor(await openShop());
  });

  it('that has not waited so long is a visitor of its own, but knows what brought them', async () => {
    put(frame(), later());
    const page = await openShop();
    const [view] = await eventsFrom(stage, 'pay.example');
    await page.evaluate('start()');
    const [shop] = await eventsFrom(stage, 'shop.example');
    assert.notEqual(view?.visitor_id, shop?.visitor_id);
    await (await frameOf(page)).evaluate(buy);
    const [, purchase] = await eventsFrom(stage, 'pay.example', 2);
    assert.deepEqual(
      [purchase?.visitor_id, purchase?.touch?.id, purchase?.touch?.referral_code],
      [view?.visitor_id, shop?.touch?.id, 'anna'],
    );
  });

  it('holds its calls meanwhile, and loses none', async () => {
    const call = `<script>track('early', { order_id: 'E-1' })</script>`;
    put(
      frame(),
      `${later()}<script>addEventListener('message', start, { once: true })</script>`,
      patient + stage.stub + call + stage.script(linker),
    );
    await openShop();
    const [shop] = await eventsFrom(stage, 'shop.example');
    const events = await eventsFrom(stage, 'pay.example', 2);
    assert.deepEqual(events.map(({ name }) => name).sort(), ['early', 'page_view']);
    assert.deepEqual(new Set(events.map(({ visitor_id }) => visitor_id)), new Set([shop?.visitor_id]));
  });

  it('waits for consent as everything does', async () => {
    put(frame(), undefined, answered(`${linker} data-consent="denied"`));
    const page = await openShop();
    await eventsFrom(stage, 'shop.example');
    await page.waitForTimeout(1500);
    assert.deepEqual(sentFrom(stage, 'pay.example'), []);
    await (await frameOf(page)).evaluate(`clickstitch.consent('granted')`);
    await isOneVisitor(page);
  });

  it('does so in pages that have taken the names of windows for their own', async () => {
    const taken = '<script>var length = 3, frames = [1], self = 0</script>';
    put(frame(), taken + stage.script(linker), taken + answered());
    await isOneVisitor(await openShop());
    stage.recorder.clear();
    put('', `<script>var parent = { child: 1 }</script>${stage.script(linker)}`);
    await stage.open('other.example');
    assert.equal((await eventsFrom(stage, 'other.example')).length, 1);
  });

  it('has the visitor through a frame between', async () => {
    const linked = 'data-linker="shop.example,pay.example,cart.example"';
    stage.put('/', frame('cart.example', '/cart'), stage.stub + stage.script(linked));
    stage.put('/cart', frame(), answered(linked));
    stage.put('/pay', '', answered(linked));
    const page = await openShop();
    const [cart] = await eventsFrom(stage, 'cart.example');
    assert.equal(cart?.visitor_id, (await eventsFrom(stage, 'shop.example'))[0]?.visitor_id);
    await isOneVisitor(page);
  });

  it("on the site's own domain has its cookie, and nothing to wait for", async () => {
    stage.put('/', frame('www.shop.example'), stage.stub + stage.script(linker));
    stage.put('/pay', '', answered());
    await openShop();
    const [view] = await eventsFrom(stage, 'www.shop.example');
    const [sent] = stage.recorder.recordings.filter(({ batch }) => batch.events[0]?.url === view?.url);
    assert.ok(Number(sent?.at) - Number(view?.occurred_at) < 10_000, 'it was answered');
    assert.equal(view?.visitor_id, (await eventsFrom(stage, 'shop.example'))[0]?.visitor_id);
  });

  it('goes on alone where nobody answers', async () => {
    put(frame(), '');
    const page = await openShop();
    await isStranger(page);
    assert.deepEqual(sentFrom(stage, 'shop.example'), []);
  });
});

describe('the page around a frame', () => {
  /** What a page in the frame hears when it asks. */
  const asks = `<script>heard = []; addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)));
    setInterval(() => parent.postMessage({ cs_link: 'who' }, '*'), 50)</script>`;

  it('tells who the visitor is only pages of the list', async () => {
    for (const [host, isTold] of [
      ['pay.example', true],
      ['www.pay.example', true],
      ['evil.example', false],
      ['evilpay.example', false],
      ['pay.example.evil.example', false],
      ['evil.example.', false],
    ] as const) {
      // Where the cookie is on no domain, no other host has the same.
      put(frame(host), stage.script(`${linker} data-cookie-domain=""`), asks);
      const page = await openShop();
      const [shop] = await eventsFrom(stage, 'shop.example');
      const heard = `${await (await frameOf(page, host)).evaluate('heard')}`;
      assert.equal(heard.includes(shop?.visitor_id ?? '?'), isTold, `${host} heard ${heard}`);
      stage.recorder.clear();
      await page.close();
      await stage.context.clearCookies();
    }
  });

  it('says nothing to a page whose origin nobody knows, and nothing to a window that is no frame of its own', async () => {
    put(`<iframe sandbox="allow-scripts" src="${stage.url('pay.example', '/pay')}"></iframe>`, undefined, asks);
    const page = await openShop();
    const [shop] = await eventsFrom(stage, 'shop.example');
    assert.doesNotMatch(`${await (await frameOf(page)).evaluate('heard')}`, new RegExp(shop?.visitor_id ?? ''));

    stage.put('/opened', '', asks.replaceAll('parent.', 'opener.'));
    const url = stage.url('pay.example', '/opened');
    const [popup] = await Promise.all([stage.context.waitForEvent('page'), page.evaluate(`void open('${url}')`)]);
    await popup.waitForTimeout(500);
    assert.deepEqual(await popup.evaluate('heard'), []);
  });

  it('says nothing before the visitor has agreed, and then says so', async () => {
    put(frame(), stage.script(`${linker} data-consent="denied"`), asks);
    const page = await openShop();
    const child = await frameOf(page);
    await page.waitForTimeout(1000);
    assert.deepEqual(await child.evaluate('heard'), []);
    await page.evaluate(`clickstitch.consent('granted')`);
    const [shop] = await eventsFrom(stage, 'shop.example');
    const [first, second] = (await child.evaluate('heard')) as string[];
    assert.equal(first, '{"cs_link":"here"}');
    assert.match(`${second}`, new RegExp(shop?.visitor_id ?? '?'));
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.waitForTimeout(200);
    await child.evaluate('void (heard.length = 0)');
    await page.waitForTimeout(300);
    assert.deepEqual(await child.evaluate('heard'), []);
  });

  it('hands over neither account nor address', async () => {
    put('');
    const page = await openShop();
    await page.evaluate(`clickstitch.identify('user_1', { email: 'jane@mail.example' })`);
    await eventsFrom(stage, 'shop.example', 2);
    stage.put('/pay', '', asks);
    await page.evaluate(`document.body.innerHTML = '${frame()}'`);
    await page.waitForTimeout(500);
    const heard = `${await (await frameOf(page)).evaluate('heard')}`;
    assert.match(heard, /visitor_id/);
    assert.doesNotMatch(heard, /user_1|jane/);
  });
});

describe('a page in a frame does not believe', () => {
  const tell = (to: string) => `<script>setInterval(() =>
    ${to}?.postMessage({ cs_link: '${JSON.stringify(forged)}' }, '*'), 50)</script>`;

  it('a page around it that is not listed', async () => {
    put(frame(), tell('frames[0]'));
    for (const host of ['evil.example', 'evilpay.example']) {
      const page = await stage.open(host, '/?via=anna');
      await isStranger(page);
      assert.ok(!sentFrom(stage, 'pay.example').some(({ visitor_id }) => visitor_id === forged.visitor_id));
      stage.recorder.clear();
      await page.close();
    }
  });

  it('but does believe one that is', async () => {
    put(frame(), tell('frames[0]'), answered());
    await openShop();
    const [view] = await eventsFrom(stage, 'pay.example');
    assert.equal(view?.visitor_id, forged.visitor_id);
  });

  it('a frame beside it, even of a listed host', async () => {
    stage.put('/tells', '', tell('parent.frames[0]'));
    put(frame() + frame('shop.example', '/tells'), '');
    const page = await openShop();
    await isStranger(page);
  });

  it('what is no visitor, and nobody is the worse for it', async () => {
    const touch = { id: 't', occurred_at: 1, url: 'https://any.example/' };
    const texts = [
      ...['', 'null', '[]', '"x"', '{', '{}', '{"visitor_id":null}', '{"visitor_id":"x"}', 'who', 'here'],
      ...[{ first: null }, { last: 1 }, { last: { ...touch, click_ids: { gclid: null } } }, { last: { url: 'x' } }].map(
        (given) => JSON.stringify({ ...forged, ...given }),
      ),
      JSON.stringify({ ...forged, last: { ...touch, occurred_at: Date.now() * 2 } }),
      JSON.stringify({ ...forged, last: { ...touch, utm: { source: 'x'.repeat(600) } } }),
      JSON.stringify({ ...forged, more: 'x'.repeat(1_000_000) }),
    ];
    const hostile = `<script>
      const cyclic = {}; cyclic.cs_link = cyclic;
      const all = [undefined, null, 0, 'cs_link', [], () => {}, cyclic, { cs_link: null }, { cs_link: 1 }, { cs_link: { toString: 1 } },
        new Map([['cs_link', 1]]), new ArrayBuffer(8), ...${JSON.stringify(texts)}.map((text) => ({ cs_link: text }))];
      let told = 0;
      const tell = (to) => { if (told++ < 3) for (const data of all) try { to.postMessage(data, '*') } catch {} };
      addEventListener('message', (event) => {
        try { if (event.data?.cs_link === 'who' && event.source) tell(event.source) } catch {}
      });
      class Bad extends MessageEvent { get data() { throw new Error('bad') } }
      dispatchEvent(new Bad('message')); dispatchEvent(new MessageEvent('message', { data: { get cs_link() { throw 1 } } }));
      dispatchEvent(new MessageEvent('message', { data: { cs_link: 'who' } })); </script>`;
    // The page around the frame says nothing but this, and hears the same from the frame.
    stage.put('/', frame(), hostile);
    stage.put('/pay', `<script>tell(parent)</script>`, stage.stub + stage.script(linker) + hostile);
    const page = await openShop();
    await isStranger(page);
    // Nor is a page that does have the tag.
    stage.put('/', frame(), stage.stub + stage.script(linker) + hostile);
    stage.recorder.clear();
    const next = await openShop();
    await eventsFrom(stage, 'shop.example');
    await next.evaluate(`track('still_there')`);
    assert.equal((await eventsFrom(stage, 'shop.example', 2))[1]?.name, 'still_there');
    assert.ok(!stage.recorder.recordings.some(({ batch }) => batch.visitor_id === forged.visitor_id));
  });
});
