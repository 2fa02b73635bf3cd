import { cleanText } from '../domain/text.ts';

/** What is wrong with a text that was to be JSON, and where: the keys and places in lists that lead there. */
export type JsonFault = { path: string[] } & (
  | { fault: 'syntax'; at: number; expected: string }
  | { fault: 'same_key' | 'magic_key' | 'too_deep' | 'too_large_a_number' }
);

/** An object or a list whose end was not seen yet. */
type Frame = { keys: Set<string>; key: string | undefined } | { keys?: undefined; index: number };

type Expected = keyof typeof EXPECTED;

const EXPECTED = {
  value: 'a value',
  first_value: 'a value or "]"',
  key: 'a key in double quotes',
  first_key: 'a key in double quotes or "}"',
  colon: '":"',
  comma: '"," or the end of what was begun',
  nothing: 'nothing more',
  character: 'a character that JSON text may hold; others are escaped',
} as const;

const LITERAL = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
/** It sets an object's prototype where it is copied, so that what it held is gone. */
const MAGIC_KEY = '__proto__';
const HEX = /[0-9A-Fa-f]{4}/y;

/**
 * The first fault in a text that was to be JSON (RFC 8259); `undefined` where it is. Beyond the grammar it finds what
 * `JSON.parse` swallows: a key that an object has twice, however it is escaped, and a number that is larger than any
 * double; and the one key that is lost wherever an object is copied. Reads the text once and keeps no more than the keys
 * of the objects that are open.
 */
export function faultIn(text: string, maxDepth: number): JsonFault | undefined {
  const frames: Frame[] = [];
  let expected: Expected = 'value';
  let at = 0;

  const pathTo = () => frames.flatMap((frame) => (frame.keys ? (frame.key ?? []) : String(frame.index)));
  const syntax = (where: number, what: Expected): JsonFault => ({
    fault: 'syntax',
    at: where,
    expected: EXPECTED[what],
    path: pathTo(),
  });
  const close = () => {
    frames.pop();
    at += 1;
    expected = frames.length > 0 ? 'comma' : 'nothing';
  };

  for (at = endOf(SPACE, text, at); at < text.length; at = endOf(SPACE, text, at)) {
    const frame = frames.at(-1);
    const found = text[at];
    if (expected === 'comma' && found === ',') {
      at += 1;
      expected = frame?.keys ? 'key' : 'value';
      if (frame?.keys) frame.key = undefined;
      else if (frame) frame.index += 1;
    } else if (expected === 'comma' && found === (frame?.keys ? '}' : ']')) close();
    else if ((expected === 'first_key' && found === '}') || (expected === 'first_value' && found === ']')) close();
    else if (frame?.keys && (expected === 'key' || expected === 'first_key') && found === '"') {
      const { end, isWhole } = endOfString(text, at);
      if (!isWhole) return syntax(end, 'character');
      frame.key = keyOf(text.slice(at, end));
      at = endOf(SPACE, text, end);
      if (text[at] !== ':') return syntax(at, 'colon');
      if (frame.keys.has(frame.key)) return { fault: 'same_key', path: pathTo() };
      if (frame.key === MAGIC_KEY) return { fault: 'magic_key', path: pathTo() };
      frame.keys.add(frame.key);
      at += 1;
      expected = 'value';
    } else if (expected !== 'value' && expected !== 'first_value') return syntax(at, expected);
    else if (found === '{' || found === '[') {
      if (frames.length === maxDepth) return { fault: 'too_deep', path: pathTo() };
      frames.push(found === '{' ? { keys: new Set(), key: undefined } : { index: 0 });
      at += 1;
      expected = found === '{' ? 'first_key' : 'first_value';
    } else {
      const { end, isWhole } = found === '"' ? endOfString(text, at) : { end: endOf(LITERAL, text, at), isWhole: true };
      if (!isWhole) return syntax(end, 'character');
      if (end === at) return syntax(at, expected);
      if (found !== '"' && Math.abs(Number(text.slice(at, end))) === Number.POSITIVE_INFINITY) {
        return { fault: 'too_large_a_number', path: pathTo() };
      }
      at = end;
      expected = frames.length > 0 ? 'comma' : 'nothing';
    }
  }
  return expected === 'nothing' ? undefined : syntax(at, expected);
}

/** Where what matches here ends; the place itself where nothing does. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the text that is quoted here ends, behind its last quote; or where it breaks off or is wrong. */
function endOfString(text: string, start: number): { end: number; isWhole: boolean } {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { end: at + 1, isWhole: true };
    if (code < 0x20) return { end: at, isWhole: false };
    if (code !== 0x5c) continue;
    at += 1;
    const escaped = text[at] ?? '';
    if (escaped === 'u' && endOf(HEX, text, at + 1) > at + 1) at += 4;
    else if (escaped === '' || !'"\\/bfnrt'.includes(escaped))
      return { end: Math.min(at, text.length), isWhole: false };
  }
  return { end: text.length, isWhole: false };
}

/** The key that a quoted text stands for, as it is kept. */
function keyOf(quoted: string): string {
  return cleanText(quoted.includes('\\') ? JSON.parse(quoted) : quoted.slice(1, -1));
}
