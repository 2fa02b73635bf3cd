import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BatchEvent } from '@clickstitch/tag/wire';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';

const stage = setStage();

const withCapture = (kinds = 'outbound,downloads,forms', more = '') =>
  stage.script(`data-capture="${kinds}" data-cookie-domain="shop.example" ${more}`);

/** Opens the page and waits until the part of the tag that watches it is there. */
async function openReady(host = 'www.shop.example', path = '/'): Promise<Page> {
  const page = await stage.open(host, path);
  const part = `performance.getEntriesByType('resource').find(({ name }) => name.includes('/tag.capture.'))?.name`;
  await page.waitForFunction(part);
  // The same module, which is not run twice: once this is done it has run.
  await page.evaluate(`import(${part})`);
  return page;
}

/** What came, page views left out. A page that goes away may send again what has just arrived; that is still one. */
const captured = (): BatchEvent[] => stage.recorder.events().filter(({ name }) => name !== 'page_view');

/** Waits for so many, and a little longer for one that should not come. */
async function untilCaptured(page: Page, count: number): Promise<[string, BatchEvent['props']][]> {
  await page.waitForTimeout(100);
  for (let left = 100; left > 0 && captured().length < count; left--) await page.waitForTimeout(100);
  await page.waitForTimeout(400);
  return captured().map(({ name, props }) => [name, props]);
}

const elsewhere = (path = '/') => stage.url('other.example', path);

/** A link that opens where it does not take the page away. */
const link = (id: string, href: string, more = '') => `<a id="${id}" href="${href}" target="_blank" ${more}>there</a> `;

describe('a click on a link to another site', () => {
  it('is recorded and arrives, though the page is left by it at once; and where it leads is told without query', async () => {
    stage.put('/', `<a href="${elsewhere('/there?email=jane@x.example#top')}"><b>there</b></a>`, withCapture());
    stage.put('/there', 'here');
    const page = await openReady();
    await page.click('b');
    await page.waitForURL(/other\.example/);
    assert.deepEqual(await untilCaptured(page, 1), [['outbound_click', { url: elsewhere('/there') }]]);
    assert.equal(captured()[0]?.url, stage.url('www.shop.example'));
  });

  it('is recorded whatever opens it: the middle button, Control, the keyboard; but the right button opens nothing', async () => {
    stage.put('/', link('out', elsewhere()), withCapture());
    const page = await openReady();
    await page.click('#out', { button: 'right' });
    await page.click('#out', { button: 'middle' });
    await page.click('#out', { modifiers: ['Control'] });
    await page.focus('#out');
    await page.keyboard.press('Enter');
    assert.equal((await untilCaptured(page, 3)).length, 3);
  });

  it('is none where the site itself is on the other side, or no page', async () => {
    const hosts = ['www.shop.example', 'shop.example', 'app.shop.example', 'partner.example', 'pay.partner.example'];
    const own = hosts.map((host, index) => link(`own${index}`, stage.url(host))).join('');
    const stay = `<script>document.addEventListener('click', (event) => event.preventDefault())</script>`;
    const no = ['mailto:a@b.example', 'tel:+1', 'javascript:void 0', '#top', 'http://', 'http://[/'];
    const none = no.map((href, index) => `<a id="no${index}" href="${href}">x</a> `).join('');
    stage.put(
      '/',
      own + none + link('out', elsewhere('/last')) + stay,
      withCapture('outbound', 'data-linker="Partner.example"'),
    );
    const page = await openReady();
    for (const id of hosts.keys()) await page.click(`#own${id}`);
    for (const id of no.keys()) await page.evaluate(`document.querySelector('#no${id}').click()`);
    await page.click('#out');
    assert.deepEqual(await untilCaptured(page, 1), [['outbound_click', { url: elsewhere('/last') }]]);
  });

  it('knows a site by the cookie: a host beside this one is another site where hosts are strangers', async () => {
    stage.put(
      '/',
      link('beside', stage.url('b.shop.example')),
      stage.script('data-capture="outbound" data-cookie-domain'),
    );
    const page = await openReady('a.shop.example');
    await page.click('#beside');
    assert.deepEqual(await untilCaptured(page, 1), [['outbound_click', { url: stage.url('b.shop.example') }]]);
  });

  it('is left to the page and the browser as it is', async () => {
    const handled = `<script>
      var seen = [];
      document.querySelector('#out').addEventListener('click', (event) => {
        seen.push(event.defaultPrevented);
        event.preventDefault();
      });
    </script>`;
    stage.put('/', `${link('out', elsewhere('/x'))}${handled}`, withCapture());
    const page = await openReady();
    await page.click('#out');
    assert.deepEqual(await untilCaptured(page, 1), [['outbound_click', { url: elsewhere('/x') }]]);
    assert.deepEqual(await page.evaluate('seen'), [false]);
  });

  it('is one event for a goal, and one for this', async () => {
    const goals = `data-goals='[{"event":"contact","selector":"#out"}]'`;
    stage.put('/', link('out', elsewhere()), withCapture('outbound', goals));
    const page = await openReady();
    await page.waitForFunction('window.dataLayer');
    await page.click('#out');
    const names = (await untilCaptured(page, 2)).map(([name]) => name);
    assert.deepEqual(names.toSorted(), ['contact', 'outbound_click']);
  });
});

describe('a download', () => {
  it('is a link to a file, or one that says so, wherever the file is; and nothing else besides', async () => {
    const links = [
      link('a', '/files/Price%20list.PDF?user=jane'),
      link('b', elsewhere('/kit.zip')),
      link('c', '/report', 'download="march.v2.csv"'),
      link('d', '/pdf'),
      link('e', '/index.html'),
      link('f', '/export', 'download'),
    ];
    stage.put('/', links.join(''), withCapture());
    const page = await openReady();
    for (const id of 'abcdef') await page.evaluate(`document.querySelector('#${id}').click()`);
    const own = (path: string) => stage.url('www.shop.example', path);
    assert.deepEqual(await untilCaptured(page, 4), [
      ['file_download', { url: own('/files/Price%20list.PDF'), file_name: 'Price%20list.PDF', extension: 'pdf' }],
      ['file_download', { url: elsewhere('/kit.zip'), file_name: 'kit.zip', extension: 'zip' }],
      ['file_download', { url: own('/report'), file_name: 'march.v2.csv', extension: 'csv' }],
      ['file_download', { url: own('/export'), file_name: 'export' }],
    ]);
  });

  it('is a click to another site where downloads are not asked for', async () => {
    stage.put('/', link('a', elsewhere('/kit.zip')) + link('b', '/own.zip'), withCapture('outbound'));
    const page = await openReady();
    await page.click('#b');
    await page.click('#a');
    assert.deepEqual(await untilCaptured(page, 1), [['outbound_click', { url: elsewhere('/kit.zip') }]]);
  });
});

describe('a form', () => {
  it('is told by its names and where it leads, and nothing of what was put in', async () => {
    const form = `<form id="ask" name="question" action="/send?token=1" method="post">
      <input name="email" value="jane@x.example"><input name="id" value="1"><input name="action" value="2">
      <textarea name="elements">secret</textarea><button>go</button></form>`;
    stage.put('/', form, withCapture('forms'));
    stage.put('/send', 'sent');
    const page = await openReady();
    await page.click('button');
    await page.waitForURL(/send/);
    const action = stage.url('www.shop.example', '/send');
    assert.deepEqual(await untilCaptured(page, 1), [
      ['form_submit', { form_id: 'ask', form_name: 'question', action }],
    ]);
  });

  it('counts as often as the browser submits it, by button or key, and not where it is not filled in', async () => {
    const form = `<form id="f"><input id="i" required><button>go</button><button id="other" formaction="/other?x">x</button></form>
      <script>document.querySelector('#f').onsubmit = () => false</script>`;
    stage.put('/', form, withCapture('forms'));
    const page = await openReady();
    await page.click('button');
    await page.fill('#i', 'x');
    await page.click('button');
    await page.press('#i', 'Enter');
    await page.click('#other');
    const here = stage.url('www.shop.example');
    assert.deepEqual(
      (await untilCaptured(page, 3)).map(([, props]) => props?.['action']),
      [here, here, `${here}other`],
    );
  });

  it('tells the values of the fields that are marked, and of no others', async () => {
    const mark = 'data-clickstitch-capture';
    const fields = `
      <input name="plan" value="pro" ${mark}><input name="other" value="x">
      <input name="a" value="${'x'.repeat(300)}" ${mark}="long">
      <select ${mark}="size"><option>S</option><option selected>M</option></select>
      <select name="days" multiple ${mark}><option selected>Mo</option><option selected>Tu</option><option>We</option></select>
      <input type="checkbox" name="topic" value="a" checked ${mark}><input type="checkbox" name="topic" value="b" checked ${mark}>
      <input type="checkbox" name="no" checked><input type="radio" name="kind" value="1" ${mark}>
      <input type="radio" name="kind" value="2" checked ${mark}>
      <textarea id="note" ${mark}>hi</textarea><input name="empty" ${mark}>
      <input name="order_id" value="A-1" ${mark}><input name="value" value="9" ${mark}>
      <input name="form_id" value="mine" ${mark}>
      <input type="hidden" name="source" value="footer" ${mark}>`;
    const secret = `
      <input type="password" name="pw" value="p" ${mark}><input type="file" name="file" ${mark}>
      <input type="hidden" name="csrf_token" value="t" ${mark}><input name="card" autocomplete="billing cc-number" value="4242" ${mark}>
      <input name="code" autocomplete="one-time-code" value="1" ${mark}><input name="off" value="x" disabled ${mark}>
      <p data-clickstitch-ignore><input name="left" value="alone" ${mark}></p><button name="b" value="b" ${mark}>go</button>`;
    stage.put('/', `<form id="f">${fields}${secret}</form>`, withCapture('forms'));
    const page = await openReady();
    await page.evaluate(`document.querySelector('#f').onsubmit = () => false`);
    await page.click('button');
    const [[name, props] = []] = await untilCaptured(page, 1);
    assert.equal(name, 'form_submit');
    assert.deepEqual(props, {
      ...{ plan: 'pro', long: 'x'.repeat(200), size: 'M', days: 'Mo,Tu', topic: 'a,b', kind: '2', note: 'hi' },
      ...{ order_id: 'A-1', value: '9', source: 'footer', form_id: 'f', action: stage.url('www.shop.example') },
    });
    const [event] = captured();
    assert.deepEqual([event?.order_id, event?.value], [undefined, undefined], 'what was put in is no order');
  });
});

describe('what is marked to be left alone', () => {
  it('is, itself and all that is in it', async () => {
    const ignore = 'data-clickstitch-ignore';
    stage.put(
      '/',
      link('a', elsewhere('/a'), ignore) +
        `<div ${ignore}>${link('b', elsewhere('/b.pdf'))}<form onsubmit="return false"><button id="c">c</button></form></div>` +
        `<div id="host" ${ignore}></div>` +
        link('d', elsewhere('/d')),
      withCapture(),
    );
    const page = await openReady();
    await page.evaluate(
      `document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '${link('e', elsewhere('/e'))}'`,
    );
    for (const id of 'abced') await page.click(`#${id}`);
    assert.deepEqual(await untilCaptured(page, 1), [['outbound_click', { url: elsewhere('/d') }]]);
  });
});

it('works in shadow roots, for links and forms', async () => {
  const inner = `${link('a', elsewhere('/a'))}<form id="f" action="/send"><input id="i"><button id="b">go</button></form>`;
  const script = `<script>
    const inner = document.querySelector('#host').attachShadow({ mode: 'open' });
    inner.innerHTML = document.querySelector('template').innerHTML;
    inner.querySelector('form').onsubmit = () => false;
  </script>`;
  stage.put('/', `<div id="host"></div><template>${inner}</template>${script}`, withCapture());
  const page = await openReady();
  await page.click('#a');
  await page.click('#b');
  await page.press('#i', 'Enter');
  const form = ['form_submit', { form_id: 'f', action: stage.url('www.shop.example', '/send') }];
  assert.deepEqual(await untilCaptured(page, 3), [['outbound_click', { url: elsewhere('/a') }], form, form]);
});

describe('consent', () => {
  const page = `<form id="f" action="/send" onsubmit="return false"><input name="plan" value="pro" data-clickstitch-capture><button>go</button></form>`;

  it('holds what happens until it is given', async () => {
    stage.put('/', page, withCapture('forms', 'data-consent="denied"'));
    const opened = await openReady();
    await opened.click('button');
    assert.deepEqual(await untilCaptured(opened, 0), []);
    await opened.evaluate(`clickstitch.consent('granted')`);
    const [[, props] = []] = await untilCaptured(opened, 1);
    assert.equal(props?.['plan'], 'pro');
  });

  it('keeps what was put in to the page where events go without ids, and looks for no cookie', async () => {
    stage.put(
      '/',
      page + link('out', elsewhere()),
      withCapture('forms,outbound', 'data-consent="denied" data-cookieless="true"'),
    );
    const opened = await openReady();
    await opened.click('button');
    await opened.click('#out');
    assert.deepEqual(await untilCaptured(opened, 2), [
      ['form_submit', { form_id: 'f', action: stage.url('www.shop.example', '/send') }],
      ['outbound_click', { url: elsewhere() }],
    ]);
    assert.deepEqual(await stage.context.cookies(), []);
  });
});

it('records nothing that is not asked for', async () => {
  const body = `${link('a', elsewhere('/x.pdf'))}<form onsubmit="return false"><button>go</button></form>`;
  stage.put('/', body, withCapture('downloads'));
  const page = await openReady();
  await page.click('#a');
  await page.click('button');
  assert.deepEqual(
    (await untilCaptured(page, 1)).map(([name]) => name),
    ['file_download'],
  );
  stage.put('/', body, stage.script());
  stage.recorder.clear();
  const without = await stage.open('www.shop.example');
  await without.click('#a');
  await without.click('button');
  assert.deepEqual(await untilCaptured(without, 0), []);
});
