import assert from 'node:assert/strict';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall, type FullConversion } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { sharedPostgres } from '../postgres.ts';
import { asked, created, type Earning, promoted } from '../programs-api.ts';

/** What an operator is told of a database: whether a collector can work on it, and whether its ledger is right. */

const SALES = 9;

interface Examined {
  well: boolean;
  workspaces: { earnings: number; payouts: number; faults: Fault[]; balances: Record<string, unknown>[] }[];
  replay: { commands: number; tables: { table: string; differences: number }[] } | null;
}

interface Fault {
  check: string;
  subject: string;
  id: string;
  says: string;
}

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  /** Ids of earnings, one a sale, and of payouts. */
  const earned: string[] = [];
  const paid: string[] = [];

  const doctor = (...options: string[]) => runClickstitch(['doctor', ...options], database.url);
  async function plant(sql: string): Promise<void> {
    if (database.engine === 'postgres') return void (await (await sharedPostgres()).query(database.url, sql));
    const file = new Sqlite(database.path);
    file.exec(sql);
    file.close();
  }

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    await sells();
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  /** Sales, some in another currency, some given back in part; the first three are paid, and the next in a draft. */
  async function sells(): Promise<void> {
    const rewarded = { program: { hold_days: 0 }, incentive: { rate: 12.5, caps: { total: 1_000 } } };
    const { affiliate_id } = await promoted(call, 'ada', rewarded);
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await created(call, '/v1/exchange-rates', { rates: [{ base: 'EUR', quote: 'USD', date: day, rate: '1.0837' }] });
    for (let at = 0; at < SALES; at += 1) {
      const sale = await created<FullConversion>(call, '/v1/conversions', {
        ...{ name: 'purchase', order_id: `o_${at}`, amount: 33.33 + at, currency: at % 3 === 1 ? 'USD' : 'EUR' },
        ...{ affiliate_id, email: `buyer${at}@example.com` },
      });
      if (at % 2 === 0) await created(call, `/v1/conversions/${sale.id}/refund`, { amount: 11.11 });
      const [earning] = await asked<Earning[]>(call, 'GET', `/v1/earnings?conversion_id=${sale.id}`);
      earned.push(earning?.id ?? assert.fail('it earns nobody anything'));
      if (at === 2 || at === 3) paid.push((await created<{ id: string }>(call, '/v1/payouts', { affiliate_id })).id);
    }
    await asked(call, 'POST', `/v1/payouts/${paid[0]}/approve`, {});
    await asked(call, 'POST', `/v1/payouts/${paid[0]}/pay`, {});
    const first = await asked<Earning>(call, 'GET', `/v1/earnings/${earned[0]}`);
    // What was paid is taken back.
    await created(call, `/v1/conversions/${first.conversion_id}/refund`, {});
  }

  test('a collector can work on it', async () => {
    const { code, output } = await doctor();
    assert.equal(code, 0, output);
    const looked =
      engine === 'sqlite' ? ['settings', 'database', 'integrity', 'workspace'] : ['settings', 'database', 'workspace'];
    assert.deepEqual(
      [...output.matchAll(/^well {3}(\w+):/gm)].map(([, name]) => name),
      looked,
    );
    const { well, findings } = JSON.parse((await doctor('--json')).output);
    assert.deepEqual([well, findings.length], [true, looked.length]);
  });

  test('a ledger that is right is said to be right, while its collector runs', async () => {
    const { code, said, output } = await doctor('--ledger', '--json');
    assert.equal(code, 0, said);
    const { well, workspaces, replay }: Examined = JSON.parse(output);
    assert.equal(well, true);
    const [live] = workspaces.filter(({ earnings }) => earnings > 0);
    assert.deepEqual([live?.earnings, live?.payouts, live?.faults], [SALES, 2, []]);
    assert.deepEqual(
      replay?.tables.map(({ table, differences }) => [table, differences]),
      [
        ['earning', 0],
        ['referral', 0],
        ['payout', 0],
        ['payout_item', 0],
        ['maturity', 0],
      ],
    );
    const [balance] = live?.balances ?? [];
    const sums = (await asked<Earning[]>(call, 'GET', '/v1/earnings')).map(({ due, paid: given }) => [due, given]);
    const sum = (at: number) => sums.reduce((total, pair) => total + (pair[at]?.amount_minor ?? 0), 0);
    assert.deepEqual(balance, {
      ...{ currency: 'EUR', affiliates_owed: 1, affiliates_owing: 0 },
      ...{ due_minor: sum(0), paid_minor: sum(1), owed_minor: sum(0) - sum(1) },
    });
  });

  test('of one workspace alone, in words, without a replay', async () => {
    const { workspace_id } = collector.keys;
    const { code, output } = await doctor('--ledger', '--workspace', workspace_id, '--no-replay');
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`^Main \\(${workspace_id}\\): ${SALES} earnings, 2 payouts, 0 faults$`, 'm'));
    assert.match(output, /^ {2}EUR: \d+\.\d\d due, \d+\.\d\d paid, \d+\.\d\d owed; 1 affiliates are owed/m);
    assert.match(output, /was not derived again/);
    assert.match(output, /^Nothing is wrong with the ledger\.$/m);
    const replayed = await doctor('--ledger', '--workspace', workspace_id);
    assert.match(replayed.output, /^\d+ commands of the log were derived again: all of it is equal$/m);
    const none = await doctor('--ledger', '--workspace', 'nobody');
    assert.equal(none.code, 1);
    assert.match(none.said, /There is no workspace nobody\./);
  });

  describe('where somebody was at the tables', () => {
    let faults: Fault[];
    let examined: Examined;

    before(async () => {
      await collector.stop();
      const of = (at: number) => `id = '${earned[at]}'`;
      const ofEarning = (at: number) => `earning_id = '${earned[at]}'`;
      const [first, second] = paid;
      await plant(`
        UPDATE earning SET due_minor = due_minor + 100 WHERE ${of(4)};
        DELETE FROM entry WHERE ${ofEarning(5)};
        UPDATE entry SET amount_minor = amount_minor + 7 WHERE kind = 'commission' AND ${ofEarning(6)};
        UPDATE earning SET due_minor = due_minor + 7, commission_minor = commission_minor + 7 WHERE ${of(6)};
        UPDATE earning SET counted = '{"payments":9}' WHERE ${of(7)};
        DELETE FROM earning WHERE ${of(8)};
        UPDATE payout_item SET amount_minor = amount_minor + 1 WHERE payout_id = '${first}' AND ${ofEarning(0)};
        UPDATE earning SET paid_minor = 0 WHERE ${of(1)};
        UPDATE payout SET amount_minor = amount_minor - 1 WHERE id = '${second}';
        UPDATE earning SET conversion_id = 'nobody' WHERE ${of(3)};
      `);
      const { code, output, said } = await doctor('--ledger', '--json');
      assert.equal(code, 1, said);
      examined = JSON.parse(output);
      faults = examined.workspaces.flatMap((workspace) => workspace.faults);
    });

    const saidOf = (id: string | undefined, check: string) =>
      faults.filter((fault) => fault.id === id && fault.check === check).map(({ says }) => says);

    test('an amount that no entry makes is named', () => {
      assert.match(String(saidOf(earned[4], 'entries')), /are due, and its entries come to/);
      assert.match(String(saidOf(earned[4], 'commission')), /what is due is .* by the terms in force it is/);
    });

    test('an entry that is gone is named', () => {
      assert.match(String(saidOf(earned[5], 'entries')), /are due, and its entries come to 0\.00 EUR/);
    });

    test('a commission that the terms do not give is named, though its entries agree', () => {
      assert.deepEqual(saidOf(earned[6], 'entries'), []);
      assert.match(String(saidOf(earned[6], 'commission')), /its commission is .* by the terms in force it is/);
    });

    test('a series that does not count on is named', () => {
      assert.deepEqual(saidOf(earned[7], 'series'), ['does not count what came before it']);
    });

    test('an earning that is gone is named, by its entries and by its sale', () => {
      assert.match(String(saidOf(earned[8], 'entries')), /is not there, and its entries come to/);
      const sales = faults.filter(({ subject }) => subject === 'conversion');
      assert.equal(sales.length, 2, 'of what is gone and of what was moved');
      for (const { says } of sales) assert.match(says, /there is no earning of theirs/);
    });

    test('an item of a payout that was changed is named', () => {
      assert.match(String(saidOf(paid[0], 'payouts')), /and its items come to/);
      assert.match(String(saidOf(paid[0], 'accepted_payouts')), /was accepted with 3 items of/);
      assert.match(String(saidOf(earned[0], 'payments')), /payouts hold .* of it, and it says/);
    });

    test('what was paid and is not known to be is named', () => {
      assert.match(String(saidOf(earned[1], 'payments')), /of it were paid, and it says 0\.00 EUR/);
    });

    test('a payout that was changed is named', () => {
      assert.match(String(saidOf(paid[1], 'payouts')), /pays .*, and its items come to/);
      assert.equal(saidOf(paid[1], 'accepted_payouts').length, 1);
    });

    test('an earning of nothing that was sold is named', () => {
      assert.deepEqual(saidOf(earned[3], 'sales'), ['its conversion nobody is not there']);
    });

    test('nothing else is named', () => {
      const touched = new Set([0, 1, 3, 4, 5, 6, 7, 8].map((at) => earned[at]));
      for (const { subject, id } of faults) assert.ok(subject !== 'earning' || touched.has(id), id);
    });

    test('a replay names each row', async () => {
      const differences = Object.fromEntries(examined.replay?.tables.map((one) => [one.table, one.differences]) ?? []);
      assert.deepEqual(differences, { earning: 6, referral: 0, payout: 1, payout_item: 1, maturity: 0 });
      const { code, output } = await doctor('--ledger');
      assert.equal(code, 1);
      assert.match(output, new RegExp(`wrong  replay: earning ${earned[4]}: differs in due_minor`));
      assert.match(output, new RegExp(`wrong  replay: earning ${earned[8]}: only the log says it`));
      assert.match(output, new RegExp(`wrong  entries: earning ${earned[5]}: `));
      assert.match(output, /^The ledger is not right\.$/m);
    });
  });
});

describe('a database that a collector cannot work on', () => {
  test('is named, with what to do about it', async () => {
    const database = await createDatabase();
    try {
      const absent = await runClickstitch(['doctor'], `sqlite:${join(database.folder, 'none.db')}`);
      assert.equal(absent.code, 1);
      assert.match(absent.output, /^wrong {2}database: CLICKSTITCH_DATABASE_URL: there is no file/m);

      const settings = await runClickstitch(['doctor'], 'mysql:nothing');
      assert.equal(settings.code, 1);
      assert.match(settings.output, /^wrong {2}settings: .*\n.*CLICKSTITCH_DATABASE_URL/m);

      const path = join(database.folder, 'noise.db');
      writeFileSync(path, 'this is no database. '.repeat(1_000));
      const noise = await runClickstitch(['doctor'], `sqlite:${path}`);
      assert.equal(noise.code, 1);
      assert.match(noise.output, /^wrong {2}database: /m);

      damageIndex(database.path, 'link_code');
      const { code, output } = await runClickstitch(['doctor', '--json'], database.url);
      assert.equal(code, 1);
      const last = JSON.parse(output).findings.at(-1);
      assert.deepEqual([last.name, last.is_well], ['integrity', false]);
    } finally {
      await database.remove();
    }
  });
});

/** Writes noise over the first page of an index. */
function damageIndex(path: string, name: string): void {
  const file = new Sqlite(path);
  file.pragma('wal_checkpoint(TRUNCATE)');
  const size = Number(file.pragma('page_size', { simple: true }));
  const found = file
    .prepare<[string], { rootpage: number }>('SELECT rootpage FROM sqlite_master WHERE name = ?')
    .get(name);
  file.close();
  const bytes = openSync(path, 'r+');
  writeSync(bytes, Buffer.alloc(size, 'noise'), 0, size, ((found?.rootpage ?? assert.fail()) - 1) * size);
  closeSync(bytes);
}
