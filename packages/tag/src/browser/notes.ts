import { neverThrows } from './never-throws.ts';
import type { Note, Verdict } from './note.ts';
import type { PageWindow } from './page-window.ts';

/**
 * Says what became of something. The smallest script has no `debug`, so its build leaves out every call of a function of
 * this name: `note`.
 */
export type TakeNote = (verdict: Verdict, subject: unknown, reason?: unknown) => void;

/**
 * Nobody listens on most pages; once `debug` was called, notes are told on the console or to a function. It returns
 * who was told before.
 */
export function createNotes(page: PageWindow): [note: TakeNote, debug: (listener?: unknown) => unknown] {
  let tell: ((...note: Note) => void) | undefined;
  return [
    (...what) => tell?.(Date.now(), ...what),
    (listener) => {
      const before = tell;
      tell = neverThrows((typeof listener === 'function' ? listener : page.console.debug) as NonNullable<typeof tell>);
      return before;
    },
  ];
}
