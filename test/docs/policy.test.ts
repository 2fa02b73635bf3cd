import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setStage } from '../tag/stage.ts';

const stage = setStage();
const text = readFileSync(new URL('../../docs/content-security-policy.md', import.meta.url), 'utf8');

/** A goal, so that the page needs `tag.extra.js` too. */
const GOALS = `data-goals='[{"event":"lead","url":"/*"}]'`;
/** Notes what the browser refuses. */
const noting = `
  window.blocked = [];
  addEventListener('securitypolicyviolation', ({ blockedURI }) => blocked.push(blockedURI));`;

/** Opens a page with that policy and head, and tells what it reported and what the browser refused. */
async function under(policy: string, head: string): Promise<{ names: string[]; blocked: string[] }> {
  stage.put('/', '', `<meta http-equiv="Content-Security-Policy" content="${policy}">${head}`);
  const page = await stage.newPage();
  await page.addInitScript(noting);
  await page.goto(stage.url('shop.example'), { waitUntil: 'networkidle' });
  await page.waitForTimeout(300);
  const names = stage.recorder.events().map(({ name }) => name);
  return { names, blocked: await page.evaluate<string[]>('blocked') };
}

describe('docs/content-security-policy.md', () => {
  it('has a policy that lets through all that the tag needs, and nothing that it does not', async () => {
    const [, documented = ''] = /^Content-Security-Policy: (.*)$/m.exec(text) ?? [];
    assert.ok(documented);
    const policy = documented.replaceAll('https://collector.example', stage.recorder.origin);
    const head = stage.stub + stage.script(GOALS);
    assert.deepEqual(await under(policy, head), { names: ['page_view', 'lead'], blocked: [] });

    // Each source of it is needed.
    for (const source of [/ 'sha256-[^']*'/, / http:[^ ;]*/, / http:\S*$/]) {
      const { blocked } = await under(policy.replace(source, ''), head);
      assert.notDeepEqual(blocked, [], `without ${source}`);
    }
  });

  it('tells how a nonce lets the rest in', async () => {
    const [, nonce = ''] =
      /<script async (nonce="\w+") src="[^"]*tag\.js" data-key="[^"]*"><\/script>/.exec(text) ?? [];
    assert.ok(nonce);
    const head = stage.script(`${nonce} ${GOALS}`);
    const strict = `script-src 'nonce-R4nd0m'`;
    for (const policy of [strict, `${strict} 'strict-dynamic'`]) {
      stage.recorder.clear();
      assert.deepEqual(await under(policy, head), { names: ['page_view', 'lead'], blocked: [] }, policy);
    }
    stage.recorder.clear();
    const { names } = await under(strict, head.replace(nonce, 'nonce="another"'));
    assert.deepEqual(names, [], 'another nonce lets nothing in');
  });
});
