import type { Call } from '../api.ts';
import { type Entry, isUnderWay, verdictOf, type What } from './entry.ts';
import { plain } from './plain.ts';

/** Beyond that the oldest go: a page that tells a great deal shall not fill up. */
const maxEntries = 1000;

/** All that was seen of the tag. */
export interface History {
  /** The oldest first. */
  readonly entries: readonly Entry[];
  /** How many have gone, because they were too many. */
  readonly forgotten: () => number;
  add(entry: Omit<Entry, 'happened'>): Entry;
  has(call: Call): boolean;
  /** The entry of a call, which is made where there is none. */
  of(call: Call): Entry;
  /** The entry that an event belongs to, if it was seen: of several the first that is not settled, and not one of `but`. */
  find(event: { id: string; name: string }, but?: ReadonlySet<Entry>): Entry | undefined;
  happen(entry: Entry, what: What, why?: string): void;
  /** Forgets all that is settled. */
  clear(): void;
}

export function createHistory(now: () => number, onChange: () => void): History {
  let entries: Entry[] = [];
  let forgotten = 0;
  const byCall = new WeakMap<Call, Entry>();

  const history: History = {
    get entries() {
      return entries;
    },
    forgotten: () => forgotten,

    add(of) {
      const entry: Entry = { ...of, happened: [] };
      if (entries.push(entry) > maxEntries) {
        entries.shift();
        forgotten++;
      }
      onChange();
      return entry;
    },

    has: (call) => byCall.has(call),

    of(call) {
      const known = byCall.get(call);
      if (known) return known;
      const [at, url, verb, args] = call;
      // The tag's own calls of `page` have two arguments.
      const isOwn = verb === 'page' && args.length > 1;
      // What is hashed first comes back by another name, with the time of the call.
      const first = verb === 'hashed' && entries.find((entry) => entry.at === at && verdictOf(entry) === 'held');
      if (first) {
        byCall.set(call, first);
        return first;
      }
      const entry = history.add({
        at,
        url,
        verb: verb === 'hashed' ? nameOf(call) : `${verb}`,
        name: nameOf(call),
        ...(isOwn ? { by: 'tag' } : { args: args.map((arg) => plain(arg)) }),
      });
      byCall.set(call, entry);
      return entry;
    },

    find({ id, name }, but) {
      const found = entries.filter(({ event }) => event?.id === id && event.name === name);
      return found.find((entry) => isUnderWay(entry) && !but?.has(entry)) ?? found.slice(-1)[0];
    },

    happen(entry, what, why) {
      const { happened } = entry;
      // What is tried again and again shall not fill up, either.
      if (happened.length < 50 || what !== 'failed') happened.push({ at: now(), what, why });
      onChange();
    },

    clear() {
      entries = entries.filter(isUnderWay);
      forgotten = 0;
      onChange();
    },
  };
  return history;
}

function nameOf([, , verb, [first]]: Call): string {
  if (verb === 'page') return 'page_view';
  if (verb === 'hashed') return first ? 'identify' : 'reset';
  return verb === 'track' && first ? `${plain(first)}`.slice(0, 100) : `${verb}`;
}
