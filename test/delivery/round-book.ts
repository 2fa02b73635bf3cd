/** A call of `track`, as the page itself told of it: to the site, synchronously, right after the call. */
export interface Called {
  name: string;
  /** What tells it from all others; the order of a purchase. */
  nonce: string;
  /** When it was called first, ms UTC. */
  at: number;
  /** In which life of the browser, counted by its kills. */
  life: number;
  /** Whether the tag has had it: it was there when the call was made, or has come before the page ended. */
  has_tag: boolean;
  /** Whether it was in the browser's storage at any time when the page looked. */
  was_kept: boolean;
  /** Whether the tag has taken it out of the storage. */
  was_removed: boolean;
  /** Whether the browser still had it when it was started again after the first kill since. */
  survived?: boolean;
}

/** What a page tells of itself. */
export type Entry =
  | { did: 'call'; name: string; nonce: string; at: number; has_tag: boolean; is_kept: boolean }
  /** The tag has come, and has carried out what was called before. */
  | { did: 'begin'; nonce: string; is_kept: boolean }
  | { did: 'remove'; nonce: string }
  /** The tag has a page view to report. */
  | { did: 'view'; url: string; is_restored: boolean };

/** All that is known of one round but what the collector has. */
export interface RoundBook {
  host: string;
  calls: Map<string, Called>;
  views: number;
  /** Those of pages that came back from the browser's memory. */
  restored: number;
  /** In which life of the browser it is, counted by its kills. */
  life: number;
  /** Nonces that the collector was seen to accept. */
  accepted: Set<string>;
  /** What happened, a line each. */
  story: string[];
  /** Takes down what the page tells. */
  enter(entry: Entry): void;
  /** Takes down what happened to it. */
  tell(text: string): void;
  /** The browser was started again, and has these nonces in its storage. */
  restart(kept: ReadonlySet<string>): void;
}

export function openBook(host: string): RoundBook {
  const began = Date.now();
  const book: RoundBook = {
    host,
    calls: new Map(),
    views: 0,
    restored: 0,
    life: 0,
    accepted: new Set(),
    story: [],
    tell(text) {
      book.story.push(`${String(Date.now() - began).padStart(7)} ms  ${text}`);
    },
    enter(entry) {
      book.tell(`page: ${JSON.stringify(entry)}`);
      if (entry.did === 'view') {
        book.views += 1;
        if (entry.is_restored) book.restored += 1;
        return;
      }
      const { nonce } = entry;
      const known = book.calls.get(nonce);
      if (entry.did === 'call') {
        const { name, at, has_tag, is_kept } = entry;
        const before = known ?? { name, nonce, at, life: book.life, has_tag, was_kept: is_kept, was_removed: false };
        book.calls.set(nonce, { ...before, has_tag: before.has_tag || has_tag, was_kept: before.was_kept || is_kept });
      } else if (known && entry.did === 'begin') {
        known.has_tag = true;
        known.was_kept ||= entry.is_kept;
      } else if (known) {
        known.was_removed = true;
      }
    },
    restart(kept) {
      book.tell(`the browser has ${[...kept].join(', ') || 'nothing'} after its restart`);
      for (const call of book.calls.values()) {
        if (call.life < book.life && call.survived === undefined) call.survived = kept.has(call.nonce);
      }
    },
  };
  return book;
}

/** Whether the call is a conversion, which must not get lost. */
export function isConversion({ name }: Called): boolean {
  return name !== 'looked';
}

/**
 * Why a call need not arrive: the page ended before the tag had come to it, or the browser was killed before it had
 * written its storage to disk. What the tag has not put there at once is never excused, nor what it has taken out.
 */
export function excuseOf({ has_tag, was_kept, was_removed, survived }: Called): 'no_tag' | 'killed' | undefined {
  if (was_removed) return undefined;
  if (!has_tag && !was_kept) return 'no_tag';
  return was_kept && survived === false ? 'killed' : undefined;
}
