import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

interface Imported {
  taken: number;
  known: number;
  skipped_currencies: string[];
}

interface Rate {
  date: string;
  base: string;
  quote: string;
  rate: string;
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const send = (body: unknown, headers?: Record<string, string>) =>
    call<Imported>('POST', '/v1/exchange-rates', body, headers);
  const list = async (query = '') => (await call<Rate[]>('GET', `/v1/exchange-rates${query}`)).body.data;
  const shown = (rates: readonly Rate[]) =>
    rates.map(({ date, base, quote, rate }) => `${date} ${base} ${quote} ${rate}`);

  const ECB = 'Date,USD,JPY,CYP,\n2026-01-06,1.09,171,N/A,\n2026-01-05,1.08,170,N/A,\n';

  test('a file of the European Central Bank is imported once, whatever its Content-Type says', async () => {
    const first = await send(ECB, { 'content-type': 'text/csv' });
    assert.equal(first.status, 201, JSON.stringify(first.body));
    assert.deepEqual(first.body.data, { taken: 4, known: 0, skipped_currencies: ['CYP'] });
    const again = await send(ECB, { 'content-type': 'application/x-www-form-urlencoded' });
    assert.equal(again.status, 200);
    assert.deepEqual(again.body.data, { taken: 0, known: 4, skipped_currencies: ['CYP'] });
  });

  test('rates of any pair come as JSON or as lines', async () => {
    const json = await send({ rates: [{ date: '2026-01-05', base: 'usd', quote: 'chf', rate: 0.88 }] });
    assert.deepEqual([json.status, json.body.data.taken], [201, 1]);
    const lines = await send('date,base,quote,rate\n2026-01-05,BTC,EUR,60000\n2026-01-05,USD,CHF,0.8800\n');
    assert.deepEqual(lines.body.data, { taken: 1, known: 1, skipped_currencies: [] });
  });

  test('they are listed, the latest days first', async () => {
    assert.deepEqual(shown(await list('?base=EUR&quote=usd')), ['2026-01-06 EUR USD 1.09', '2026-01-05 EUR USD 1.08']);
    assert.deepEqual(shown(await list('?date=2026-01-05&quote=CHF')), ['2026-01-05 USD CHF 0.88']);
    assert.deepEqual(shown(await list('?base=EUR&quote=USD&date=2026-01-05')), ['2026-01-05 EUR USD 1.08']);
    const walked: Rate[] = [];
    for (let cursor: string | null | undefined = ''; cursor !== null && cursor !== undefined; ) {
      const page: Awaited<ReturnType<typeof call<Rate[]>>> = await call<Rate[]>(
        'GET',
        `/v1/exchange-rates?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      assert.ok(page.body.data.length <= 2);
      walked.push(...page.body.data);
      cursor = page.body.next_cursor;
    }
    assert.deepEqual(shown(walked), shown(await list()));
    assert.equal(walked.length, 6);
  });

  const bad: [shows: string, body: unknown, status: number, field: string | undefined][] = [
    ['a rate that is known with another value', 'Date,USD\n2026-01-07,1.1\n2026-01-05,1.2\n', 409, 'rates'],
    ['a currency that is not known', 'Date,USD,XQX\n2026-01-07,1.1,1\n', 400, 'XQX'],
    ['a rate of nothing', 'Date,USD\n2026-01-07,1.1\n2026-01-08,0\n', 400, 'USD'],
    ['a day that has not come', 'Date,USD\n2026-01-07,1.1\n2999-01-01,1.1\n', 400, 'date'],
    [
      'a rate in JSON below 0',
      { rates: [{ date: '2026-01-07', base: 'EUR', quote: 'USD', rate: -1 }] },
      400,
      'rates.0.rate',
    ],
    [
      'a day that is none',
      { rates: [{ date: '2026-02-30', base: 'EUR', quote: 'USD', rate: 1 }] },
      400,
      'rates.0.date',
    ],
    ['no rates', { rates: [] }, 400, 'rates'],
    ['nothing', '', 400, undefined],
    ['JSON that breaks off', '{"rates":[', 400, undefined],
  ];
  for (const [shows, body, status, field] of bad) {
    test(`${shows} is refused, and nothing of it is imported`, async () => {
      assertRefused(await send(body), status, field);
      assert.equal((await list()).length, 6);
    });
  }

  test('an Idempotency-Key is not taken: what is sent again is known', async () => {
    assertRefused(await send(ECB, { 'idempotency-key': 'k' }), 400, 'Idempotency-Key');
  });

  test('the command line imports a file, beside the collector', async () => {
    const file = join(database.folder, 'rates.csv');
    const days = Array.from({ length: 28 }, (_, day) => `2025-02-${String(day + 1).padStart(2, '0')}`);
    await writeFile(file, ['Date,USD,JPY', ...days.map((day, at) => `${day},1.0${at + 1},1${at + 1}`)].join('\n'));
    const run = (...more: string[]) => runClickstitch(['rates', 'import', file, '--json', ...more], database.url);
    const imported = async (...more: string[]) => {
      const { code, output, said } = await run(...more);
      assert.equal(code, 0, said);
      return JSON.parse(output);
    };
    assert.deepEqual(await imported(), { taken: 56, known: 0, skipped_currencies: [] });
    assert.deepEqual(await imported(), { taken: 0, known: 56, skipped_currencies: [] });
    assert.equal((await list('?date=2025-02-28')).length, 2);
    assert.equal((await imported('--test')).taken, 56);
    await writeFile(file, 'Date,USD\n2025-02-30,1\n');
    const { code, said } = await run();
    assert.equal(code, 1);
    assert.match(said, /line 2: date: "2025-02-30" is not a day/);
  });
});
