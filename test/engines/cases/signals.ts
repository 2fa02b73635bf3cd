import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Group } from '../stage.ts';

export const signals: Group = {
  title: 'what the browser says of itself',
  cases: [
    {
      name: 'that it is driven is told with every event',
      async run({ person, recorder, put, script, site }) {
        put('/', '', script());
        await person.goto(`http://${site}/`);
        const [event] = await recorder.waitForEvents(1);
        assert.equal(await person.evaluate('navigator.webdriver'), true);
        assert.deepEqual(event?.bot_signals, ['webdriver']);
      },
    },
    {
      name: 'Global Privacy Control denies `ads` (Firefox; the other two have no such signal)',
      async run(stage) {
        const { person, recorder, put, script, site } = stage;
        put('/', '', script());
        const isKnown = await person.evaluate(`'globalPrivacyControl' in navigator`);
        assert.equal(isKnown, person.engine === 'firefox');
        const other = isKnown ? await stage.launchAnother({ globalPrivacyControl: true }) : person;
        try {
          await other.goto(`http://${site}/?gclid=1&via=anna`);
          const [event] = await recorder.waitForEvents(1);
          assert.deepEqual(event?.consent, { analytics: 'granted', ads: isKnown ? 'denied' : 'granted' });
          assert.equal(event?.touch?.referral_code, 'anna');
          assert.equal(event?.touch?.click_ids?.['gclid']?.value, isKnown ? undefined : '1');
        } finally {
          if (other !== person) await other.close();
        }
      },
    },
    {
      name: 'an email leaves the page as a hash in a secure context, and not at all in another',
      async run({ person, recorder, put, script, site, secureHost }) {
        put('/', '', script('data-hash-identity="true"'));
        for (const [host, hash] of [
          [secureHost, createHash('sha256').update('a@b.example').digest('hex')],
          [site, undefined],
        ] as const) {
          recorder.clear();
          await person.goto(`http://${host}/`);
          await person.evaluate(`clickstitch.identify('user_1', { email: ' A@b.example' })`);
          const events = await recorder.waitForEvents(2);
          const user = events.find(({ name }) => name === 'identify')?.user;
          assert.deepEqual([user?.user_id, user?.email], ['user_1', hash]);
        }
      },
    },
  ],
};
