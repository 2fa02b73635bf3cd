import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { assertRefused, type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';
import { createPayouts, type Payout, type PayoutFile, type ProgramPayouts } from '../payouts-api.ts';

const IBAN = 'DE02120300000000202051';
const TWO_DAYS = 2 * 86_400_000;

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database, { settings: { CLICKSTITCH_MATURE_EVERY_MS: '200' } });
    call = createCall(collector, collector.keys.secret_key);
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const { post, get, program, affiliate, sell, pay, step, earningOf } = createPayouts(() => call);

  test('everybody of a program who is due is paid by one request, which may be repeated', async () => {
    const id = await program({ minimum_payout: 10 });
    const [rich, poor, idle] = [await affiliate(id), await affiliate(id), await affiliate(id)];
    await sell(rich, 100);
    await sell(poor, 10);
    const ask = () => call<ProgramPayouts>('POST', '/v1/payouts', { program_id: id }, { 'idempotency-key': `${id}` });
    const first = await ask();
    assert.equal(first.status, 200, JSON.stringify(first.body));
    const { made: payouts, skipped } = first.body.data;
    assert.deepEqual(
      payouts.map(({ affiliate_id, amount }) => [affiliate_id, amount]),
      [[rich, 20]],
    );
    assert.deepEqual(
      skipped.map(({ affiliate_id, error }) => [affiliate_id, error.status]),
      [[poor, 409]],
    );
    assert.ok(!JSON.stringify(first.body).includes(idle));
    const again = await ask();
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.deepEqual((await call<ProgramPayouts>('POST', '/v1/payouts', { program_id: id })).body.data.made, []);
  });

  test('the same request is carried out once', async () => {
    const who = await affiliate(await program());
    await sell(who, 100);
    const key = { 'idempotency-key': who };
    const [first, again] = [await pay({ affiliate_id: who }, key), await pay({ affiliate_id: who }, key)];
    assert.equal(first.status, 201);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assertRefused(await pay({ affiliate_id: who, external_id: 'other' }, key), 409, 'Idempotency-Key');
  });

  test('payouts are listed, of an affiliate, of a status, of both', async () => {
    const who = await affiliate(await program(), { external_id: `listed-${engine}` });
    for (const amount of [10, 20, 30]) {
      await sell(who, amount);
      await pay({ affiliate_id: who });
    }
    const [newest] = await get<Payout[]>(`/v1/payouts?affiliate_id=${who}`);
    await step(newest?.id ?? '', 'approve');
    const listed = async (query: string) => (await get<Payout[]>(`/v1/payouts?${query}`)).map(({ amount }) => amount);
    assert.deepEqual(await listed(`affiliate_id=listed-${engine}`), [6, 4, 2]);
    assert.deepEqual(await listed(`affiliate_id=${who}&status=draft`), [4, 2]);
    assert.ok((await listed('status=approved')).includes(6));
    assert.deepEqual(await listed('affiliate_id=nobody'), []);
    const page = await call<Payout[]>('GET', `/v1/payouts?affiliate_id=${who}&limit=2`);
    assert.deepEqual(await listed(`affiliate_id=${who}&cursor=${page.body.next_cursor}`), [2]);
    assertRefused(await call('GET', '/v1/payouts?status=lost'), 400, 'status');
  });

  test('what is approved is paid by a file, and who is not in it is named', async () => {
    const id = await program();
    const details = { method: 'bank', holder: '=SUM(A1), Ada', iban: IBAN };
    const [bank, payPal] = [await affiliate(id, { payout_details: details }), await affiliate(id)];
    for (const who of [bank, payPal]) {
      await sell(who, 100);
      await step((await pay({ affiliate_id: who })).body.data.id, 'approve');
    }
    const ask = (query: string) =>
      fetch(`${collector.url}/v1/payouts/export?${query}`, {
        headers: { authorization: `Bearer ${collector.keys.secret_key}` },
      });
    const file = await ask('format=bank');
    assert.equal(file.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(
      file.headers.get('content-disposition') ?? '',
      /^attachment; filename="payouts-bank-\d{4}-\d\d-\d\d\.csv"$/,
    );
    assert.ok(file.headers.get('x-clickstitch-skipped')?.includes(payPal));
    const [header, ...lines] = (await file.text()).trimEnd().split('\r\n');
    assert.equal(header, 'date,holder,iban,bic,amount,currency,reference');
    assert.equal(lines.length, 1);
    assert.match(
      lines[0] ?? '',
      /^\d{4}-\d\d-\d\d,"'=SUM\(A1\), Ada",DE02120300000000202051,,20\.00,EUR,[0-9a-f]{30}$/,
    );

    const { rows, skipped } = await get<PayoutFile>('/v1/payouts/export?format=paypal&as=json&currency=eur');
    assert.ok(rows.some(([email, amount]) => email?.endsWith('@shop.test') && amount === '20.00'));
    assert.ok(skipped.some(({ affiliate_id }) => affiliate_id === bank));
    assert.equal((await (await ask('format=paypal&status=failed')).text()).trim(), '');
    assertRefused(await call('GET', '/v1/payouts/export?format=cash'), 400, 'format');
    assertRefused(await call('GET', '/v1/payouts/export'), 400, 'format');
  });

  test('holds end by themselves, as commands that are logged', async () => {
    const who = await affiliate(await program({ hold_days: 1 }));
    const young = await sell(who, 100);
    const old = await sell(who, 100, { occurred_at: Date.now() - TWO_DAYS });
    const until = Date.now() + 15_000;
    while ((await earningOf(old)).status === 'pending' && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal((await earningOf(old)).status, 'ready');
    assert.equal((await earningOf(young)).status, 'pending');
    assert.equal((await pay({ affiliate_id: who })).body.data.items, 1);
  });

  test('what waits for a rate is settled by its import', async () => {
    const who = await affiliate(await program());
    const at = Date.UTC(2026, 0, 11, 12);
    const sale = await sell(who, 109, { currency: 'USD', occurred_at: at });
    assert.equal((await earningOf(sale)).status, 'awaiting_rate');
    await post('/v1/exchange-rates', 'Date,USD\n2026-01-09,1.09\n');
    assert.equal((await earningOf(sale)).status, 'ready');
    assert.equal((await pay({ affiliate_id: who })).body.data.amount, 20);
  });
});
