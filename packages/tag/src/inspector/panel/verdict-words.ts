import type { What } from '../entry.ts';

/** What is shown of each verdict: a word, and how it looks. */
export const verdictWords: Readonly<Record<What, readonly [word: string, tone: 'good' | 'calm' | 'warn' | 'bad']>> = {
  held: ['Held', 'warn'],
  waiting: ['Waiting', 'calm'],
  sent: ['Sent', 'calm'],
  taken: ['Taken', 'good'],
  refused: ['Refused', 'bad'],
  failed: ['Failed', 'warn'],
  given_up: ['Given up', 'bad'],
  dropped: ['Dropped', 'calm'],
  left_out: ['Cut', 'warn'],
  forwarded: ['Forwarded', 'good'],
  not_forwarded: ['Not forwarded', 'warn'],
  ignored: ['Ignored', 'calm'],
  not_stored: ['Not stored', 'warn'],
  done: ['Done', 'calm'],
  error: ['Error', 'bad'],
};
