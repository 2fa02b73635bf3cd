import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startRecorder } from '../tag/recorder.ts';
import { groups } from './cases/groups.ts';
import { launch } from './engine.ts';
import type { EngineName, Person } from './person.ts';
import type { Stage } from './stage.ts';
import { startWeb, type Web } from './web.ts';

const LIMIT_MS = 10_000;

/**
 * Plays all cases in one browser, one after the other, each on sites of its own. After each of them it is checked that
 * no page saw an exception, and that the collector was asked no question before it was told something: a page that
 * closes would not live to hear the answer.
 */
export function runCases(engine: EngineName): void {
  describe(engine, () => {
    let web: Web;
    let person: Person;
    let stage: Stage;
    let count = 0;
    before(async () => {
      web = await startWeb();
      person = await launch(engine, { proxy: web.proxy });
    });
    beforeEach(async () => {
      web.clear();
      count++;
      stage = await setStage(web, person, count);
    });
    afterEach(async () => {
      await stage.recorder.close();
      assert.deepEqual(web.errors, [], 'a page saw errors');
      const methods = stage.recorder.recordings.map(({ method }) => method);
      assert.ok(!methods.includes('OPTIONS'), 'there was a preflight');
    });
    after(async () => {
      await person?.close();
      await web?.close();
    });
    for (const { title, cases } of groups) {
      describe(title, () => {
        for (const { name, run } of cases) it(name, () => run(stage));
      });
    }
  });
}

async function setStage(web: Web, person: Person, count: number): Promise<Stage> {
  const recorder = await startRecorder();
  const collector = `collector${count}.test`;
  return {
    person,
    recorder,
    site: `acme${count}.test`,
    otherSite: `news${count}.test`,
    ukSite: `acme${count}.co.uk`,
    collector,
    secureHost: `shop${count}.localhost`,
    script(attributes = '', host = `c.${collector}`) {
      web.lead(host, recorder.origin);
      return `<script src="http://${host}/tag.js" data-key="pk_test_1" ${attributes}></script>`;
    },
    put: web.put,
    launchAnother: (options) => launch(person.engine, { ...options, proxy: web.proxy }),
    async until(expression) {
      const deadline = Date.now() + LIMIT_MS;
      // The page may be on its way to another one.
      while (!(await person.evaluate(expression).catch(() => false))) {
        if (Date.now() > deadline) throw new Error(`It was never so: ${expression}`);
        await setTimeout(20);
      }
    },
  };
}
