import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

const stage = setStage();
const dist = new URL('../../packages/tag/dist/', import.meta.url);

/** All that makes `tag.js` fetch its parts. */
const EVERYTHING = [
  ...['data-checkout', 'data-data-layer', 'data-hash-identity="true"', 'data-linker="two.example"'],
  ...['data-capture="outbound,downloads,forms"', 'data-forward="fbq,ttq,gtag"'],
  `data-goals='[{"event":"seen","url":"/*"},{"event":"chosen","selector":"button"}]'`,
].join(' ');
const PARTS = ['inspector', 'tag.capture', 'tag.checkout', 'tag.extra', 'tag.interop', 'tag.linker'];

/** Nothing is let through but what the documents ask for; text never becomes script, by no policy. */
const REST = `connect-src COLLECTOR; require-trusted-types-for 'script'; trusted-types 'none'`;
const POLICIES: Record<string, string> = {
  "the collector's host": `default-src 'none'; script-src COLLECTOR 'nonce-page'; ${REST}`,
  'a nonce': `default-src 'none'; script-src 'nonce-page'; ${REST}`,
  'a nonce and strict-dynamic': `default-src 'none'; script-src 'nonce-page' 'strict-dynamic'; ${REST}`,
};

/** Opens a page with that policy; tells what it fetched, and what the browser refused or complained of. */
async function under(policy: string, head: string, body = '') {
  const meta = policy.replaceAll('COLLECTOR', stage.recorder.origin);
  const withNonces = (html: string) => html.replaceAll('<script', '<script nonce="page"');
  stage.put('/', withNonces(body), `<meta http-equiv="Content-Security-Policy" content="${meta}">${withNonces(head)}`);
  const page = await stage.newPage();
  const fetched: string[] = [];
  const complaints: string[] = [];
  page.on('requestfinished', (request) => fetched.push(new URL(request.url()).pathname));
  // Of no concern here: the icon that a browser looks for by itself.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) complaints.push(message.text());
  });
  await page.addInitScript(`window.refused = [];
    addEventListener('securitypolicyviolation', (event) => refused.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));`);
  await page.goto(stage.url('shop.example', '/?clickstitch_debug=1&gclid=AbC'));
  const refused = () => page.evaluate<string[]>('refused');
  return { page, fetched, complaints, refused };
}

describe('under a Content-Security-Policy with Trusted Types', () => {
  for (const [name, policy] of Object.entries(POLICIES)) {
    it(`tag.js and all that it fetches work by ${name}`, async () => {
      const body = `<button>Buy</button><script>track('lead', { order_id: 'A-1' }); clickstitch.identify({ email: 'a@b.example' })</script>`;
      const { page, fetched, complaints, refused } = await under(policy, stage.stub + stage.script(EVERYTHING), body);
      await stage.recorder.waitForEvents(4);
      await page.click('button');
      const events = await stage.recorder.waitForEvents(5);
      const names = events.map((event) => event.name);
      assert.deepEqual(names.sort(), ['chosen', 'identify', 'lead', 'page_view', 'seen']);
      for (const part of PARTS)
        assert.ok(
          fetched.some((path) => path.startsWith(`/${part}.`)),
          part,
        );
      assert.deepEqual(await refused(), []);
      assert.deepEqual(complaints, []);
    });
  }

  it('tag.core.js works', async () => {
    const script = stage.script().replace('tag.js', 'tag.core.js');
    const { complaints, refused } = await under(`${POLICIES['a nonce']}`, stage.stub + script);
    assert.equal((await stage.recorder.waitForEvents(1))[0]?.touch?.click_ids?.['gclid']?.value, 'AbC');
    assert.deepEqual([await refused(), complaints], [[], []]);
  });

  it('a page is refused what the tag does not do: the policies hold', async () => {
    const breaks = `<script>try { document.body.innerHTML = '<b>'; } catch {} try { Function('1') } catch {}</script>`;
    const { refused } = await under(`${POLICIES['a nonce']}`, '', breaks);
    assert.equal((await refused()).length, 2);
  });
});

it('no bundle makes script of text', () => {
  const names = globSync('*.js', { cwd: dist });
  assert.ok(names.length >= 8);
  for (const name of names) {
    const code = readFileSync(new URL(name, dist), 'utf8');
    assert.doesNotMatch(code, /\beval\b|\bFunction\(|\.(inner|outer)HTML|insertAdjacentHTML|document\.write/, name);
  }
});
