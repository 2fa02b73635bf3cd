import type { Call } from '../api.ts';
import { neverThrows } from '../browser/never-throws.ts';
import type { Note } from '../browser/note.ts';
import type { Queued } from '../delivery/queue.ts';
import type { Tag } from '../features/feature.ts';
import type { BatchEvent } from '../wire.ts';
import { type Entry, noAnswer, type What } from './entry.ts';
import type { History } from './history.ts';
import { plain } from './plain.ts';
import { readAnswer, refusalIn } from './read-answer.ts';
import type { Watch } from './watch-calls.ts';

type Listener = (...note: Note) => void;

/** Enters what the tag's notes say. Whoever else listens to them hears them as before, and after. */
export function watchNotes(tag: Tag, history: History, watch: Watch, onError: (error: unknown) => void): void {
  const { _verbs, _page } = tag;
  const listen = _verbs['debug'] as (listener: Listener) => unknown;
  const hear = neverThrows(enterNote, onError);
  const toConsole: Listener = (...note) => _page.console.debug(...note);
  let others: unknown;

  const before = listen((...note) => {
    hear(...note);
    if (others) neverThrows(others as Listener)(...note);
  });
  others = before ?? (tag._options.debug && toConsole);
  _verbs['debug'] = ((listener?: unknown) => {
    others = typeof listener === 'function' ? listener : toConsole;
  }) as never;

  function enterNote(...[at, verdict, subject, reason]: Note): void {
    if (verdict === 'held') {
      const entry = history.of(subject as Call);
      if (tag._held().slice(-1)[0] === subject) history.happen(entry, 'held');
      else history.happen(entry, 'dropped', 'Too many calls wait already.');
    } else if (verdict === 'given_up') {
      for (const { _json } of subject as Queued[]) {
        const event: BatchEvent = JSON.parse(_json);
        history.happen(entryOf(event), 'given_up');
      }
    } else if (/forwarded/.test(verdict)) {
      const entry = history.find(subject as BatchEvent) ?? watch.running();
      if (entry) history.happen(entry, verdict as What, `${reason}`);
    } else if (/dropped|not_stored|error/.test(verdict)) {
      enterSide(at, verdict as What, subject, reason);
    } else {
      enterRequest(at, verdict as What, `${subject}`, reason);
    }
  }

  /** What is said of a request: of each event in it, or of what it asks for. */
  function enterRequest(at: number, verdict: What, body: string, reason: unknown): void {
    const failure = typeof reason === 'number' ? `The collector answered ${reason}.` : noAnswer;
    const batch = body[0] === '{' ? (JSON.parse(body) as { events?: BatchEvent[] }) : undefined;
    if (!batch?.events) {
      const name = batch ? 'renewal of the cookie' : body;
      history.happen(history.add({ at, url: _page.location.href, verb: 'tag', name, by: 'tag' }), verdict, failure);
      return;
    }
    const { events } = batch;
    const answer = readAnswer(reason);
    const met = new Set<Entry>();
    for (const [index, event] of events.entries()) {
      const entry = entryOf(event, met);
      met.add(entry);
      if (verdict === 'failed') history.happen(entry, verdict, failure);
      else if (verdict === 'sent') history.happen(entry, verdict);
      else {
        const refusal = refusalIn(answer, index, event.id, verdict === 'refused');
        const isKnown = answer.duplicates === events.length;
        if (refusal === undefined)
          history.happen(entry, 'taken', isKnown ? 'It had come before, and counts once.' : undefined);
        else history.happen(entry, 'refused', refusal);
      }
    }
  }

  /** What is said by the side: of the call that is carried out, or else of something of the tag's own. */
  function enterSide(at: number, verdict: What, subject: unknown, reason: unknown): void {
    const call = tag._current() as Call | undefined;
    const isUnknown = verdict === 'error' && call && !(call[2] in _verbs);
    const entry = isUnknown ? history.of(call) : watch.running();
    if (isUnknown) history.happen(history.of(call), 'ignored', `There is no verb ${call[2]}.`);
    else if (verdict === 'error') {
      if (subject !== watch.thrown()) history.happen(entry ?? own(at, 'tag', subject), 'error', `${plain(subject)}`);
    } else if (verdict === 'not_stored') {
      const what = typeof subject === 'string' ? `The browser did not keep ${subject}` : cookieRefused;
      history.happen(entry ?? own(at, 'cookie', subject), verdict, what + (reason ? `: ${plain(reason)}` : ''));
    } else if (entry && typeof reason === 'string') {
      // A part of the tag says which one it is.
      const why = reason === 'beforeSend' ? 'beforeSend has dropped it: it is to return the event.' : reason;
      history.happen(entry, 'dropped', why);
    } else if (entry) {
      const why = typeof reason === 'number' ? `it has ${reason} characters, and 10,000 may be sent` : plain(reason);
      history.happen(entry, 'left_out', `Without its properties, items and traits: ${why}.`);
    } else {
      const isOld = reason === 'age';
      const why = isOld ? 'Kept by an earlier page for more than 7 days.' : 'Cannot be hashed, so it is not sent.';
      history.happen(own(at, isOld ? 'kept conversion' : 'email or phone', subject), verdict, why);
    }
  }

  function own(at: number, name: string, subject: unknown): Entry {
    return history.add({ at, url: _page.location.href, verb: 'tag', name, by: 'tag', args: [plain(subject)] });
  }

  /** What has no call was kept by an earlier page, or its call is no longer in the list. */
  function entryOf(event: BatchEvent, but?: ReadonlySet<Entry>): Entry {
    const known = history.find(event, but);
    if (known) return known;
    const { name, url = '', occurred_at } = event;
    const isOld = Number(occurred_at) < _page.performance.timeOrigin;
    const entry = history.add({
      at: Number(occurred_at),
      url,
      verb: 'track',
      name,
      ...(isOld && { by: 'earlier_page' }),
    });
    entry.event = plain(event) as NonNullable<Entry['event']>;
    return entry;
  }
}

/** The happening of a cookie that was not taken. */
export const cookieRefused = 'The browser did not take the cookie';
