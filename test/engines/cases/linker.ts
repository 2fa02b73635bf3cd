import assert from 'node:assert/strict';
import type { Case, Group, Stage } from '../stage.ts';
import { ourCookie, visitorsOf } from './our-cookie.ts';

const linked = ({ site, otherSite }: Stage): string => `data-linker="${site}, ${otherSite}"`;

/** Goes from one site to the other by what is clicked, and looks whether it is the same visitor there. */
const ledBy = (name: string, bodyOf: (url: string) => string): Case => ({
  name,
  async run(stage) {
    const { person, recorder, put, script, site, otherSite, until } = stage;
    put('/', bodyOf(`http://shop.${otherSite}/next?a=1`), script(linked(stage)));
    put('/next', '', script(linked(stage)));
    put('/plain', '');
    await person.goto(`http://www.${site}/?via=anna`);
    await recorder.waitForEvents(1);
    await person.click('#go');
    await until(`location.pathname === '/next'`);
    await recorder.waitForEvents(2);
    await person.evaluate(`track('there')`);
    const [, next, there] = await recorder.waitForEvents(3);
    assert.deepEqual([next?.touch, there?.touch?.referral_code], [null, 'anna']);
    assert.doesNotMatch(`${await person.evaluate('location.href')} ${JSON.stringify(recorder.events())}`, /cs_link/);
    // WebKit's driver does not list cookies that are `SameSite=Lax` on a page that a form of another site was posted to.
    await person.goto(`http://shop.${otherSite}/plain`);
    const { domain, visitor } = await ourCookie(stage);
    assert.equal(domain, `.${otherSite}`);
    assert.deepEqual(visitorsOf(stage), [visitor.visitor_id]);
  },
});

export const linker: Group = {
  title: 'the linker',
  cases: [
    ledBy('keeps the visitor over a link to another site', (url) => `<a id="go" href="${url}">go</a>`),
    ledBy(
      'keeps the visitor over a form that is sent there',
      (url) => `<form action="${url}"><input name="a" value="2"><button id="go">go</button></form>`,
    ),
    ledBy(
      'keeps the visitor over a form that is posted there',
      (url) => `<form method="post" action="${url}"><button id="go">go</button></form>`,
    ),
    {
      name: 'hands nobody over to a site that is not named',
      async run(stage) {
        const { person, recorder, put, script, site, otherSite, ukSite, until } = stage;
        put('/', `<a href="http://${ukSite}/next">go</a>`, script(linked(stage)));
        put('/next', '', script(`data-linker="${otherSite}"`));
        await person.goto(`http://www.${site}/?via=anna`);
        await recorder.waitForEvents(1);
        await person.click('a');
        await until(`location.pathname === '/next'`);
        await recorder.waitForEvents(2);
        assert.equal(visitorsOf(stage).length, 2);
        assert.equal(await person.evaluate('location.search'), '');
      },
    },
    {
      name: 'tells a frame of another site who the visitor is, whatever cookies the browser lets it have',
      async run(stage) {
        const { person, recorder, put, script, site, otherSite } = stage;
        put('/', `<iframe src="http://www.${otherSite}/framed"></iframe>`, script(linked(stage)));
        put('/framed', '', script(linked(stage)));
        await person.goto(`http://www.${site}/?via=anna`);
        await recorder.waitForEvents(2);
        assert.deepEqual(visitorsOf(stage), [(await ourCookie(stage)).visitor.visitor_id]);
      },
    },
  ],
};
