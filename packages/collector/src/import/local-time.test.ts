import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLocalTime } from './local-time.ts';

const BERLIN = 'Europe/Berlin';
const times: [text: string, format: Parameters<typeof readLocalTime>[1], zone: string, is: string][] = [
  ['2025-07-01', 'yyyy-mm-dd', BERLIN, '2025-06-30T22:00:00.000Z'],
  ['2025-12-31 23:59:59', 'yyyy-mm-dd HH:mm:ss', 'America/New_York', '2026-01-01T04:59:59.000Z'],
  ['2025-12-31T23:59', 'yyyy-mm-dd HH:mm', 'UTC', '2025-12-31T23:59:00.000Z'],
  ['29.02.2024 00:00', 'dd.mm.yyyy HH:mm', 'Asia/Kathmandu', '2024-02-28T18:15:00.000Z'],
  ['01/02/2025', 'dd/mm/yyyy', 'UTC', '2025-02-01T00:00:00.000Z'],
  ['01/02/2025', 'mm/dd/yyyy', 'UTC', '2025-01-02T00:00:00.000Z'],
  // That hour came twice.
  ['2025-10-26 02:30', 'yyyy-mm-dd HH:mm', BERLIN, '2025-10-26T00:30:00.000Z'],
  ['2025-10-26 03:00', 'yyyy-mm-dd HH:mm', BERLIN, '2025-10-26T02:00:00.000Z'],
  ['2025-03-30 03:00', 'yyyy-mm-dd HH:mm', BERLIN, '2025-03-30T01:00:00.000Z'],
];
for (const [text, format, zone, is] of times) {
  test(`${text} as ${format} in ${zone}`, () => {
    const read = readLocalTime(text, format, zone);
    assert.equal('at' in read && new Date(read.at).toISOString(), is);
  });
}

const faults: [text: string, format: Parameters<typeof readLocalTime>[1], fault: string][] = [
  ['2025-03-30 02:30', 'yyyy-mm-dd HH:mm', 'no_such_time'],
  ['2025-03-29 24:00', 'yyyy-mm-dd HH:mm', 'no_such_time'],
  ['2025-02-29', 'yyyy-mm-dd', 'no_such_day'],
  ['2025-13-01', 'yyyy-mm-dd', 'no_such_day'],
  ['2025-1-1', 'yyyy-mm-dd', 'other_format'],
  ['2025-01-01 10:00', 'yyyy-mm-dd', 'other_format'],
];
for (const [text, format, fault] of faults) {
  test(`${text} as ${format}: ${fault}`, () => {
    assert.deepEqual(readLocalTime(text, format, BERLIN), { fault });
  });
}
