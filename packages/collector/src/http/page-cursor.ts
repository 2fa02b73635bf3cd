import { AppError } from '../domain/errors.ts';

/** A place in a list as an opaque text: a time and an id. */
export function writeCursor(at: number, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Throws `invalid` where the text was not made by `writeCursor`. */
export function readCursor(text: string | undefined): { at: number; id: string } | null {
  if (text === undefined) return null;
  try {
    const [at, id] = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Number.isSafeInteger(at) && typeof id === 'string') return { at, id };
  } catch {
    // Answered below.
  }
  throw new AppError('invalid', 'cursor: is not one that was handed out', {
    field: 'cursor',
    hint: 'Send next_cursor of the page before, unchanged, or leave it out.',
  });
}
