import { beginningOf } from './text.ts';

/** So much of a word is searched, in UTF-16 units. */
export const TOKEN_MAX_LENGTH = 64;

const WORD = /[\p{L}\p{N}\p{M}_\-@.:]+/gu;
/** Signs that hold an address, an id or a number together, and mean nothing at its ends. */
const ENDS = /^[_\-@.:]+|[_\-@.:]+$/g;

/**
 * The words of a text as they are stored and sought, each once: without case, in one of the ways (NFKC) in which Unicode
 * may write them. Addresses and ids such as `jane@example.com` and `o-1001` are one word.
 */
export function searchTokens(text: string): string[] {
  const words = text.toWellFormed().normalize('NFKC').toLowerCase().match(WORD) ?? [];
  const tokens = words.map((word) => beginningOf(word.replace(ENDS, ''), TOKEN_MAX_LENGTH));
  return [...new Set(tokens)].filter((token) => token !== '');
}
