import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import { type IdentifierKind, identifierOf, nodeOf } from '../../packages/collector/src/domain/identity.ts';
import { setStage } from './stage.ts';
import { untilExtra } from './until-extra.ts';

const stage = setStage();
const hashed = 'data-hash-identity="true"';
const sha256 = (text: string) => hash('sha256', text, 'hex');
const eventNamed = (called: string) => stage.recorder.events().find(({ name }) => name === called);
const sent = () => JSON.stringify(stage.recorder.recordings.map(({ batch }) => batch));

async function kept() {
  const [cookie] = await stage.context.cookies();
  return JSON.parse(decodeURIComponent(cookie?.value ?? ''));
}
/** Runs that in a page, and resolves to the users of the `identify` events, of which there are so many. */
async function usersOf(script: string, count: number) {
  stage.put('/', '', stage.script());
  const page = await stage.open('shop.example');
  await page.evaluate(script);
  const events = await stage.recorder.waitForEvents(1 + count);
  return events.filter(({ name }) => name === 'identify').map(({ user }) => user);
}

describe('identify', () => {
  it('takes a user id, a user, or both', async () => {
    const user = {
      user_hash: 'f00',
      email: 'jane@example.com',
      phone: '+4915112345678',
      traits: { plan: 'pro', seats: 3 },
    };
    const text = JSON.stringify(user);
    const users = await usersOf(
      `clickstitch.identify('one'); clickstitch.identify(2, ${text}); clickstitch.identify({ user_id: 'three', ...${text} })`,
      3,
    );
    assert.deepEqual(users, [{ user_id: 'one' }, { user_id: '2', ...user }, { user_id: 'three', ...user }]);
  });

  it('tells the user with later events, but for the traits', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    const user = { user_id: 'u', user_hash: 'f00', email: 'jane@example.com', phone: '+4915112345678' };
    await page.evaluate(`
      track('before'); clickstitch.identify('u', { ...${JSON.stringify(user)}, traits: { plan: 'pro' } });
      track('after'); clickstitch.page();
    `);
    const events = await stage.recorder.waitForEvents(5);
    assert.deepEqual(
      events.map(({ name, user: told }) => [name, told]),
      [
        ['page_view', undefined],
        ['before', undefined],
        ['identify', { ...user, traits: { plan: 'pro' } }],
        ['after', user],
        ['page_view', user],
      ],
    );
  });

  it('lets nothing of one user stick to the next', async () => {
    const users = await usersOf(
      `clickstitch.identify('a', { email: 'a@example.com', user_hash: 'f00' }); clickstitch.identify('b', { phone: '+4915112345678' });
       clickstitch.identify({ email: 'b@example.com' })`,
      3,
    );
    assert.deepEqual(users, [
      { user_id: 'a', email: 'a@example.com', user_hash: 'f00' },
      { user_id: 'b', phone: '+4915112345678' },
      { user_id: 'b', email: 'b@example.com' },
    ]);
  });

  it('says nothing where nobody is named, and takes whatever it is given', async () => {
    const users = await usersOf(
      `clickstitch.identify(); clickstitch.identify(null); clickstitch.identify(''); clickstitch.identify(undefined, null);
       clickstitch.identify({ user_id: {}, email: 7, phone: [], traits: { n: 1 } })`,
      1,
    );
    assert.deepEqual(users, [{ email: '7', traits: { n: 1 } }]);
  });
});

describe('reset', () => {
  it('forgets the user in events, in the cookie and on later pages, and keeps visitor and touches', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example', '/?gclid=AbC');
    await page.evaluate(`clickstitch.identify('u', { email: 'jane@example.com' })`);
    const before = await kept();
    assert.equal(before.user_id, 'u');
    await page.evaluate(`clickstitch.reset(); track('after', { order_id: 1 })`);
    const { ts: _, ...after } = await kept();
    const { user_id, ts, ...rest } = before;
    assert.deepEqual(after, rest);
    assert.equal(after.last.click_ids.gclid.value, 'AbC');
    await page.goto(stage.url('shop.example'));
    await stage.recorder.waitForEvents(5);
    for (const { name, user } of stage.recorder.events())
      assert.equal(user?.user_id, name === 'identify' ? 'u' : undefined, name);
    assert.ok(eventNamed('reset'));
    assert.equal(eventNamed('after')?.touch?.click_ids?.['gclid']?.value, 'AbC');
    assert.equal(new Set(stage.recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
  });

  it('is sent at once, for the page of a sign-out is soon left', async () => {
    stage.put('/', '<script>clickstitch.reset(); document.title = Date.now()</script>', stage.script());
    await stage.open('shop.example');
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(
      stage.recorder.recordings.map(({ batch }) => batch.events.map(({ name }) => name).sort()),
      [['page_view', 'reset']],
    );
  });
});

describe('with hashIdentity', () => {
  /** What the collector compares a person by, who is named so. */
  function comparedBy(kind: IdentifierKind, value: string) {
    const identifier = identifierOf(kind, value);
    return identifier && nodeOf(identifier).value;
  }

  it('email and phone leave as the hashes by which the collector compares them', async () => {
    stage.put('/', '', stage.script(hashed));
    const page = await stage.open('localhost');
    const spellings = [
      ['jane@example.com', '+4915112345678'],
      ['  Jane.Doe+Tag@Example.COM\n', '0049 (151) 123-456.78'],
      ['jÄNE@exämple.com', '+49 151/12345678'],
      [sha256('jane@example.com'), sha256('+4915112345678')],
      [sha256('jane@example.com').toUpperCase(), sha256('+4915112345678').toUpperCase()],
    ];
    for (const [email, phone] of spellings)
      await page.evaluate(
        `clickstitch.identify('u', ${JSON.stringify({ email, phone, traits: { n: 1 }, user_hash: 'f00' })})`,
      );
    const events = await stage.recorder.waitForEvents(1 + spellings.length);
    assert.deepEqual(
      events.filter(({ name }) => name === 'identify').map(({ user }) => user),
      spellings.map(([email = '', phone = '']) => ({
        user_id: 'u',
        user_hash: 'f00',
        email: comparedBy('email', email),
        phone: comparedBy('phone', phone),
        traits: { n: 1 },
      })),
    );
    assert.equal(eventNamed('identify')?.user?.email, sha256('jane@example.com'));
    assert.equal(eventNamed('identify')?.user?.phone, sha256('+4915112345678'));
    assert.doesNotMatch(sent(), /jane|12345678|123-456/i);
  });

  it('what names nobody is not hashed, for it would be one person to the collector', async () => {
    stage.put('/', '', stage.script(hashed));
    const page = await stage.open('localhost');
    for (const [email, phone] of [
      ['null', '0151 12345678'],
      ['guest', 'undefined'],
      ['', 4915112345678],
      [7, '+0000000000'],
      [null, {}],
    ]) {
      await page.evaluate(`clickstitch.identify('u', ${JSON.stringify({ email, phone })})`);
    }
    await page.evaluate(`clickstitch.identify(); clickstitch.identify(null, 0)`);
    const events = await stage.recorder.waitForEvents(6);
    assert.deepEqual(
      events.map(({ name, user }) => [name, user]),
      [['page_view', undefined], ...Array.from({ length: 5 }, () => ['identify', { user_id: 'u' }])],
    );
    await page.waitForTimeout(300);
    assert.equal(stage.recorder.events().length, 6);
  });

  it('a call before the rest has loaded keeps its time and URL, and later events have the hashes', async () => {
    stage.recorder.scriptDelay = 300;
    const calls = `var at = Date.now(); clickstitch.identify('u', { email: 'jane@example.com' }); history.pushState(0, '', '/?step=2')`;
    stage.put('/', `<script>${calls}</script>`, stage.script(hashed));
    const page = await stage.open('localhost', '/?step=1');
    const at = Number(await page.evaluate('at'));
    const events = await stage.recorder.waitForEvents(3);
    const { occurred_at, url, user } = eventNamed('identify') ?? assert.fail(JSON.stringify(events));
    assert.ok(Math.abs(Number(occurred_at) - at) < 100);
    assert.match(url ?? '', /step=1$/);
    assert.equal(user?.email, sha256('jane@example.com'));
    await page.evaluate(`track('after')`);
    await stage.recorder.waitForEvents(4);
    assert.deepEqual(eventNamed('after')?.user, { user_id: 'u', email: sha256('jane@example.com') });
    assert.equal((await kept()).user_id, 'u');
  });

  it('nothing plain leaves a page that came without https, and the rest does', async () => {
    stage.put('/', '', stage.script(hashed));
    const page = await stage.open('shop.example');
    assert.equal(await page.evaluate('isSecureContext'), false);
    await page.evaluate(`var notes = []; clickstitch.debug((...note) => notes.push(note.slice(1, 3)))`);
    await page.evaluate(
      `clickstitch.identify('u', { email: 'jane@example.com', phone: '+4915112345678', traits: { n: 1 } })`,
    );
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(eventNamed('identify')?.user, { user_id: 'u', traits: { n: 1 } });
    const notes = (await page.evaluate('notes')) as [string, unknown][];
    assert.deepEqual(
      notes.filter(([verdict]) => verdict === 'dropped').map(([, subject]) => subject),
      ['jane@example.com', '+4915112345678'],
    );
  });

  it('nothing leaves a page in which the script that hashes is blocked', async () => {
    await stage.context.route('**/tag.extra.*', (route) => route.abort());
    stage.put('/', '', stage.script(hashed));
    const page = await stage.open('localhost');
    await page.evaluate(`clickstitch.identify('u', { email: 'jane@example.com' }); track('after', { order_id: 1 })`);
    await page.waitForTimeout(300);
    await page.goto('about:blank');
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.recordings, []);
  });

  it('who was named last is there, though their name takes less to hash', async () => {
    stage.put('/', '', stage.script(hashed));
    const page = await stage.open('localhost');
    await page.evaluate(
      `clickstitch.identify('a', { email: 'a@example.com', phone: '+4915112345678' }); clickstitch.identify('b')`,
    );
    await stage.recorder.waitForEvents(3);
    await page.evaluate(`track('after')`);
    await stage.recorder.waitForEvents(4);
    assert.deepEqual(eventNamed('after')?.user, { user_id: 'b' });
    assert.equal((await kept()).user_id, 'b');
  });

  it('who has left is not there again once their name is hashed', async () => {
    stage.put('/', '', stage.script(hashed));
    const page = await stage.open('localhost');
    await untilExtra(page);
    await page.evaluate(`clickstitch.identify('a', { email: 'a@example.com' }); clickstitch.reset(); track('at_once')`);
    await stage.recorder.waitForEvents(4);
    await page.evaluate(`track('after')`);
    await stage.recorder.waitForEvents(5);
    assert.deepEqual([eventNamed('at_once')?.user, eventNamed('after')?.user], [undefined, undefined]);
    assert.equal((await kept()).user_id, undefined);
  });

  it('who has left before the rest has loaded is not there again, either', async () => {
    stage.recorder.scriptDelay = 300;
    const calls = `clickstitch.identify('a', { email: 'a@example.com' }); clickstitch.reset()`;
    stage.put('/', `<script>${calls}</script>`, stage.script(hashed));
    const page = await stage.open('localhost');
    await untilExtra(page);
    await page.evaluate(`track('after', { order_id: 1 })`);
    await stage.recorder.waitForEvents(3);
    assert.equal(eventNamed('after')?.user, undefined);
    assert.equal((await kept()).user_id, undefined);
  });

  it('a call waits for consent like any other', async () => {
    stage.put('/', '', stage.script(`${hashed} data-consent="denied"`));
    const page = await stage.open('localhost');
    await page.evaluate(`clickstitch.identify('u', { email: 'jane@example.com' })`);
    await page.waitForTimeout(300);
    assert.deepEqual(stage.recorder.recordings, []);
    await page.evaluate(`clickstitch.consent('granted')`);
    await stage.recorder.waitForEvents(2);
    assert.deepEqual(eventNamed('identify')?.user, { user_id: 'u', email: sha256('jane@example.com') });
  });
});
