import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();

/** A setting, and a key, as attributes. */
const ATTRIBUTES: Record<string, string> = { 'data-key': 'pk_test_1', 'data-referral-params': 'partner' };

interface Loader {
  /** What is in the head, behind the stub, and at the end of the body. */
  head?: () => string;
  end?: () => string;
  /** The tag comes so late that a router may have been there before: without the stub nobody can know. */
  isLate?: boolean;
}

const src = (query = '') => `${stage.recorder.origin}/tag.js${query}`;
const attributes = Object.entries(ATTRIBUTES).map((pair) => pair.join('='));
const element = (how: string) => `<script ${how} src="${src()}" ${attributes.join(' ')}></script>`;
const inline = (code: string) => `<script>${code}</script>`;
/** As documented where the script finds neither an element of its own nor a key. */
const init = () =>
  `clickstitch.init({ key: 'pk_test_1', endpoint: '${stage.recorder.origin}', referralParams: 'partner' })`;
const withElement = (then: string) => `const script = document.createElement('script');
  for (const [name, value] of ${JSON.stringify(Object.entries(ATTRIBUTES))}) script.setAttribute(name, value);
  ${then}
  document.head.append(script);`;
const fetched = (then: string) => `fetch('${src()}').then((response) => response.blob()).then((blob) => {
  const address = URL.createObjectURL(new Blob([blob], { type: 'text/javascript' }));
  ${then}
});`;

const loaders: Record<string, Loader> = {
  'an element in the head': { head: () => element('') },
  async: { head: () => element('async'), isLate: true },
  defer: { head: () => element('defer'), isLate: true },
  'type="module"': { head: () => element('type="module"'), isLate: true },
  'an element at the end of the body': { end: () => element(''), isLate: true },
  'document.write': { head: () => inline(`document.write('${element('').replace('</', '<\\/')}')`) },
  createElement: { head: () => inline(withElement(`script.src = '${src()}';`)), isLate: true },
  'createElement with all attributes, long after the page has loaded': {
    head: () => inline(`setTimeout(() => { ${withElement(`script.src = '${src()}';`)} }, 500)`),
    isLate: true,
  },
  // https://support.google.com/tagmanager/answer/6103696
  'a tag manager that keeps no attributes, with the key in the address': {
    head: () =>
      inline(`const made = document.createElement('div');
        made.innerHTML = '${element('').replace('</', '<\\/').replace(src(), src('?key=pk_test_1'))}';
        for (const { src } of made.children) document.head.append(Object.assign(document.createElement('script'), { src }));`),
    isLate: true,
  },
  'fetched text in an element with an address of its own, and attributes': {
    head: () =>
      inline(fetched(withElement(`script.src = address; script.dataset.endpoint = '${stage.recorder.origin}';`))),
    isLate: true,
  },
  'fetched text in an element with an address of its own, and init': {
    head: () =>
      inline(
        fetched(`const script = document.createElement('script');
          Object.assign(script, { src: address, onload: () => ${init()} });
          document.head.append(script);`),
      ),
    isLate: true,
  },
  'import(), and init': { head: () => inline(`import('${src()}').then(() => ${init()})`), isLate: true },
  'import() of fetched text, and init': {
    head: () => inline(fetched(`import(address).then(() => ${init()});`)),
    isLate: true,
  },
  'fetched text that is called as a function, and init': {
    head: () =>
      inline(`fetch('${src()}').then((response) => response.text()).then((text) => { Function(text)(); ${init()} })`),
    isLate: true,
  },
  'two copies': { head: () => element('') + element('async'), end: () => element('defer') },
};

describe('the tag', () => {
  for (const [name, { head, end, isLate }] of Object.entries(loaders)) {
    for (const hasStub of [true, false]) {
      it(`comes by ${name}, ${hasStub ? 'with' : 'without'} the stub`, async () => {
        await stage.context.route('**/tag.js?key=pk_test_1', async (route) => {
          const response = await route.fetch({ url: src() });
          const settings = `(window.clickstitch=window.clickstitch||{}).s={key:'pk_test_1',referralParams:'partner'};\n`;
          await route.fulfill({ response, body: settings + (await response.text()) });
        });
        const early = hasStub
          ? `track('early', { n: 1 })`
          : `window.clickstitch ??= {}; (clickstitch.q ??= []).push([Date.now(), location.href, 'track', ['early', { n: 1 }]])`;
        // What the stub keeps, a router cannot take away.
        const router = hasStub || !isLate ? `history.replaceState(null, '', '/clean');` : '';
        stage.put('/', inline(`${early};${router}`) + (end?.() ?? ''), (hasStub ? stage.stub : '') + (head?.() ?? ''));
        const page = await stage.open('shop.example', '/?partner=anna&gclid=AbC');
        await page.waitForFunction(`clickstitch.q && !clickstitch.q.forEach`);
        await page.evaluate(`clickstitch.track('late')`);

        const events = await stage.recorder.waitForEvents(router ? 4 : 3);
        const [view] = events;
        assert.deepEqual(
          [
            view?.name,
            view?.url?.replace(/.*:\d+/, ''),
            view?.touch?.referral_code,
            view?.touch?.click_ids?.['gclid']?.value,
          ],
          ['page_view', '/?partner=anna&gclid=AbC', 'anna', 'AbC'],
        );
        assert.deepEqual(
          events.filter((event) => event.name !== 'page_view').map((event) => [event.name, event.props]),
          [
            ['early', { n: 1 }],
            ['late', {}],
          ],
        );
        const views = stage.recorder.events().filter((event) => event.name === 'page_view');
        assert.equal(views.length, router ? 2 : 1);
        assert.deepEqual(new Set(stage.recorder.recordings.map(({ batch }) => batch.key)), new Set(['pk_test_1']));
      });
    }
  }
});
