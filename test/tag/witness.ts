import assert from 'node:assert/strict';
import type { BatchEvent } from '@clickstitch/tag/wire';
import type { Frame, Page } from 'playwright';
import type { Recorder } from './recorder.ts';

/** What `debug` has told of a page so far: a verdict and, in words, what it was about and why. */
export interface Told {
  verdict: string;
  subject: string;
  reason: string;
}

/** Goes in front of a script that has `data-debug="true"`, and writes down what that tells. */
export const listener = `<script>
  window.told = [];
  console.debug = (at, verdict, ...about) => {
    const [subject, reason] = about.map((what) => (typeof what === 'object' && what && !(what instanceof Error) ? 'object' : String(what)));
    told.push({ verdict, subject, reason: String(reason) });
  };
</script>`;

/** What has happened up to now in a page with the {@link listener}. */
export function toldBy(page: Page | Frame): Promise<Told[]> {
  return page.evaluate('window.told');
}

/** Asks until the tag of the page has told that verdict, and returns all that it told; fails when it does not. */
export async function untilTold(page: Page | Frame, verdict: string): Promise<Told[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const told = await toldBy(page);
    if (told.some((note) => note.verdict === verdict)) return told;
    assert.ok(Date.now() < deadline, `never told that something was ${verdict}: ${JSON.stringify(told)}`);
    await page.waitForTimeout(50);
  }
}

/** All events that came, each of which came once. For tests in which nothing has a reason to be sent again. */
export function sentOnce({ recordings }: Recorder): BatchEvent[] {
  const events = recordings.flatMap(({ batch }) => batch.events);
  const ids = events.map(({ id }) => id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
    'these were sent twice',
  );
  return events;
}

/** Their names, the names of page views too, in the order of the alphabet: what is urgent overtakes. */
export function namesOnce(recorder: Recorder): string[] {
  return sentOnce(recorder)
    .map(({ name }) => name)
    .toSorted();
}
