import { isAscii, isUtf8 } from 'node:buffer';
import { AppError } from '../domain/errors.ts';
import type { Encoding } from './mapping.ts';

const MARKS: readonly { encoding: Encoding; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/**
 * The text of a file, piece by piece, without a mark at its beginning and with `\n` at the end of each line. It is what its
 * mark says, else what is stated, else UTF-8. Throws `invalid` that names the line and the byte that cannot be read.
 */
export async function* decodeText(bytes: AsyncIterable<Buffer>, stated?: Encoding): AsyncGenerator<string> {
  let left: Buffer = Buffer.alloc(0);
  let encoding: Encoding | undefined;
  let [read, lines] = [0, 1];
  let endsInReturn = false;
  const pieces = { utf8: 0, other: 0 };

  function textOf(whole: Buffer, as: Encoding): string {
    const text = decode(whole, as);
    if (text === undefined) throw unreadable(whole, as, { bytes: read, line: lines });
    if (as === 'windows-1252' && !isAscii(whole)) pieces[isUtf8(whole) ? 'utf8' : 'other'] += 1;
    read += whole.length;
    // A return at the end of a piece may be half of a line's end.
    const joined = (endsInReturn ? '\r' : '') + text;
    endsInReturn = joined.endsWith('\r');
    const normal = (endsInReturn ? joined.slice(0, -1) : joined).replaceAll(/\r\n?/g, '\n');
    lines += countOf('\n', normal);
    return normal;
  }

  for await (const piece of bytes) {
    left = left.length > 0 ? Buffer.concat([left, piece]) : piece;
    if (encoding === undefined && left.length < 4) continue;
    if (encoding === undefined) {
      const begin = beginningOf(left, stated);
      encoding = begin.encoding;
      read = begin.skip;
      left = left.subarray(begin.skip);
    }
    const whole = left.subarray(0, wholeLength(left, encoding));
    left = left.subarray(whole.length);
    const text = textOf(whole, encoding);
    if (text.length > 0) yield text;
  }
  if (encoding === undefined) {
    const begin = beginningOf(left, stated);
    encoding = begin.encoding;
    left = left.subarray(begin.skip);
  }
  const last = textOf(left, encoding) + (endsInReturn ? '\n' : '');
  if (last.length > 0) yield last;
  // What is not ASCII is hardly ever UTF-8 by chance; read as anything else it would be `Ã©` and the like.
  if (pieces.utf8 > 0 && pieces.other === 0) {
    throw new AppError('invalid', 'encoding: the whole file is UTF-8, and the mapping says windows-1252', {
      field: 'encoding',
      hint: 'Nothing was imported. Leave encoding out of the mapping.',
    });
  }
}

function beginningOf(bytes: Buffer, stated: Encoding | undefined): { encoding: Encoding; skip: number } {
  const mark = MARKS.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  if (mark && stated !== undefined && mark.encoding !== stated) {
    throw new AppError(
      'invalid',
      `encoding: the file begins with the mark of ${mark.encoding}, and the mapping says ${stated}`,
      {
        field: 'encoding',
        hint: `Leave encoding out of the mapping, or state "${mark.encoding}".`,
      },
    );
  }
  if (mark) return { encoding: mark.encoding, skip: mark.bytes.length };
  if (stated === undefined && bytes.subarray(0, 4).includes(0)) {
    const likely = bytes[0] === 0 ? 'utf-16be' : 'utf-16le';
    throw new AppError('invalid', 'line 1: the file holds NUL bytes at its beginning, as UTF-16 without a mark does', {
      field: 'encoding',
      hint: `Save it as UTF-8, or state "encoding": "${likely}" in the mapping.`,
    });
  }
  return { encoding: stated ?? 'utf-8', skip: 0 };
}

/** Bytes that end with the end of a character. */
function wholeLength(bytes: Buffer, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding === 'utf-8' || encoding === 'windows-1252') {
    for (let back = 1; back <= Math.min(3, length); back += 1) {
      const byte = bytes[length - back] ?? 0;
      if ((byte & 0xc0) === 0x80) continue;
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return needs > back ? length - back : length;
    }
    return length;
  }
  const even = length - (length % 2);
  const high = even === 0 ? 0 : (bytes[even - (encoding === 'utf-16le' ? 1 : 2)] ?? 0);
  return (high & 0xfc) === 0xd8 ? even - 2 : even;
}

/** `undefined` where some of the bytes are no text in this encoding. */
function decode(bytes: Buffer, encoding: Encoding): string | undefined {
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Where the first byte is that is no text. */
function unreadable(bytes: Buffer, encoding: Encoding, before: { bytes: number; line: number }): AppError {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const sizeOf = (part: string) => (encoding === 'utf-8' ? Buffer.byteLength(part) : part.length * 2);
  const sent = encoding === 'utf-8' ? Buffer.from('\ufffd') : Buffer.from([0xfd, 0xff]);
  let found = text.indexOf('\ufffd');
  // A file may hold that character itself.
  for (; found >= 0; found = text.indexOf('\ufffd', found + 1)) {
    const at = sizeOf(text.slice(0, found));
    const same = bytes.subarray(at, at + sent.length);
    if (encoding === 'utf-16be') same.swap16();
    if (!same.equals(sent)) break;
  }
  const at = Math.max(sizeOf(text.slice(0, Math.max(found, 0))), 0);
  const line = before.line + countOf('\n', text.slice(0, Math.max(found, 0)).replaceAll(/\r\n?/g, '\n'));
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0').toUpperCase();
  const place = `line ${line}: byte ${before.bytes + at + 1} of the file (0x${byte})`;
  return new AppError('invalid', `${place} is not ${encoding.toUpperCase()}`, {
    field: 'encoding',
    hint:
      encoding === 'utf-8'
        ? 'Nothing was imported. Save the file as UTF-8, or state "encoding": "windows-1252" in the mapping where a spreadsheet wrote all of it so.'
        : 'Nothing was imported. Save the file as UTF-8, or correct "encoding" in the mapping.',
  });
}

function countOf(letter: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(letter); at >= 0; at = text.indexOf(letter, at + 1)) count += 1;
  return count;
}
