import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakePage } from '../../test/fake-page.ts';
import { createNotes } from './notes.ts';

/** Notes of a page, and who hears them: the console, or a listener. */
function createSetup() {
  const { window } = createFakePage();
  const onConsole: unknown[][] = [];
  const heard: unknown[][] = [];
  Object.assign(window, { console: { debug: (...note: unknown[]) => onConsole.push(note) } });
  const [note, debug] = createNotes(window);
  return { note, debug, onConsole, heard, listen: (...note: unknown[]) => void heard.push(note) };
}

describe('notes', () => {
  it('are told to a function, with their time', () => {
    const { note, debug, heard, listen, onConsole } = createSetup();
    const before = Date.now();
    note('held', 'nobody listens');
    debug(listen);
    note('dropped', 'b', 'why');
    note('sent', 'c');
    assert.deepEqual(
      heard.map(([, ...what]) => what),
      [
        ['dropped', 'b', 'why'],
        ['sent', 'c'],
      ],
    );
    for (const [at] of heard) assert.ok(Number(at) >= before && Number(at) <= Date.now());
    assert.equal(onConsole.length, 0);
  });

  it('go to the console where there is no function', () => {
    for (const listener of [undefined, 'verbose', {}, null]) {
      const { note, debug, onConsole } = createSetup();
      debug(listener);
      note('sent', 'b');
      assert.deepEqual(
        onConsole.map(([, ...what]) => what),
        [['sent', 'b']],
      );
    }
  });
});
