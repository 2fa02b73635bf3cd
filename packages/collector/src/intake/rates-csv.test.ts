import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AppError } from '../domain/errors.ts';
import { readRatesCsv } from './rates-csv.ts';

const euro = (quote: string, date: string, rate: string) => ({ base: 'EUR', quote, date, rate });

describe('readRatesCsv', () => {
  test('the European Central Bank gives a column a currency, and N/A where there was none', () => {
    const file = 'Date,USD,JPY,CYP,\n2026-11-20,1.0856,165.23,N/A,\n\n2007-12-31,1.4721,164.93,0.585274,\n';
    assert.deepEqual(readRatesCsv(file), {
      rates: [
        euro('USD', '2026-11-20', '1.0856'),
        euro('JPY', '2026-11-20', '165.23'),
        euro('USD', '2007-12-31', '1.4721'),
        euro('JPY', '2007-12-31', '164.93'),
      ],
      skipped: ['CYP'],
    });
  });

  test('its file of one day has spaces, and the day in words', () => {
    assert.deepEqual(readRatesCsv('Date, USD, GBP, \r\n5 November 2026, 1.0856, N/A, \r\n').rates, [
      euro('USD', '2026-11-05', '1.0856'),
    ]);
  });

  test('any other pair is a line, its columns in any order', () => {
    const file = '\uFEFFbase,quote,rate,date\r\nusd,CHF,"0.88",2026-11-20\rBTC,EUR,60000.5,2026-11-20';
    assert.deepEqual(readRatesCsv(file).rates, [
      { base: 'USD', quote: 'CHF', date: '2026-11-20', rate: '0.88' },
      { base: 'BTC', quote: 'EUR', date: '2026-11-20', rate: '60000.5' },
    ]);
  });

  const faults: [shows: string, file: string, field: string | undefined, says: RegExp][] = [
    ['nothing', '', undefined, /no rates/],
    ['a header alone', 'Date,USD\n', undefined, /no rates/],
    ['another file', 'a,b\n1,2\n', undefined, /^line 1: "a,b" is no header/],
    ['a currency that is not known', 'Date,USD,XQX\n2026-11-20,1,1\n', 'XQX', /^line 1: XQX: .* is not a currency/],
    ['a date that is none', 'Date,USD\n\n20/11/2026,1\n', 'date', /^line 3: date: "20\/11\/2026" is not a day/],
    ['a day that no month has', 'Date,USD\n2026-02-30,1\n', 'date', /^line 2: date: "2026-02-30"/],
    ['a month that no year has', 'Date,USD\n5 Brumaire 2026,1\n', 'date', /^line 2: date: "5 Brumaire 2026"/],
    ['a rate in words', 'Date,USD\n2026-11-20,one\n', 'USD', /^line 2: USD: "one" is not a rate/],
    ['a rate of 0', 'Date,USD\n2026-11-20,0.00\n', 'USD', /^line 2: USD: "0.00"/],
    ['a rate below 0', 'date,base,quote,rate\n2026-11-20,EUR,USD,-1\n', 'rate', /^line 2: rate: "-1"/],
    ['a rate as a power', 'date,base,quote,rate\n2026-11-20,EUR,USD,1e3\n', 'rate', /^line 2: rate: "1e3"/],
    ['more cells than columns', 'Date,USD\n2026-11-20,1,2\n', undefined, /^line 2: has 3 cells, and the header 2/],
    ['too few cells', 'date,base,quote,rate\n2026-11-20,EUR,USD\n', undefined, /^line 2: has 3 cells/],
    ['a comma for a point', 'date,base,quote,rate\n2026-11-20,EUR,USD,1,08\n', undefined, /^line 2: has 5 cells/],
    ['a currency in itself', 'date,base,quote,rate\n2026-11-20,EUR,EUR,1\n', 'quote', /^line 2: quote: is EUR/],
    ['a base that is not known', 'date,base,quote,rate\n2026-11-20,CYP,EUR,1\n', 'base', /^line 2: base: "CYP"/],
  ];
  for (const [shows, file, field, says] of faults) {
    test(`${shows} is refused, and with it the whole file`, () => {
      assert.throws(
        () => readRatesCsv(file),
        (error) => {
          assert.ok(error instanceof AppError && error.code === 'invalid');
          assert.match(error.message, says);
          assert.equal(error.detail.field, field);
          return true;
        },
      );
    });
  }
});
