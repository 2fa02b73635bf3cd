/** Writes ids and times straight into the bytes of a request, for the load must cost less than what it measures. */

const DIGITS = Buffer.from('0123456789abcdef');
const DASH = 0x2d;

export const UUID_LENGTH = 36;
/** Milliseconds UTC have 13 digits from 2001 to 2286. */
export const TIME_LENGTH = 13;

/** A UUIDv7 as the tag makes it: the time, then chance. */
export function writeUuidV7(bytes: Buffer, at: number, ms: number): void {
  writeHex(bytes, at, Math.floor(ms / 0x10000), 8);
  bytes[at + 8] = DASH;
  writeHex(bytes, at + 9, ms % 0x10000, 4);
  bytes[at + 13] = DASH;
  writeHex(bytes, at + 14, 0x7000 | (random32() & 0xfff), 4);
  bytes[at + 18] = DASH;
  writeHex(bytes, at + 19, 0x8000 | (random32() & 0x3fff), 4);
  bytes[at + 23] = DASH;
  writeHex(bytes, at + 24, random32(), 8);
  writeHex(bytes, at + 32, random32(), 4);
}

export function writeDecimal(bytes: Buffer, at: number, value: number, digits: number): void {
  // Two halves, because the division of small integers is many times faster than that of doubles.
  const low = (value % 1e6) | 0;
  writeSmall(bytes, at + digits - 6, low, 6);
  writeSmall(bytes, at, Math.floor(value / 1e6) | 0, digits - 6);
}

function writeSmall(bytes: Buffer, at: number, value: number, digits: number): void {
  let rest = value;
  for (let place = at + digits - 1; place >= at; place -= 1) {
    const next = (rest / 10) | 0;
    bytes[place] = 0x30 + rest - next * 10;
    rest = next;
  }
}

function writeHex(bytes: Buffer, at: number, value: number, digits: number): void {
  let rest = value;
  for (let place = at + digits - 1; place >= at; place -= 1) {
    bytes[place] = DIGITS[rest & 15] ?? 0;
    rest >>>= 4;
  }
}

function random32(): number {
  return (Math.random() * 2 ** 32) >>> 0;
}
