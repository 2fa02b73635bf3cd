import assert from 'node:assert/strict';
import type { Case, Group } from '../stage.ts';
import { ourCookie, visitorsOf } from './our-cookie.ts';

const day = 86_400;

const staysOnHost = (name: string, hosts: readonly string[]): Case => ({
  name,
  async run(stage) {
    const { person, recorder, put, script } = stage;
    put('/', '', script());
    for (const host of hosts) {
      recorder.clear();
      await person.goto(`http://${host}/`);
      await recorder.waitForEvents(1);
      assert.equal((await ourCookie(stage)).domain, host);
      await person.reload();
      await recorder.waitForEvents(2);
      assert.equal(visitorsOf(stage).length, 1, host);
    }
  },
});

export const cookies: Group = {
  title: 'the cookie',
  cases: [
    {
      name: 'holds what was sent, and has its attributes',
      async run(stage) {
        const { person, recorder, put, script, ukSite } = stage;
        put('/', '', script());
        await person.goto(`http://shop.${ukSite}/?gclid=AbC&utm_campaign=%3B%2C%20%22x%22%20%E2%82%AC`);
        const [event] = await recorder.waitForEvents(1);
        const { expires, visitor, ...attributes } = await ourCookie(stage);
        assert.deepEqual(attributes, {
          name: '_cst',
          domain: `.${ukSite}`,
          path: '/',
          secure: false,
          http_only: false,
          same_site: 'Lax',
        });
        assert.ok(Math.abs(expires - Date.now() / 1000 - 390 * day) < 60, `${expires}`);
        assert.equal(visitor.visitor_id, recorder.recordings[0]?.batch.visitor_id);
        assert.deepEqual(visitor.last, event?.touch);
        assert.equal(event?.touch?.utm?.['campaign'], ';, "x" €');
      },
    },
    {
      name: 'is on the widest domain that is no public suffix, and no trial is left over',
      async run(stage) {
        const { person, recorder, put, script, ukSite } = stage;
        put('/', '', script());
        await person.goto(`http://a.b.c.${ukSite}/`);
        await recorder.waitForEvents(1);
        assert.equal((await ourCookie(stage)).domain, `.${ukSite}`);
      },
    },
    {
      name: 'is one for all hosts of a site',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        put('/', '', script());
        for (const host of [`www.${site}`, `pay.shop.${site}`, site]) await person.goto(`http://${host}/`);
        await recorder.waitForEvents(3);
        const { domain, visitor } = await ourCookie(stage);
        assert.equal(domain, `.${site}`);
        assert.deepEqual(visitorsOf(stage), [visitor.visitor_id]);
      },
    },
    {
      name: 'is another on another site, below the same public suffix too',
      async run(stage) {
        const { person, recorder, put, script, site, otherSite, ukSite } = stage;
        put('/', '', script());
        const hosts = [site, otherSite, ukSite, `other-${ukSite}`];
        for (const host of hosts) await person.goto(`http://${host}/`);
        await recorder.waitForEvents(hosts.length);
        assert.equal(visitorsOf(stage).length, hosts.length);
      },
    },
    staysOnHost('stays on the host where that is an address', ['10.20.30.40']),
    staysOnHost('stays on the host where that is a bare name', ['intranet', 'localhost']),
    {
      name: 'is there on a host that is a public suffix itself if the browser takes any there, and events are in any case',
      async run({ person, recorder, put, script }) {
        put('/', '', script());
        await person.goto('http://github.io/');
        await recorder.waitForEvents(1);
        const cookies = await person.cookies();
        const isAny = await person.evaluate(`(document.cookie = 'any=1; max-age=9', document.cookie.includes('any'))`);
        assert.deepEqual(
          cookies.map(({ name, domain }) => [name, domain]),
          isAny ? [['_cst', 'github.io']] : [],
        );
        await person.evaluate(`track('later')`);
        await recorder.waitForEvents(2);
        assert.equal(new Set(recorder.recordings.map(({ batch }) => batch.visitor_id)).size, 1);
      },
    },
    {
      name: 'goes to the domain that the site names',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        put('/', '', script(`data-cookie-domain="shop.${site}"`));
        await person.goto(`http://www.shop.${site}/`);
        await recorder.waitForEvents(1);
        assert.equal((await ourCookie(stage)).domain, `.shop.${site}`);
      },
    },
    {
      name: 'is the newest where there are several',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        put('/', '', script());
        put('/plain', '');
        await person.goto(`http://www.${site}/plain`);
        const ids = ['01931c4e-7b1a-7abc-8def-000000000000', '01931c4e-7b1a-7abc-8def-111111111111'];
        // The order in which a browser hands them over is that of their age; so both ways round.
        for (const [older, newer] of [
          [site, `www.${site}`],
          [`www.${site}`, site],
        ]) {
          for (const [index, domain] of [older, newer].entries()) {
            const value = encodeURIComponent(JSON.stringify({ visitor_id: ids[index], ts: index + 1 }));
            await person.evaluate(`void (document.cookie = '_cst=${value}; max-age=99; path=/; domain=${domain}')`);
          }
          assert.equal((await person.cookies()).length, 2);
          recorder.clear();
          await person.goto(`http://www.${site}/`);
          await recorder.waitForEvents(1);
          assert.deepEqual(visitorsOf(stage), [ids[1]]);
          await person.goto(`http://www.${site}/plain`);
        }
      },
    },
    {
      name: 'is renewed by HTTP where the collector shares the domain, and read again',
      async run(stage) {
        const { person, recorder, put, script, site, until } = stage;
        put('/', '', script('', `c.${site}`));
        await person.goto(`http://www.${site}/?via=anna`);
        const [renewal] = await recorder.waitForRenewals(1);
        assert.equal(renewal?.domain, site);
        await until(`document.cookie.includes('renewed_at')`);
        const { domain, expires, visitor } = await ourCookie(stage);
        assert.equal(domain, `.${site}`);
        assert.ok(Math.abs(expires - Date.now() / 1000 - 390 * day) < 60, `${expires}`);
        assert.deepEqual(visitor, renewal?.visitor);
        await person.reload();
        await recorder.waitForEvents(2);
        assert.deepEqual((await ourCookie(stage)).visitor, visitor, 'no script has written it again');
        assert.deepEqual(visitorsOf(stage), [visitor.visitor_id]);
      },
    },
  ],
};
