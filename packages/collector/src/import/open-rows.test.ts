import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import type { ImportKind } from './kinds.ts';
import { readMapping } from './mapping.ts';
import { openRows, type ReadRow } from './open-rows.ts';
import { skippedRow, tellSkipped } from './skipped-row.ts';

/** A file's bytes in pieces of so many, so that characters and line ends are cut in two. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Asked {
  kind?: ImportKind;
  mapping?: object;
  size?: number;
}

async function read(file: Buffer | string, { kind = 'customers', mapping = {}, size = 7 }: Asked = {}) {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const opened = await openRows(() => inPieces(bytes, size), { kind, mapping: readMapping(mapping, kind) });
  const rows: ReadRow[] = [];
  for await (const row of opened.rows) rows.push(row);
  return { columns: opened.columns, rows };
}

async function given(file: Buffer | string, asked: Asked = {}): Promise<object[]> {
  return (await read(file, asked)).rows.map((row) => ('given' in row ? row.given : { fault: row.error.message }));
}

const ROWS = 'name,email\nÅsa Öberg,asa@example.com\n"Lee, ""Jo""\nnéé X",jo@example.com\n';
const READ = [
  { name: 'Åsa Öberg', email: 'asa@example.com' },
  { name: 'Lee, "Jo"\nnéé X', email: 'jo@example.com' },
];

describe('what can be read', () => {
  const files: [shows: string, file: Buffer, mapping?: object][] = [
    ['UTF-8', Buffer.from(ROWS)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${ROWS}`)],
    ['UTF-16, the low byte first, with a mark', Buffer.from(`\uFEFF${ROWS}`, 'utf16le')],
    ['UTF-16, the high byte first, with a mark', Buffer.from(`\uFEFF${ROWS}`, 'utf16le').swap16()],
    ['UTF-16 that is stated', Buffer.from(ROWS, 'utf16le'), { encoding: 'utf-16le' }],
    ['windows-1252 that is stated', Buffer.from(ROWS, 'latin1'), { encoding: 'windows-1252' }],
    ['line ends of Windows', Buffer.from(ROWS.replaceAll('\n', '\r\n'))],
    ['line ends of old', Buffer.from(ROWS.replaceAll('\n', '\r'))],
    ['no end of the last line', Buffer.from(ROWS.trimEnd())],
    ['empty lines', Buffer.from(`\n${ROWS.replace('\nÅ', '\n\nÅ')}\n\n`)],
    ['semicolons', Buffer.from('name;email\nÅsa Öberg;asa@example.com\n"Lee, ""Jo""\nnéé X";jo@example.com')],
    [
      'tabs that are stated',
      Buffer.from(ROWS.replace(',', '\t').replace(/g,a/, 'g\ta').replace('",j', '"\tj')),
      { delimiter: '\t' },
    ],
  ];
  for (const [shows, file, mapping] of files) {
    for (const size of [1, 2, 3, 64_000]) {
      test(`${shows}, in pieces of ${size}`, async () => {
        assert.deepEqual(await given(file, { size, ...(mapping && { mapping }) }), READ);
      });
    }
  }

  test('the line of a row is where it begins', async () => {
    const { rows } = await read(
      'name,email\r\n\r\n"a\r\nb",1@example.com\r\nc,2@example.com\n"d\n\ne",3@example.com\nf,4@example.com',
    );
    assert.deepEqual(
      rows.map(({ line }) => line),
      [3, 5, 6, 9],
    );
  });

  test('a mapping names columns, defaults, and what stands for a text', async () => {
    const mapping = {
      columns: {
        affiliate_email: 'Partner',
        commission_amount: 'Earned',
        earning_status: 'State',
        occurred_at: 'When',
      },
      defaults: { currency: 'EUR', earning_status: 'ready' },
      values: { earning_status: { 'Paid out': 'paid', '-': '' } },
      ...{ decimal: ',', date: 'dd.mm.yyyy HH:mm', time_zone: 'Europe/Berlin' },
    };
    const file =
      'When;Partner;Earned;State;Note\n01.07.2025 12:00;a@example.com;1.234,56;Paid out;=1\n01.12.2025 12:00;a@example.com;2;-;\n';
    const { columns, rows } = await read(file, { kind: 'earnings', mapping });
    assert.deepEqual(columns.left, ['Note']);
    const row = { affiliate_email: 'a@example.com', currency: 'EUR' };
    assert.deepEqual(
      rows.map((one) => 'given' in one && one.given),
      [
        { ...row, commission_amount: '1234.56', earning_status: 'paid', occurred_at: Date.parse('2025-07-01T10:00Z') },
        { ...row, commission_amount: '2', earning_status: 'ready', occurred_at: Date.parse('2025-12-01T11:00Z') },
      ],
    );
  });

  test('minor units are those of the currency', async () => {
    const file =
      'affiliate_id,occurred_at,amount,currency,commission_amount\n1,2025-01-01T00:00:00Z,1234,USD,100\n1,2025-01-01T00:00:00Z,1234,jpy,100\n';
    const rows = await given(file, { kind: 'earnings', mapping: { unit: 'minor' } });
    assert.deepEqual(
      rows.map((row) => [Reflect.get(row, 'amount'), Reflect.get(row, 'commission_amount')]),
      [
        ['1234e-2', '100e-2'],
        ['1234e-0', '100e-0'],
      ],
    );
  });

  test('a plus sign may begin a phone number', async () => {
    assert.deepEqual(await given('phone\n+49 30 (12) 34-5\n'), [{ phone: '+49 30 (12) 34-5' }]);
  });
});

describe('a file that is refused as such', () => {
  const LATIN = Buffer.concat([
    Buffer.from('name,email\nÅsa,a@example.com\n'),
    Buffer.from('J\xf6rg,j@example.com\n', 'latin1'),
  ]);
  const files: [shows: string, file: Buffer | string, says: RegExp, asked?: Asked][] = [
    ['nothing', '', /^The file is empty/],
    ['a mark alone', '\uFEFF', /^The file is empty/],
    ['empty lines', '\n\r\n\n', /^The file is empty/],
    [
      'a quote that is never closed',
      'name,email\na,1@x.y\n"b,2@x.y\nc,3@x.y\nd,4@x.y',
      /^line 3: a quote opens a cell, and nothing closes it/,
    ],
    [
      'a quote that the next one closes',
      'name,email\n"b,2@x.y\nc,3@x.y\n"d",4@x.y',
      /^line 2: a quote opens a cell, and the quote/,
    ],
    [
      'a quote that opens in a later line of a row',
      'name,email\n"a\nb","2@x.y\nc,3@x.y',
      /^line 3: a quote opens a cell, and nothing/,
    ],
    ['a quote within a cell', 'name,email\na,1@x.y\n5" pipe,2@x.y', /^line 3: a quote stands within a cell/],
    [
      'a quote open for longer than a row is',
      `name,email\n"b,${'x'.repeat(300_000)}\n`,
      /^line 2: a quote opens a cell/,
    ],
    ['a row that is too long', `name,email\n${'x'.repeat(300_000)},a\n`, /^line 2: a row is longer than/],
    ['mixed encodings', LATIN, /^line 3: byte 32 of the file \(0xF6\) is not UTF-8/],
    [
      'a replacement character before the byte that is none',
      Buffer.concat([Buffer.from('name\n\uFFFD\n'), Buffer.from([0xe9])]),
      /^line 3: byte 10 of the file \(0xE9\) is not UTF-8/,
    ],
    [
      'half a character at the end',
      Buffer.from('name\nÅ').subarray(0, 6),
      /^line 2: byte 6 of the file \(0xC3\) is not UTF-8/,
    ],
    ['UTF-16 without a mark', Buffer.from('name,email\na,b\n', 'utf16le'), /^line 1: the file holds NUL bytes/],
    [
      'UTF-16 that ends in half a character',
      Buffer.from('\uFEFFname\na', 'utf16le').subarray(0, 13),
      /^line 2: byte 13 of the file .* is not UTF-16LE/,
    ],
    [
      'a mark of another encoding than is stated',
      '\uFEFFname\na',
      /^encoding: .* mark of utf-8/,
      { mapping: { encoding: 'windows-1252' } },
    ],
    [
      'UTF-8 that is said to be windows-1252',
      'name,email\nÅsa,a@example.com\n',
      /^encoding: the whole file is UTF-8/,
      { mapping: { encoding: 'windows-1252' } },
    ],
    ['two columns of one name', 'name,email,name\na,b,c\n', /^line 1: columns 1 and 3 are both called "name"/],
    ['no column that is needed', 'Name,E-Mail\na,b\n', /^line 1: no column is external_id or email or phone/],
    [
      'a column that the mapping names and the file has not',
      'Email Adress\na\n',
      /has no column "Email Address"/,
      { mapping: { columns: { email: 'Email Address' } } },
    ],
  ];
  for (const [shows, file, says, asked] of files) {
    test(shows, async () => {
      await assert.rejects(read(file, asked), (error) => {
        assert.ok(error instanceof AppError, String(error));
        assert.match(error.message, says);
        assert.ok(error.detail.hint);
        return true;
      });
    });
  }

  test('the closest header is proposed', async () => {
    const mapping = { columns: { email: 'Email Address' } };
    await assert.rejects(read('Email Adress,Name\na,b\n', { mapping }), (error: AppError) =>
      /"Email Adress"/.test(error.detail.hint ?? ''),
    );
  });
});

describe('a row that is refused', () => {
  const customers: [shows: string, row: string, says: string][] = [
    ['a cell too many', 'a,b@x.y,1,2', 'line 2: has 4 cells, and the header 3'],
    ['a cell too few', 'a,b@x.y', 'line 2: has 2 cells, and the header 3'],
    ['a formula', '=SUM(A1),b@x.y,', 'line 2, column 1: name: "=SUM(A1)" would be a formula'],
    ['a formula behind spaces', '  @x,b@x.y,', 'line 2, column 1: name: "  @x" would be a formula'],
    ['a formula of a wide sign', '＝1+1,b@x.y,', 'line 2, column 1: name: "＝1+1" would be a formula'],
    ['a tab at the beginning', '"\tx",b@x.y,', 'line 2, column 1: name: "\\tx" would be a formula'],
    ['a line end at the beginning', '"\r\nx",b@x.y,', 'line 2, column 1: name: "\\nx" would be a formula'],
    ['a formula in place of an address', 'a,-b@x.y,', 'line 2, column 2: email: "-b@x.y" would be a formula'],
    [
      'a formula in place of a phone number',
      'a,b@x.y,+49+cmd',
      'line 2, column 3: phone: "+49+cmd" would be a formula',
    ],
    ['a NUL byte', 'a\u0000b,b@x.y,', 'line 2, column 1: name: holds a NUL byte'],
    ['a control character', 'a\u0085b,b@x.y,', 'line 2, column 1: name: holds the control character U+0085'],
    ['nobody', 'a,,', 'line 2: external_id: or email, phone: one of them is required'],
  ];
  for (const [shows, row, says] of customers) {
    test(shows, async () => {
      const { columns, rows } = await read(`name,email,phone\n${row}\nb,c@x.y,\n`);
      const [refused, next] = rows;
      assert.ok(refused && 'error' in refused && next && 'given' in next);
      const told = tellSkipped(skippedRow(refused.error, refused.line, columns));
      assert.ok(told.startsWith(says), told);
    });
  }

  const AT = '2025-01-01T00:00:00Z';
  const earnings: [shows: string, amount: string, at: string, says: RegExp, mapping?: object][] = [
    ['a comma for the decimals', '"1.234,56"', AT, /"1.234,56" is written with ","/],
    ['a comma that may be either', '"1,234"', AT, /"1,234" is written with ","/],
    ['a point for the decimals', '"1,234.56"', AT, /is written with "\."/, { decimal: ',' }],
    ['a currency in the amount', '$12', AT, /"\$12" is not an amount/],
    ['words', 'ten', AT, /"ten" is not an amount/],
    ['infinity', '1e999', AT, /"1e999" is not an amount/],
    ['a time without an offset', '1', '2025-01-01 10:00:00', /ISO 8601/],
    ['a day that is none', '1', '2025-02-30T00:00:00Z', /ISO 8601/],
    ['another format', '1', '01/02/2025', /is not written as yyyy-mm-dd/, { date: 'yyyy-mm-dd', time_zone: 'UTC' }],
    ['a day that is none, in a format', '1', '2025-02-30', /is no day/, { date: 'yyyy-mm-dd', time_zone: 'UTC' }],
    [
      'an hour that was left out',
      '1',
      '2025-03-30 02:30',
      /no clock in Europe\/Berlin showed/,
      { date: 'yyyy-mm-dd HH:mm', time_zone: 'Europe/Berlin' },
    ],
    ['decimals in minor units', '1.5', AT, /no number of minor units/, { unit: 'minor' }],
  ];
  for (const [shows, amount, at, says, mapping = {}] of earnings) {
    test(shows, async () => {
      const file = `affiliate_id,commission_amount,occurred_at,currency\n1,${amount},${at},EUR\n`;
      const [row] = await given(file, { kind: 'earnings', mapping });
      assert.match(String(Reflect.get(row ?? {}, 'fault')), says);
    });
  }

  test('a number below zero is a number', async () => {
    const [row] = await given(`affiliate_id,commission_amount,occurred_at,currency\n1,-5.00,${AT},EUR\n`, {
      kind: 'earnings',
    });
    assert.equal(Reflect.get(row ?? {}, 'commission_amount'), '-5.00');
  });
});
