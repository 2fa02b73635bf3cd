import assert from 'node:assert/strict';
import type { Group } from '../stage.ts';
import { ourCookie } from './our-cookie.ts';

export const frames: Group = {
  title: 'a frame of another site',
  cases: [
    {
      name: 'tells its events as a visitor of its own, and stores nothing for when that site is visited',
      async run(stage) {
        const { person, recorder, put, script, site, otherSite } = stage;
        const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;
        put('/framed', `<script>${purchase}</script>`, script());
        put('/', `<iframe src="http://www.${site}/framed?via=anna"></iframe>`, script());
        put('/visited', '', script());
        await person.goto(`http://www.${otherSite}/`);
        await recorder.waitForEvents(3);
        const visitorOf = (part: string) => {
          const sent = recorder.recordings.filter(({ batch }) => batch.events.some(({ url }) => url?.includes(part)));
          const visitors = new Set(sent.map(({ batch }) => batch.visitor_id));
          assert.equal(visitors.size, 1, part);
          return [...visitors][0];
        };
        assert.notEqual(visitorOf('/framed'), visitorOf(otherSite));
        assert.equal((await ourCookie(stage)).visitor.visitor_id, visitorOf(otherSite));
        await person.goto(`http://www.${site}/visited`);
        await recorder.waitForEvents(4);
        assert.notEqual(visitorOf('/visited'), visitorOf('/framed'));
        assert.equal((await ourCookie(stage)).visitor.last, undefined);
      },
    },
  ],
};
