import { beginningOf } from '../domain/text.ts';
import type { EventNote } from './incoming.ts';

/** Characters that are kept of an address. */
export const MAX_URL = 2_048;

/** As much of a text as there is room for, with a note where that is not all; `null` where it says nothing. */
export function cut(text: string | undefined, length: number, notes: EventNote[], note: EventNote): string | null {
  if (!text) return null;
  if (text.length <= length) return text;
  notes.push(note);
  return beginningOf(text, length);
}
