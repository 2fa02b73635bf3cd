import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { launch } from './engine.ts';
import { startWeb } from './web.ts';

/** What other tests rely on when they drive these browsers. */

for (const engine of ['chromium', 'firefox'] as const) {
  it(`${engine} has its cookies and storage again on its profile, and has none on another`, async (context) => {
    const web = await startWeb();
    const profile = mkdtempSync(join(tmpdir(), 'clickstitch-profile-'));
    context.after(async () => {
      await web.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    });
    web.put('/', '');
    const kept: unknown[] = [];
    for (const options of [{ profile }, { profile }, {}]) {
      const person = await launch(engine, { proxy: web.proxy, ...options });
      await person.goto('http://www.acme.test/');
      kept.push(await person.evaluate('[document.cookie, { ...localStorage }]'));
      await person.evaluate(`void (document.cookie = 'a=1; max-age=999', localStorage.setItem('b', '2'))`);
      await person.close();
    }
    assert.deepEqual(kept, [
      ['', {}],
      ['a=1', { b: '2' }],
      ['', {}],
    ]);
  });
}

for (const engine of ['chromium', 'firefox', 'webkit'] as const) {
  it(`${engine} is dead at once when it is killed: its page asks for nothing any more`, async (context) => {
    const web = await startWeb();
    context.after(() => web.close());
    web.put('/', `<script>setInterval(() => { new Image().src = '/page-error?' + Math.random() }, 20)</script>`);
    const person = await launch(engine, { proxy: web.proxy });
    await person.goto('http://www.acme.test/');
    await until(() => web.errors.length > 2);
    await person.kill();
    // What it had sent before is read.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { length } = web.errors;
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(web.errors.length, length);
    await assert.rejects(person.evaluate('1'));
  });
}

it('webkit refuses a profile, which it would not keep', async () => {
  await assert.rejects(launch('webkit', { proxy: 'http://127.0.0.1:9', profile: tmpdir() }), /keeps nothing/);
});

for (const [engine, variable] of [
  ['firefox', 'TEST_FIREFOX'],
  ['webkit', 'TEST_WEBKIT_DRIVER'],
  ['webkit', 'TEST_XVFB'],
] as const) {
  it(`${engine} that is not installed is an error, by the name of what is missing: ${variable}`, async (context) => {
    setVariable(context, variable, '/nowhere/program');
    await assert.rejects(launch(engine, { proxy: 'http://127.0.0.1:9' }), new RegExp(`/nowhere/program.*${variable}`));
  });
}

function setVariable(context: TestContext, name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  context.after(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !isSo(); ) {
    assert.ok(Date.now() < deadline);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
