import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { click, newerClick, openShop, putShop, standIn, untilPart, untilReady, visitorId } from './checkout-stage.ts';
import { setStage } from './stage.ts';

const stage = setStage();

const hidden = (...names: string[]) =>
  names.map((name) => `<input type="hidden" name="${name}" data-clickstitch="${name}">`).join('');

/** What each marked field holds, by its name; of those without one nothing. */
const valuesIn = (page: Page) =>
  page.evaluate<Record<string, string>>(
    `Object.fromEntries([...document.querySelectorAll('input[name]')].map(({ name, value }) => [name, value]))`,
  );

/** Waits until a field holds a value. */
const untilHolds = (page: Page, name: string, value: string) =>
  page.waitForFunction(`document.querySelector('[name="${name}"]').value === ${JSON.stringify(value)}`);

const touchNames = ['click_id', 'referral_code', 'landing_url', 'referrer', 'gclid', 'utm_source', 'utm_campaign'];

describe('a marked field', () => {
  it('is filled with what is known of the visitor and of the latest arrival', async () => {
    const names = ['visitor_id', 'user_id', ...touchNames, 'cs_click', 'fbclid', 'utm_term', 'partner_click', 'ScCid'];
    const query = `?cs_click=${click}&gclid=Aa-1&utm_source=News+Letter&utm_campaign=x&via=anna&partner_click=P&ScCid=Q`;
    const page = await openShop(stage, hidden(...names), query, 'data-checkout data-click-ids="partner_click"');
    const known = {
      visitor_id: await visitorId(page),
      user_id: '',
      click_id: click,
      referral_code: 'anna',
      landing_url: stage.url('shop.example', `/${query}`),
      referrer: '',
      gclid: 'Aa-1',
      utm_source: 'News Letter',
      utm_campaign: 'x',
      cs_click: click,
      fbclid: '',
      utm_term: '',
      partner_click: 'P',
      ScCid: 'Q',
    };
    assert.deepEqual(await valuesIn(page), known);
    await page.evaluate(`clickstitch.identify('user_1')`);
    await untilHolds(page, 'user_id', 'user_1');
    await page.evaluate('clickstitch.reset()');
    await untilHolds(page, 'user_id', '');
    assert.deepEqual(await valuesIn(page), known);
  });

  it('is filled with what is known of the first arrival, where it says so', async () => {
    const first = touchNames.map((name) => `first_${name}`);
    putShop(stage, hidden(...touchNames, ...first));
    stage.put(
      '/news',
      `<a href="${stage.url('shop.example', `/?cs_click=${click}&gclid=A&utm_source=a&utm_campaign=b&via=anna`)}">x</a>`,
    );
    const page = await stage.open('news.example', '/news');
    await page.click('a');
    await untilReady(page);
    await page.goto(stage.url('shop.example', `/?cs_click=${newerClick}&utm_source=c`));
    await untilReady(page);
    assert.deepEqual(await valuesIn(page), {
      click_id: newerClick,
      referral_code: '',
      landing_url: stage.url('shop.example', `/?cs_click=${newerClick}&utm_source=c`),
      referrer: '',
      gclid: '',
      utm_source: 'c',
      utm_campaign: '',
      first_click_id: click,
      first_referral_code: 'anna',
      first_landing_url: stage.url('shop.example', `/?cs_click=${click}&gclid=A&utm_source=a&utm_campaign=b&via=anna`),
      first_referrer: stage.url('news.example'),
      first_gclid: 'A',
      first_utm_source: 'a',
      first_utm_campaign: 'b',
    });
  });

  it('is filled when it is put in later, and anew when there is a newer click', async () => {
    const page = await openShop(stage, '');
    await page.evaluate(
      `document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(`<form>${hidden('click_id')}</form>`)})`,
    );
    await untilHolds(page, 'click_id', click);
    await page.evaluate(`history.pushState(null, '', '/?cs_click=${newerClick}')`);
    await untilHolds(page, 'click_id', newerClick);
  });

  it('with a name that says nothing is left alone, and that is noted once', async () => {
    const names = ['email', 'first_visitor_id', 'constructor', '', 'utm_', 'click_ids', 'Email'];
    const body = names.map((name) => `<input name="x${name}" value="own" data-clickstitch="${name}">`).join('');
    const notes = `<script>
      window.notes = [];
      clickstitch.debug((at, verdict, subject, reason) => { if (subject.tagName) notes.push(verdict + ' ' + reason); });
    </script>`;
    putShop(stage, body + body + notes);
    stage.put(
      '/',
      body + body + hidden('visitor_id').replace('name', 'id="probe" name'),
      stage.stub + notes + stage.script('data-checkout'),
    );
    const page = await stage.open('shop.example');
    await untilReady(page);
    await page.evaluate(`clickstitch.track('demo_asked')`);
    await stage.recorder.waitForEvents(2);
    const own = names.map((name) => [`x${name}`, 'own']);
    assert.deepEqual(await valuesIn(page), { ...Object.fromEntries(own), visitor_id: await visitorId(page) });
    assert.deepEqual(
      await page.evaluate('notes'),
      names.map((name) => `dropped data-clickstitch="${name}" names nothing that is known`),
    );
  });

  it('keeps what the site or the visitor has put there, where it can be seen', async () => {
    const page = await openShop(
      stage,
      '<input name="a" data-clickstitch="referral_code"><input name="b" value="own" data-clickstitch="referral_code">',
      '?via=anna',
    );
    assert.deepEqual(await valuesIn(page), { a: 'anna', b: 'own' });
    await page.fill('[name=a]', '');
    await page.evaluate(`history.pushState(null, '', '/?via=bob')`);
    await stage.recorder.waitForEvents(2);
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.evaluate(`clickstitch.consent('granted')`);
    assert.deepEqual(await valuesIn(page), { a: '', b: 'own' });
    await page.fill('[name=a]', 'typed');
    await page.evaluate(`clickstitch.consent('denied')`);
    await page.waitForSelector('#probe[value=""]', { state: 'attached' });
    assert.deepEqual(await valuesIn(page), { a: 'typed', b: 'own' });
  });

  it("that is hidden is the tag's alone, whatever is in it, as after a reload in browsers that remember fields", async () => {
    const field = (name: string) => hidden(name).replace('name', 'value="of another time" name');
    const fields = field('gclid') + field('utm_source');
    const page = await openShop(stage, fields, '?utm_source=news');
    assert.deepEqual(await valuesIn(page), { gclid: '', utm_source: 'news' });
    putShop(stage, fields, 'data-checkout data-consent="denied"');
    await page.reload();
    await untilHolds(page, 'utm_source', '');
    assert.deepEqual(await valuesIn(page), { gclid: '', utm_source: '' });
  });

  it('makes no event of its own', async () => {
    const listen = `<script>
      window.heard = [];
      for (const type of ['input', 'change', 'beforeinput']) addEventListener(type, () => heard.push(type), true);
    </script>`;
    const page = await openShop(stage, listen + hidden('click_id'));
    assert.deepEqual(await valuesIn(page), { click_id: click });
    assert.deepEqual(await page.evaluate('heard'), []);
  });

  it('that cannot be filled harms no other', async () => {
    const page = await openShop(stage, `<input type="file" data-clickstitch="click_id">${hidden('click_id')}`);
    assert.deepEqual(await valuesIn(page), { click_id: click });
  });
});

describe('a form with marked fields', () => {
  it('sends what is known at that moment, whatever has become of the field', async () => {
    const web = await standIn(stage.context);
    const form = `<form action="https://crm.example/lead" method="post">${hidden('click_id', 'gclid')}<button id="send"></button></form>`;
    const page = await openShop(stage, form);
    // As a framework does that draws the field anew, with a value that it knows of.
    await page.evaluate(`document.querySelector('[name=click_id]').value = ''`);
    await page.click('#send');
    assert.equal(await web.next(), `https://crm.example/leadclick_id=${click}&gclid=`);
  });

  it("is filled before the page's own code reads it", async () => {
    const form = `<form>${hidden('click_id')}<button id="send"></button></form>
      <script>
        addEventListener('submit', (event) => {
          event.preventDefault();
          window.sent = [...new FormData(event.target)];
        });
      </script>`;
    const page = await openShop(stage, form);
    await page.evaluate(`document.querySelector('[name=click_id]').value = ''`);
    await page.click('#send');
    assert.deepEqual(await page.evaluate('window.sent'), [['click_id', click]]);
  });
});

describe('a form in a shadow tree', () => {
  it('is filled when it is sent by a button', async () => {
    const page = await openShop(stage, '<div id="host"></div>');
    await page.evaluate(`const root = document.querySelector('#host').attachShadow({ mode: 'open' });
      root.innerHTML = ${JSON.stringify(`<form>${hidden('click_id')}<button id="send">Send</button></form>`)};
      root.addEventListener('submit', (event) => {
        event.preventDefault();
        window.sent = [...new FormData(event.target)];
      });`);
    await page.click('#send');
    assert.deepEqual(await page.evaluate('window.sent'), [['click_id', click]]);
  });
});

describe('consent and marked fields', () => {
  it('nothing is filled in before it is given, all after that, and all is taken out when it is taken back', async () => {
    putShop(stage, hidden('visitor_id', 'click_id', 'landing_url'), 'data-checkout data-consent="denied"');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilPart(page);
    const nothing = { visitor_id: '', click_id: '', landing_url: '' };
    assert.deepEqual(await valuesIn(page), nothing);
    await page.evaluate(`clickstitch.consent('granted')`);
    await untilReady(page);
    assert.deepEqual(await valuesIn(page), {
      visitor_id: await visitorId(page),
      click_id: click,
      landing_url: stage.url('shop.example', `/?cs_click=${click}`),
    });
    await page.evaluate(`clickstitch.consent({ analytics: 'denied' })`);
    await untilHolds(page, 'visitor_id', '');
    assert.deepEqual(await valuesIn(page), nothing);
  });

  it('to ads keeps the ids of their platforms out, and the URLs that hold them', async () => {
    putShop(stage, hidden(...touchNames), `data-checkout data-consent='{"ads":"denied"}'`);
    const page = await stage.open('shop.example', `/?cs_click=${click}&gclid=A&utm_source=a&via=anna`);
    await untilReady(page);
    assert.deepEqual(await valuesIn(page), {
      click_id: click,
      referral_code: 'anna',
      landing_url: stage.url('shop.example'),
      referrer: '',
      gclid: '',
      utm_source: 'a',
      utm_campaign: '',
    });
    await page.evaluate(`clickstitch.consent('granted')`);
    await untilHolds(page, 'gclid', 'A');
    await page.evaluate(`clickstitch.consent({ ads: 'denied' })`);
    await untilHolds(page, 'gclid', '');
  });

  it('nothing is filled in without the option', async () => {
    putShop(stage, hidden('click_id'), 'data-checkout="false"');
    const page = await stage.open('shop.example', `/?cs_click=${click}`);
    await untilPart(page);
    assert.deepEqual(await valuesIn(page), { click_id: '' });
  });
});
