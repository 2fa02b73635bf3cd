import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright';
import { setStage } from './stage.ts';

const stage = setStage();

/** The script element with these goals. */
function withGoals(...goals: unknown[]): string {
  return stage.script(`data-goals='${JSON.stringify(goals)}'`);
}

/** Opens the page and waits until the part of the tag that knows goals is there. */
async function openReady(path = '/'): Promise<Page> {
  const page = await stage.open('shop.example', path);
  // It makes one where there is none, and is all there in the same moment.
  await page.waitForFunction('window.dataLayer');
  return page;
}

/** What came by now, page views left out, and that nothing of it came twice. */
function reached() {
  const all = stage.recorder.recordings.flatMap(({ batch }) => batch.events).filter(({ name }) => name !== 'page_view');
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'something was sent twice');
  return all;
}

const names = () => reached().map(({ name }) => name);

/** Long enough for an event that should not come. */
const settle = (page: Page) => page.waitForTimeout(300);

describe('a goal by URL', () => {
  it('is reached when its page is viewed, with value, currency and properties', async () => {
    stage.put(
      '/thanks/42',
      '',
      withGoals({ event: 'lead', url: '/thanks*', value: 20, currency: 'EUR', props: { form: 'a' } }),
    );
    await stage.open('shop.example', '/thanks/42?via=anna#top');
    const events = await stage.recorder.waitForEvents(2);
    const [view, lead] = ['page_view', 'lead'].map((wanted) => events.find(({ name }) => name === wanted));
    assert.deepEqual(
      [lead?.name, lead?.value, lead?.currency, lead?.props, lead?.url, lead?.order_id],
      ['lead', 20, 'EUR', { form: 'a' }, stage.url('shop.example', '/thanks/42?via=anna#top'), undefined],
    );
    assert.equal(lead?.touch?.referral_code, 'anna');
    assert.equal(lead?.touch?.id, view?.touch?.id);
  });

  it('goes out with the view that reaches it, in one request', async () => {
    stage.put('/', '', withGoals({ event: 'lead', url: '/thanks', value: 1, currency: 'EUR' }));
    const page = await openReady();
    await stage.recorder.waitForEvents(1);
    await page.evaluate(`history.pushState(null, '', '/thanks?via=anna')`);
    await stage.recorder.waitForEvents(3);
    const requests = stage.recorder.recordings.map(({ batch }) => batch.events.map(({ name }) => name).toSorted());
    assert.deepEqual(requests, [['page_view'], ['lead', 'page_view']]);
  });

  it('fits the whole path, or the whole URL, and nothing that only looks like it', async () => {
    const goals = [
      ['/thanks', 'exact'],
      ['/than', 'shorter'],
      ['/thanks/*', 'deeper'],
      ['*/thanks*', 'whole_url'],
      ['http://shop.example:*/thanks?order=*', 'with_query'],
      ['http://shop.example/thanks', 'other_port'],
      ['/thank.', 'dot_is_a_dot'],
      ['*', 'all'],
      ['', 'none'],
    ].map(([url, event]) => ({ url, event }));
    stage.put('/thanks', '', withGoals(...goals));
    const page = await stage.open('shop.example', '/thanks?order=1+1');
    await settle(page);
    assert.deepEqual(names().toSorted(), ['all', 'exact', 'whole_url', 'with_query']);
  });

  it('may be written with letters that the browser encodes', async () => {
    stage.put(
      '/',
      '',
      '<meta charset="utf-8">' +
        withGoals({ event: 'plain', url: '/danke-für-*' }, { event: 'encoded', url: '/danke-f%C3%BCr-alles' }),
    );
    const page = await openReady();
    await page.evaluate(`history.pushState(null, '', '/danke-für-alles')`);
    await stage.recorder.waitForEvents(4);
    await page.evaluate(`history.pushState(null, '', '/%E0%A4%A')`);
    await settle(page);
    assert.deepEqual(names(), ['plain', 'encoded']);
  });

  it('is not reached again when its page is reloaded, restored or come back to', async () => {
    stage.put('/thanks', '', withGoals({ event: 'lead', url: '/thanks' }));
    stage.put('/next', '');
    const page = await openReady('/thanks');
    await stage.recorder.waitForEvents(2);
    await page.reload();
    await stage.recorder.waitForEvents(3);
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
    await stage.recorder.waitForEvents(4);
    await page.goto(stage.url('shop.example', '/next'));
    await page.goBack();
    await stage.recorder.waitForEvents(5);
    await settle(page);
    assert.deepEqual(names(), ['lead']);
    await page.goto(stage.url('shop.example', '/thanks?another'));
    await stage.recorder.waitForEvents(7);
    assert.deepEqual(names(), ['lead', 'lead']);
  });

  it('is seen in the hash of the URL where the hash is the page', async () => {
    stage.put('/', '', stage.script(`data-hash="true" data-goals='[{"event":"lead","url":"*#/thanks"}]'`));
    const page = await openReady();
    await page.evaluate(`location.hash = '/thanks'`);
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(names(), ['lead']);
  });
});

const clicks = `
  <button id="signup"><b><i>Sign up</i></b></button> <button id="other">Other</button>
  <a class="docs" href="/docs">Docs</a> <a class="docs" id="tab" target="_blank" href="/docs">Docs</a>
  <form id="form" action="/sent"><input name="text"><button id="send">Send</button></form>
  <div id="host"></div>
  <script>
    const tree = document.getElementById('host').attachShadow({ mode: 'open' });
    tree.innerHTML = '<button class="inner"><span>In</span></button>';
  </script>
`;

describe('a goal by selector', () => {
  it('is reached by a click on the element or inside it, each time', async () => {
    stage.put(
      '/',
      clicks,
      withGoals({ event: 'sign_up', selector: '#signup', value: '9.50', currency: 'USD', props: { a: [1] } }),
    );
    const page = await openReady();
    await page.click('#signup i');
    await page.click('#other');
    await page.click('#signup', { button: 'right' });
    await page.focus('#signup');
    await page.keyboard.press('Enter');
    await stage.recorder.waitForEvents(3);
    await settle(page);
    assert.deepEqual(
      reached().map(({ name, value, currency, props }) => [name, value, currency, props]),
      [
        ['sign_up', '9.50', 'USD', { a: [1] }],
        ['sign_up', '9.50', 'USD', { a: [1] }],
      ],
    );
  });

  it('is found inside a shadow tree, and by its host', async () => {
    stage.put('/', clicks, withGoals({ event: 'inside', selector: '.inner' }, { event: 'host', selector: '#host' }));
    const page = await openReady();
    await page.click('.inner span');
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(names().toSorted(), ['host', 'inside']);
  });

  it('is reached by a submission and not by a click into the form', async () => {
    stage.put('/', clicks, withGoals({ event: 'contact', selector: '#form' }, { event: 'pressed', selector: '#send' }));
    stage.put('/sent', '');
    const page = await openReady();
    await page.click('#form input');
    await settle(page);
    assert.deepEqual(names(), []);
    await page.click('#send');
    await page.waitForURL('**/sent?*');
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(names().toSorted(), ['contact', 'pressed']);
  });

  it('is found whatever the fields of a form are called', async () => {
    const fields = ['matches', 'closest', 'tagName', 'target', 'id'].map((name) => `<input name="${name}">`).join('');
    stage.put(
      '/',
      `<form id="odd">${fields}<button>Send</button></form>
       <script>addEventListener('submit', (event) => event.preventDefault())</script>`,
      withGoals({ event: 'lead', selector: '#odd' }),
    );
    const page = await openReady();
    await page.evaluate(`document.querySelector('button').click()`);
    await stage.recorder.waitForEvents(2);
    assert.ok(names().includes('lead'));
  });

  it('is reached although the page stops the event on its way, and keeps no page from preventing it', async () => {
    const stop = `<script>
      var prevented = [];
      document.getElementById('signup').addEventListener('click', (event) => event.stopImmediatePropagation());
      document.addEventListener('submit', (event) => { event.preventDefault(); prevented.push(event.type) });
    </script>`;
    stage.put(
      '/',
      clicks + stop,
      withGoals({ event: 'sign_up', selector: '#signup' }, { event: 'contact', selector: 'form' }),
    );
    const page = await openReady();
    await page.click('#signup');
    await page.click('#send');
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(names(), ['sign_up', 'contact']);
    assert.deepEqual(await page.evaluate('prevented'), ['submit']);
    assert.equal(new URL(page.url()).pathname, '/');
  });

  it('holds up no click: none is prevented, a link leads on at once, in another tab too', async () => {
    const watch = `<script>
      var calls = 0, prevent = Event.prototype.preventDefault;
      Event.prototype.preventDefault = function () { calls++; prevent.call(this) };
    </script>`;
    stage.put('/', clicks, watch + withGoals({ event: 'docs', selector: '.docs' }));
    stage.put('/docs', '');
    const page = await openReady();
    for (const act of [
      () => page.click('#tab'),
      () => page.click('.docs', { modifiers: ['ControlOrMeta'] }),
      () => page.click('.docs', { button: 'middle' }),
    ]) {
      const [tab] = await Promise.all([stage.context.waitForEvent('page'), act()]);
      await tab.waitForURL('**/docs');
      await tab.close();
    }
    assert.equal(await page.evaluate('calls'), 0);
    await page.click('.docs');
    await page.waitForURL('**/docs');
    await stage.recorder.waitForEvents(5);
    assert.deepEqual(names(), ['docs', 'docs', 'docs', 'docs']);
  });
});

describe('goals', () => {
  it('come from the settings that are served with the script, until the page names its own', async () => {
    const served = `<script>window.clickstitch = { s: { key: 'pk_served', goals: [{ event: 'served', url: '/' }] } }</script>`;
    const own = withGoals({ event: 'own', url: '/' });
    stage.put('/', '', served + own);
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(names(), ['own']);
    stage.recorder.clear();
    stage.put('/', '', served + own.replace(/data-goals='.*'/, ''));
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(names(), ['served']);
  });

  it('wait for consent, and are reached where and when they were', async () => {
    stage.put(
      '/thanks',
      clicks,
      withGoals({ event: 'lead', url: '/thanks' }, { event: 'sign_up', selector: '#signup' }).replace(
        ' ',
        ' data-consent="denied" ',
      ),
    );
    const page = await openReady('/thanks');
    await page.click('#signup');
    const clickedBy = Date.now();
    await settle(page);
    await page.evaluate(`history.pushState(null, '', '/later')`);
    await page.waitForTimeout(100);
    assert.deepEqual(stage.recorder.events(), []);
    await page.evaluate(`clickstitch.consent('granted')`);
    await stage.recorder.waitForEvents(4);
    await settle(page);
    const [signUp, ...others] = reached().filter(({ name }) => name === 'sign_up');
    assert.deepEqual(others, []);
    assert.equal(signUp?.url, stage.url('shop.example', '/thanks'));
    assert.ok(Number(signUp?.occurred_at) <= clickedBy);
    const [lead, ...again] = reached().filter(({ name }) => name === 'lead');
    assert.deepEqual(again, []);
    assert.equal(lead?.url, stage.url('shop.example', '/thanks'));
  });

  it('that are malformed cost the page and the others nothing, and debug says so', async () => {
    const broken = [
      null,
      5,
      'text',
      {},
      { event: 'x' },
      { event: 'x', url: 5 },
      { event: 'x', selector: '[[' },
      { url: '/' },
    ];
    stage.put('/', clicks, withGoals(...broken, { event: 'right', selector: '#signup' }));
    const page = await openReady();
    await page.click('#signup');
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(names(), ['right']);
    await page.evaluate(
      'errors = []; clickstitch.debug((at, verdict, subject) => verdict === "error" && errors.push(subject.name))',
    );
    await page.click('#signup');
    await stage.recorder.waitForEvents(3);
    const errors = await page.evaluate('errors');
    assert.ok((errors as string[]).includes('SyntaxError'), `${errors}`);
  });

  it('may be one alone, and junk is none', async () => {
    stage.put('/', clicks, stage.script(`data-goals='{"event":"lead","url":"/"}'`));
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(names(), ['lead']);
    for (const junk of ['5', 'text', '{"event":', 'true']) {
      stage.put('/', clicks, stage.script(`data-goals='${junk}'`));
      const page = await openReady();
      await page.click('#signup');
    }
    assert.deepEqual(names(), ['lead']);
  });

  it('see no click from before they have come, and no page waits for them', async () => {
    let letIn: (() => void) | undefined;
    const isLetIn = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    await stage.context.route(/tag\.extra\./, async (route) => {
      await isLetIn;
      await route.continue();
    });
    stage.put('/', clicks, withGoals({ event: 'lead', url: '/' }, { event: 'sign_up', selector: '#signup' }));
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    await page.click('#signup');
    letIn?.();
    await stage.recorder.waitForEvents(2);
    await settle(page);
    assert.deepEqual(names(), ['lead'], 'but what was viewed is known');
    await page.click('#signup');
    await stage.recorder.waitForEvents(3);
    assert.deepEqual(names(), ['lead', 'sign_up']);
  });

  it('are not asked for where there are none', async () => {
    const asked: string[] = [];
    stage.context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    stage.put('/', clicks, stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    await settle(page);
    assert.deepEqual(
      asked.filter((path) => /js$|\/e$/.test(path)),
      ['/tag.js', '/e'],
    );
  });
});
