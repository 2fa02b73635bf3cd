import { neverThrows } from '../browser/never-throws.ts';
import type { Tag } from '../features/feature.ts';
import { attempt } from './attempt.ts';
import { asides, type Entry } from './entry.ts';
import type { History } from './history.ts';
import { idleWhy } from './idle-why.ts';
import { plain } from './plain.ts';

export interface Watch {
  /** The call that is carried out just now. */
  running(): Entry | undefined;
  /** What the latest call that broke has thrown. */
  thrown(): unknown;
}

/**
 * Enters each call when it is carried out, and the event that it makes. `isOwnAct`: whether what goes on in the page is a click
 * in the inspector, which is nothing that a visitor does.
 */
export function watchCalls(
  tag: Tag,
  history: History,
  isOwnAct: () => boolean,
  onError: (error: unknown) => void,
): Watch {
  const { _verbs, _keep: keep } = tag;
  // One call may make another, as in a hook of the page.
  const running: (Entry | undefined)[] = [];
  let thrown: unknown;

  // Calls of before, and those that the tag itself holds without a note.
  const enterHeld = neverThrows(() => {
    for (const call of tag._held()) if (!history.has(call)) history.happen(history.of(call), 'held');
  }, onError);
  enterHeld();
  tag._onConsent.push(enterHeld);

  for (const [verb, own] of Object.entries(_verbs) as [string, (...args: unknown[]) => void][]) {
    if (verb === 'debug') continue;
    _verbs[verb] = (...args: unknown[]) => {
      const entry = attempt(() => history.of(tag._current()), onError);
      const before = entry?.happened.length ?? 0;
      const depth = running.push(entry) - 1;
      try {
        if (verb !== 'track' || !attempt(isOwnAct, onError)) own(...args);
        else if (entry) history.happen(entry, 'dropped', 'It comes from a click in the inspector.');
      } catch (error) {
        thrown = error;
        if (entry) history.happen(entry, 'error', `${plain(error)}`);
        throw error;
      } finally {
        running.length = depth;
        if (entry) attempt(() => conclude(entry, before, args), onError);
      }
    };
  }

  /** Says what became of a call that made no event, and of which nothing was told. */
  function conclude(entry: Entry, before: number, args: readonly unknown[]): void {
    const { verb, happened } = entry;
    if (happened.slice(before).some(({ what }) => !asides.has(what) || what === 'left_out')) return;
    const idle = idleWhy(verb, args);
    if (idle) history.happen(entry, 'ignored', idle);
    else if (/consent|init/.test(verb)) history.happen(entry, 'done');
    else history.happen(entry, 'dropped', 'A part of the tag has taken it out.');
  }

  tag._keep = (event, json, visitorId) => {
    const entry = running.slice(-1)[0];
    if (entry) {
      attempt(() => {
        entry.event = plain(JSON.parse(json)) as NonNullable<Entry['event']>;
        history.happen(entry, 'waiting');
      }, onError);
    }
    return keep?.(event, json, visitorId);
  };

  return { running: () => running.slice(-1)[0], thrown: () => thrown };
}
