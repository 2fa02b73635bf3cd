/** Text that every store can hold: valid Unicode without NUL. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

/** The beginning of a text, at most so many UTF-16 units; no character is cut in two. */
export function beginningOf(text: string, length: number): string {
  const endsInHalf = text.length > length && (text.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return text.slice(0, endsInHalf ? length - 1 : length);
}
