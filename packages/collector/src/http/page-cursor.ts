import { AppError } from '../domain/errors.ts';
import { cleanText } from '../domain/text.ts';
import type { Place } from '../reports/people/entry.ts';

/** A place in a list as an opaque text: a time and an id. */
export function writeCursor(at: number, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** A place in a timeline as an opaque text. */
export function writePlace({ at, source, ids }: Place): string {
  return writeCursor(at, [source, ...ids].map(encodeURIComponent).join(' '));
}

/** Throws `invalid` where the text was not made by `writePlace`. */
export function readPlace(text: string | undefined): Place | null {
  const place = readCursor(text);
  if (!place) return null;
  try {
    const [source = '', ...ids] = place.id.split(' ').map((part) => cleanText(decodeURIComponent(part)));
    if (ids.length > 0) return { at: place.at, source, ids };
  } catch {
    // Answered below.
  }
  throw notHandedOut();
}

/** Throws `invalid` where the text was not made by `writeCursor`. */
export function readCursor(text: string | undefined): { at: number; id: string } | null {
  if (text === undefined) return null;
  try {
    const [at, id] = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Number.isSafeInteger(at) && typeof id === 'string') return { at, id: cleanText(id) };
  } catch {
    // Answered below.
  }
  throw notHandedOut();
}

/** What is said of a cursor that nobody was given. */
export function notHandedOut(): AppError {
  return new AppError('invalid', 'cursor: is not one that was handed out', {
    field: 'cursor',
    hint: 'Send next_cursor of the page before, unchanged, or leave it out.',
  });
}
