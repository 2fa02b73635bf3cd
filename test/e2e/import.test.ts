import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { type AffiliateBalance, asked, created, type Earning, type Referral } from '../programs-api.ts';

interface Imported {
  is_applied: boolean;
  rows: number;
  made: number;
  known: number;
  skipped: number;
  columns_left: string[];
  skipped_rows: { line: number; field: string | null; column: number | null; reason: string; remedy: string | null }[];
}

interface Affiliate {
  id: string;
  external_id: string | null;
  name: string;
  email: string | null;
  code: string;
  links: { code: string }[];
}

/** Rows of a list, all pages of it. */
async function every<Row>(call: Call, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null | undefined = ''; cursor !== null && cursor !== undefined; ) {
    const query = `limit=100${cursor && `&cursor=${cursor}`}`;
    const page: Awaited<ReturnType<typeof call<Row[]>>> = await call<Row[]>('GET', `${path}?${query}`);
    rows.push(...page.body.data);
    cursor = page.body.next_cursor;
  }
  return rows;
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let files = 0;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    await created(call, '/v1/programs', { name: 'Partners', currency: 'EUR', hold_days: 30 });
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  async function fileOf(text: string | Buffer): Promise<string> {
    files += 1;
    const file = join(database.folder, `import-${files}.csv`);
    await writeFile(file, text);
    return file;
  }

  /** Runs an import, and says how it ended. */
  async function run(kind: string, text: string | Buffer, ...more: string[]) {
    const file = await fileOf(text);
    return runClickstitch(['import', 'csv', file, '--kind', kind, '--json', ...more], database.url);
  }

  async function imported(kind: string, text: string, ...more: string[]): Promise<Imported> {
    const { output, said } = await run(kind, text, ...more);
    assert.ok(output.startsWith('{'), said);
    return JSON.parse(output);
  }

  const counts = ({ made, known, skipped }: Imported) => ({ made, known, skipped });

  const AFFILIATES = [
    'external_id,name,email,code,paypal_email,Country',
    'old-1,Ann Weber,ann@example.com,ann,ann@paypal.example,DE',
    ',Bob,Bob@Example.com,bob,,US',
    ',Nobody In Particular,,,,FR',
  ];

  test('a dry run says what would be made, and writes nothing', async () => {
    const { code, output } = await run('affiliates', AFFILIATES.join('\n'));
    const told: Imported = JSON.parse(output);
    assert.deepEqual(counts(told), { made: 3, known: 0, skipped: 0 });
    assert.deepEqual([code, told.is_applied, told.columns_left], [0, false, ['Country']]);
    assert.deepEqual(await every(call, '/v1/affiliates'), []);
  });

  test('affiliates are made once, in whatever order they come again', async () => {
    const text = AFFILIATES.join('\n');
    assert.deepEqual(counts(await imported('affiliates', text, '--apply')), { made: 3, known: 0, skipped: 0 });
    const [header = '', ...rows] = AFFILIATES;
    const again = [header, ...rows.reverse()].join('\r\n');
    assert.deepEqual(counts(await imported('affiliates', again)), { made: 0, known: 3, skipped: 0 });
    assert.deepEqual(counts(await imported('affiliates', again, '--apply')), { made: 0, known: 3, skipped: 0 });
    const found = await every<Affiliate>(call, '/v1/affiliates');
    assert.deepEqual(found.map(({ name }) => name).sort(), ['Ann Weber', 'Bob', 'Nobody In Particular']);
    assert.equal(found.find(({ name }) => name === 'Ann Weber')?.code, 'ann');
  });

  test('who is there already, by id or by address, is known and not changed', async () => {
    const text = 'external_id,name,email\nold-1,Another Name,new@example.com\nnew-9,Bobby,BOB@example.com\n';
    assert.deepEqual(counts(await imported('affiliates', text, '--apply')), { made: 0, known: 2, skipped: 0 });
    const found = await every<Affiliate>(call, '/v1/affiliates');
    assert.deepEqual(found.map(({ name }) => name).sort(), ['Ann Weber', 'Bob', 'Nobody In Particular']);
  });

  test('rows that cannot be imported are told with line, column and remedy, and harm nobody', async () => {
    const text = [
      'external_id,name,email,code',
      'x1,=HYPERLINK(),x1@example.com,',
      'x2,Two,not-an-address,',
      'x3,Three,x3@example.com,ANN',
      'x4,Four,x4@example.com,',
      'x4,Four again,x5@example.com,',
      `x6,${'n'.repeat(300)},x6@example.com,`,
    ].join('\n');
    const report = join(database.folder, 'skipped.csv');
    const { code, output } = await run('affiliates', text, '--apply', '--report', report);
    const told: Imported = JSON.parse(output);
    assert.equal(code, 1);
    assert.deepEqual(counts(told), { made: 1, known: 0, skipped: 5 });
    const places = told.skipped_rows.map(({ line, column, field }) => [line, column, field]);
    assert.deepEqual(places, [
      [2, 2, 'name'],
      [3, 3, 'email'],
      [4, 4, 'code'],
      [6, 1, 'external_id'],
      [7, 2, 'name'],
    ]);
    assert.ok(told.skipped_rows.every(({ remedy }) => remedy));
    const lines = (await readFile(report, 'utf8')).trim().split('\r\n');
    assert.equal(lines.length, 6);
    assert.match(lines[1] ?? '', /^"2","2","name","name"/);
  });

  test('links are made once; a code that is another affiliate’s is refused', async () => {
    const text =
      'affiliate_email,code,destination_url,name\nann@example.com,summer,https://shop.example/summer,Summer\nann@example.com,,https://shop.example/a,\nbob@example.com,ann,,\n';
    assert.deepEqual(counts(await imported('links', text)), { made: 2, known: 0, skipped: 1 });
    assert.deepEqual(counts(await imported('links', text, '--apply')), { made: 2, known: 0, skipped: 1 });
    const again = await imported('links', text, '--apply');
    assert.deepEqual(counts(again), { made: 0, known: 2, skipped: 1 });
    assert.match(again.skipped_rows[0]?.reason ?? '', /The code ann is taken/);
    const ann = (await every<Affiliate>(call, '/v1/affiliates')).find(({ external_id }) => external_id === 'old-1');
    assert.deepEqual(ann?.links.length, 3);
  });

  test('customers are made once', async () => {
    const text = 'external_id,email,name,phone\nc1,buyer@example.com,Buyer,+49 30 123456\n,only@example.com,,\n';
    assert.deepEqual(counts(await imported('customers', text, '--apply')), { made: 2, known: 0, skipped: 0 });
    assert.deepEqual(counts(await imported('customers', text, '--apply')), { made: 0, known: 2, skipped: 0 });
    assert.equal((await every(call, '/v1/contacts')).length, 2);
  });

  test('referrals tie people to affiliates from when they signed up on', async () => {
    const text =
      'affiliate_id,occurred_at,email,customer_id\nold-1,2025-03-01T10:00:00Z,buyer@example.com,c1\nnobody,2025-03-01T10:00:00Z,z@example.com,\n';
    const first = await imported('referrals', text, '--apply');
    assert.deepEqual(counts(first), { made: 1, known: 0, skipped: 1 });
    assert.match(first.skipped_rows[0]?.reason ?? '', /there is no affiliate with "nobody"/);
    assert.deepEqual(counts(await imported('referrals', text, '--apply')), { made: 0, known: 1, skipped: 1 });
    const twice =
      'affiliate_id,occurred_at,email\nold-1,2025-03-01T10:00:00Z,new@example.com\nold-1,2025-03-02T10:00:00Z,NEW@example.com\n';
    assert.deepEqual(counts(await imported('referrals', twice)), { made: 1, known: 0, skipped: 1 });
    const [referral, ...more] = await every<Referral>(call, '/v1/referrals');
    assert.deepEqual([referral?.affiliate_name, more.length], ['Ann Weber', 0]);
    assert.equal(referral?.identifiers['email'], 'buyer@example.com');
  });

  const EARNINGS = [
    'Id;Partner;When;Sale;Commission;Cur;State;Order',
    'e1;old-1;01.04.2025 12:00;1.000,00;300,00;EUR;Paid out;o1',
    'e2;old-1;01.05.2025 12:00;50,00;15,50;EUR;Approved;o2',
    'e3;old-1;02.05.2025 12:00;70,00;7,00;EUR;Waiting;o3',
    'e4;old-1;03.05.2025 12:00;80,00;8,00;EUR;Rejected;o4',
    'e5;old-1;03.05.2025 12:00;80,00;8,001;EUR;Approved;o5',
    'e6;old-1;03.05.2025 12:00;80,00;8,00;XQX;Approved;o6',
  ];
  const MAPPING = {
    columns: {
      ...{ external_id: 'Id', affiliate_id: 'Partner', occurred_at: 'When', amount: 'Sale', currency: 'Cur' },
      ...{ commission_amount: 'Commission', earning_status: 'State', order_id: 'Order' },
    },
    values: { earning_status: { 'Paid out': 'paid', Approved: 'ready', Waiting: 'pending', Rejected: 'declined' } },
    ...{ decimal: ',', date: 'dd.mm.yyyy HH:mm', time_zone: 'Europe/Berlin' },
  };

  test('past earnings are what they are said to be, and those that were paid are not owed', async () => {
    const map = join(database.folder, 'mapping.json');
    await writeFile(map, JSON.stringify(MAPPING));
    const text = EARNINGS.join('\n');
    assert.deepEqual(counts(await imported('earnings', text, '--map', map)), { made: 4, known: 0, skipped: 2 });
    const first = await imported('earnings', text, '--map', map, '--apply');
    assert.deepEqual(counts(first), { made: 4, known: 0, skipped: 2 });
    assert.deepEqual(
      first.skipped_rows.map(({ line, field }) => [line, field]),
      [
        [6, 'commission_amount'],
        [7, 'currency'],
      ],
    );
    const [header = '', ...rows] = EARNINGS;
    const again = await imported('earnings', [header, ...rows.reverse()].join('\n'), '--map', map, '--apply');
    assert.deepEqual(counts(again), { made: 0, known: 4, skipped: 2 });

    const found = (await every<Earning>(call, '/v1/earnings')).filter(({ commission }) => commission.amount_minor > 0);
    const shown = found.map(({ commission, status, occurred_at }) => [commission.amount_minor, status, occurred_at]);
    assert.deepEqual(shown.sort(), [
      [1550, 'ready', '2025-05-01T10:00:00.000Z'],
      [30000, 'paid', '2025-04-01T10:00:00.000Z'],
      [700, 'pending', '2025-05-02T10:00:00.000Z'],
      [800, 'declined', '2025-05-03T10:00:00.000Z'],
    ]);
    const [earning] = found;
    const path = `/v1/affiliates/${earning?.affiliate_id}/balance`;
    const { balances } = await asked<AffiliateBalance>(call, 'GET', path);
    const [balance] = balances;
    assert.deepEqual(
      [balance?.['paid'], balance?.['payable'], balance?.['pending']].map((sum) =>
        Reflect.get(sum ?? {}, 'amount_minor'),
      ),
      [30000, 1550, 700],
    );
  });

  test('an order that is another affiliate’s is not called known', async () => {
    const text =
      'external_id,affiliate_email,occurred_at,commission_amount,currency,order_id\nz1,bob@example.com,2025-06-01T00:00:00Z,5,EUR,o1\n';
    const { skipped, skipped_rows } = await imported('earnings', text, '--apply');
    assert.equal(skipped, 1);
    assert.match(skipped_rows[0]?.reason ?? '', /is conversion .*, which is not Bob's/);
  });

  test('test data is apart', async () => {
    const test = createCall(collector, collector.keys.test_secret_key);
    const { id } = await created<{ id: string }>(test, '/v1/programs', { name: 'Tests', currency: 'EUR' });
    const told = await imported('affiliates', AFFILIATES.slice(0, 2).join('\n'), '--apply', '--test', '--program', id);
    // Codes are those of all workspaces.
    assert.match(told.skipped_rows[0]?.reason ?? '', /The code ann is taken/);
    const free = 'external_id,name\nold-1,Ann\n';
    assert.equal((await imported('affiliates', free, '--apply', '--test')).made, 1);
    assert.equal((await every(test, '/v1/affiliates')).length, 1);
  });

  test('what Dub exports of partners is understood as it comes', async () => {
    const text =
      'ID,Name,Email,Country,Status,Enrolled at\npn_1,Cleo,cleo@example.com,US,approved,2025-01-01T00:00:00.000Z\n';
    const told = await imported('affiliates', text, '--preset', 'dub', '--apply');
    assert.deepEqual(
      [counts(told), told.columns_left],
      [{ made: 1, known: 0, skipped: 0 }, ['Country', 'Status', 'Enrolled at']],
    );
    const { code, said } = await run('links', text, '--preset', 'dub');
    assert.deepEqual([code, /^--preset: dub has no preset of links/m.test(said)], [1, true]);
  });

  test('all that was imported is derived again from the log', async () => {
    const into = `sqlite:${join(database.folder, 'again.db')}`;
    const { code, said } = await runClickstitch(['replay', '--into', into], database.url);
    assert.equal(code, 0, said);
  });

  const BROKEN: [shows: string, text: string | Buffer, says: RegExp][] = [
    [
      'a quote that is never closed',
      'external_id,name\ng1,Good\n"g2,Bad\ng3,Good\n',
      /^line 3: a quote opens a cell, and nothing closes it/m,
    ],
    [
      'bytes of another encoding',
      Buffer.from('external_id,name\ng1,Good\ng2,J\xf6rg\n', 'latin1'),
      /^line 3: byte 30 .* is not UTF-8/m,
    ],
    ['nothing', '', /^The file is empty/m],
    ['no column that is needed', 'external_id,Full name\ng1,Good\n', /^line 1: no column is name/m],
    [
      'two columns of one name',
      'external_id,name,name\ng1,Good,Good\n',
      /^line 1: columns 2 and 3 are both called "name"/m,
    ],
  ];
  for (const [shows, text, says] of BROKEN) {
    test(`${shows}: nothing is imported`, async () => {
      const before = await every(call, '/v1/affiliates');
      const { code, said } = await run('affiliates', text, '--apply');
      assert.equal(code, 1);
      assert.match(said, says);
      assert.doesNotMatch(said, /^\s+at /m);
      assert.deepEqual(await every(call, '/v1/affiliates'), before);
    });
  }

  test('what was ended in the middle goes on, and makes nothing twice', async () => {
    const rows = Array.from({ length: 4_000 }, (_, at) => `k${at},k${at}@example.com,Customer ${at}`);
    const text = ['external_id,email,name', ...rows].join('\n');
    const file = await fileOf(text);
    const abort = new AbortController();
    const args = ['import', 'csv', file, '--kind', 'customers', '--apply', '--json'];
    const running = runClickstitch(args, database.url, {}, abort.signal);
    const isUnderWay = async () => (await call('GET', '/v1/contacts/k0')).status === 200;
    while (!(await isUnderWay()));
    abort.abort();
    assert.equal((await running).code, null);
    const done = (await every<{ external_id: string }>(call, '/v1/contacts')).length - 2;
    assert.ok(done > 0 && done < rows.length, `${done} rows were there`);

    const { output, said } = await runClickstitch(args, database.url);
    assert.ok(output, said);
    const told: Imported = JSON.parse(output);
    assert.deepEqual(counts(told), { made: rows.length - done, known: done, skipped: 0 });
    const found = await every<{ external_id: string }>(call, '/v1/contacts');
    assert.equal(found.length, rows.length + 2);
    assert.equal(new Set(found.map(({ external_id }) => external_id)).size, rows.length + 2);
  });
});
