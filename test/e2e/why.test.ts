import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type Api, type Conversion, createApi, type Problem, sendEvents } from '../api.ts';
import { runClickstitch } from '../cluster/run-clickstitch.ts';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

/** Why a sale has its answer: the same from the API and from the command line, for whoever has never seen the code. */

interface Touch {
  title: string;
  code: string | null;
  visitor_id: string;
  device: string;
  is_eligible: boolean;
  verdict: string;
  words: string;
  belongs: { how: string; is_trusted: boolean; words: string };
}

interface WhyReply {
  sale: { id: string; status: string; order_id: string };
  answer: { words: string; debt_rule: string };
  touches: Touch[];
  devices: {
    device: string;
    visitor_id: string;
    links: { from: { kind: string; value: string }; to: { kind: string; value: string }; said_by: string }[];
  }[];
  debt: { rule: string; affiliate_name: string | null; candidates: { code: string; verdict: string; words: string }[] };
  claims: { verdict: string; words: string }[];
  would_change: { kind: string; words: string; answer: { owed_to: { code: string } | null } | null }[];
  history: {
    kind: string;
    words: string[];
    cause: { command: string };
    before: { owed_to: { code: string } | null } | null;
    after: { owed_to: { code: string } | null } | null;
  }[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const COLUMNS = 100;

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let api: Api;
  const soldAt = Date.now() - HOUR;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    api = createApi(collector, collector.keys.secret_key);
    for (const [name, code] of [
      ['Jane’s Blog', 'jane'],
      ['Deals Daily', 'deals'],
    ]) {
      assert.equal((await api.post('/v1/affiliates', { name, code })).status, 201);
    }
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  const why = async (id: string) => (await api.get<{ data: WhyReply }>(`/v1/conversions/${id}/why`)).body.data;
  const clickstitch = (...args: string[]) => runClickstitch(args, database.url);
  const report = async (facts: object) => {
    const reply = await api.post<{ data: Conversion }>('/v1/conversions', { name: 'purchase', amount: 99.5, ...facts });
    assert.equal(reply.status, 201);
    return reply.body.data;
  };
  let events = 0;
  const visit = async (visitor: string, at: number, path: string) => {
    events += 1;
    const event = { id: `e${events}`, name: 'page_view', occurred_at: at, url: `https://shop.example/${path}` };
    assert.equal((await sendEvents(collector, visitor, [event])).body.accepted, 1);
  };
  const identify = async (visitor: string, at: number, user: object) => {
    events += 1;
    const event = { id: `e${events}`, name: 'identify', occurred_at: at, user };
    assert.equal((await sendEvents(collector, visitor, [event])).body.accepted, 1);
  };
  const click = async (visitor: string, at: number, code: string) => {
    const facts = { url: 'https://shop.example/', code, visitor_id: visitor, occurred_at: new Date(at).toISOString() };
    const reply = await api.post<{ data: { id: string } }>('/v1/clicks', facts);
    assert.equal(reply.status, 201);
    return reply.body.data.id;
  };
  const touchBy = (of: WhyReply, verdict: string): Touch => {
    const found = of.touches.find((touch) => touch.verdict === verdict);
    assert.ok(found, `no touch is ${verdict}`);
    return found;
  };

  describe('a sale that several touches compete for', () => {
    let sale: Conversion;
    let told: WhyReply;

    before(async () => {
      await click('laptop', soldAt - 34 * DAY, 'deals');
      await visit('laptop', soldAt - 5 * DAY, '?gclid=EAIaIQ&utm_source=google&utm_medium=cpc&utm_campaign=autumn');
      await identify('laptop', soldAt - 4 * DAY, { user_id: 'u1', email: 'Jane@Example.com' });
      await visit('phone', soldAt - 3 * DAY, '?via=jane');
      const named = { user_id: 'u1', visitor_id: 'phone', occurred_at: soldAt - 2 * DAY };
      assert.equal((await api.post('/v1/identify', named)).status, 201);
      await visit('phone', soldAt - 2 * HOUR, '?utm_source=weekly&utm_medium=email&utm_campaign=november');
      await visit('family', soldAt - HOUR, '?fbclid=IwAR&utm_source=facebook&utm_medium=paid_social');
      await identify('family', soldAt - 50 * MINUTE, { user_id: 'brother' });
      await identify('family', soldAt - 30 * MINUTE, { user_id: 'u1' });
      sale = await report({
        order_id: 'o_1001',
        email: 'jane@example.com',
        external_user_id: 'u1',
        currency: 'EUR',
        occurred_at: soldAt,
      });
      told = await why(sale.id);
    });

    test('names the winner, and what each of the others lacked', () => {
      assert.match(
        told.answer.words,
        /^Credited to an email from weekly, campaign november, 2 hours before the sale\./,
      );
      assert.match(told.answer.words, /Owed to Jane’s Blog \(code jane\)/);
      assert.deepEqual(
        told.touches.map(({ verdict, visitor_id, is_eligible }) => [verdict, visitor_id, is_eligible]),
        [
          ['other_person', 'family', false],
          ['last_touch', 'phone', true],
          ['earlier_touch', 'phone', true],
          ['earlier_touch', 'laptop', true],
          ['before_the_window', 'laptop', false],
        ],
      );
      assert.match(touchBy(told, 'other_person').words, /somebody else was at this device then, user brother/);
      assert.match(
        touchBy(told, 'other_person').belongs.words,
        /next who identified themselves there was user brother/,
      );
      assert.match(touchBy(told, 'earlier_touch').words, /a later touch came 2 days 22 hours after it/);
      assert.match(touchBy(told, 'before_the_window').words, /it came 4 days before the window/);
      assert.match(touchBy(told, 'last_touch').words, /Credited/);
    });

    test('tells by which links each device was found, and who made them', () => {
      const linksOf = (visitor: string) =>
        told.devices
          .find(({ visitor_id }) => visitor_id === visitor)
          ?.links.map(({ from, to, said_by }) => [from.value, to.value, said_by]);
      assert.deepEqual(linksOf('phone'), [['u1', 'phone', 'server']]);
      assert.deepEqual(linksOf('laptop')?.at(-1)?.slice(1), ['laptop', 'browser']);
      assert.equal(touchBy(told, 'last_touch').belongs.how, 'identified');
      assert.equal(touchBy(told, 'last_touch').belongs.is_trusted, true);
    });

    test('tells what would have changed it', () => {
      const theirs = told.would_change.find(({ kind }) => kind === 'theirs');
      assert.match(
        theirs?.words ?? '',
        /Had the social ad · facebook of .* been the buyer’s own, the sale would be credited to it/,
      );
      const without = told.would_change.find(({ kind }) => kind === 'without_winner');
      assert.match(without?.words ?? '', /credited to an affiliate link from jane/);
      const unlinked = told.would_change.find(({ kind }) => kind === 'link_removed');
      assert.match(unlinked?.words ?? '', /between user u1 and device [A-Z].*nobody would be owed/);
    });

    test('is printed in words by the command line, which says the same', async () => {
      const printed = await clickstitch('why', sale.id);
      assert.equal(printed.code, 0, printed.said);
      for (const words of ['purchase · order o_1001 · 99.50 EUR', 'jane@example.com', 'Jane’s Blog', 'user brother']) {
        assert.ok(printed.said.includes(words), `it says “${words}”`);
      }
      const wide = printed.said.split('\n').filter((line) => line.length > COLUMNS);
      assert.deepEqual(wide, [], 'no line is wider than a terminal');
      const json = await clickstitch('why', 'o_1001', '--json');
      assert.deepEqual(JSON.parse(json.said), told);
    });
  });

  test('an affiliate whom only a browser’s claim leads to awaits review, and what would settle it is told', async () => {
    await visit('tablet', soldAt - DAY, '?via=jane');
    await identify('tablet', soldAt - 20 * HOUR, { email: 'tim@example.com' });
    const sale = await report({ order_id: 'o_1002', email: 'tim@example.com', occurred_at: soldAt });
    const told = await why(sale.id);
    assert.equal(told.debt.rule, 'awaits_review');
    assert.deepEqual(
      told.debt.candidates.map(({ code, verdict }) => [code, verdict]),
      [['jane', 'unlinked_claim']],
    );
    const named = told.would_change.find(({ kind }) => kind === 'named_device');
    assert.equal(named?.answer?.owed_to?.code, 'jane');
    assert.match(named?.words ?? '', /Jane’s Blog \(code jane\) would be owed/);
  });

  test('a click that arrives late is in the history, with the answer before and after it', async () => {
    const sale = await report({ order_id: 'o_1003', visitor_id: 'late', occurred_at: soldAt });
    assert.match((await why(sale.id)).would_change[0]?.words ?? '', /none of the buyer’s devices has a touch/);
    await click('late', soldAt - 3 * HOUR, 'deals');
    const told = await why(sale.id);
    const changed = told.history.find(({ kind }) => kind === 'recredited');
    assert.equal(changed?.cause.command, 'record_click');
    assert.equal(changed?.before?.owed_to, null);
    assert.equal(changed?.after?.owed_to?.code, 'deals');
    assert.match(
      changed?.words.join(' ') ?? '',
      /a click with code deals arrived.*Before: .*nobody.*After: .*Deals Daily/,
    );
  });

  test('a browser that nothing but its claim links to the sale is told of', async () => {
    await visit('stranger', soldAt - DAY, '?via=jane');
    const claim = { id: 'claim-0', name: 'purchase', occurred_at: soldAt - MINUTE, order_id: 'o_1006', value: 5 };
    await sendEvents(collector, 'stranger', [claim]);
    const sale = await report({ order_id: 'o_1006', email: 'kim@example.com', occurred_at: soldAt });
    const told = await why(sale.id);
    assert.deepEqual(
      told.claims.map(({ verdict }) => verdict),
      ['added_context'],
    );
    assert.match(told.claims[0]?.words ?? '', /It said so 1 minute before the sale/);
    assert.equal(touchBy(told, 'last_touch').belongs.how, 'claim');
    assert.equal(told.would_change.find(({ kind }) => kind === 'named_device')?.answer?.owed_to?.code, 'jane');
  });

  test('an identifier that names somebody else than a stronger one is told of', async () => {
    await visit('own', soldAt - DAY, '?gclid=EAIaIQ3');
    const names = { email: 'jane@example.com', external_user_id: 'u2', visitor_id: 'own' };
    const sale = await report({ order_id: 'o_1008', ...names, occurred_at: soldAt });
    const printed = (await clickstitch('why', sale.id)).said.replace(/\s+/g, ' ');
    assert.match(printed, /email jane@example.com belongs to user u1, somebody else .*: not followed/);
  });

  test('a touch before somebody left the device, and one that came too early, are told', async () => {
    await click('desk', soldAt - 30 * DAY - 5, 'deals');
    await identify('desk', soldAt - 2 * DAY, { user_id: 'u7' });
    await visit('kiosk', soldAt - 3 * DAY, '?gclid=EAIaIQ2');
    await sendEvents(collector, 'kiosk', [{ id: 'r', name: 'reset', occurred_at: soldAt - 2 * DAY }]);
    await identify('kiosk', soldAt - DAY, { user_id: 'u7' });
    const sale = await report({ order_id: 'o_1007', external_user_id: 'u7', occurred_at: soldAt });
    const told = await why(sale.id);
    assert.equal(touchBy(told, 'other_person').belongs.how, 'nobody');
    assert.match(touchBy(told, 'before_the_window').words, /it came 5 milliseconds before the window/);
    const inTime = told.would_change.find(({ kind }) => kind === 'in_time');
    assert.match(
      inTime?.words ?? '',
      /Had the affiliate link .* come 5 milliseconds later, the sale would be credited to it/,
    );
  });

  test('a browser that proved its user is told from what a server said', async () => {
    const secret = (await clickstitch('keys', 'identity-secret')).said.trim();
    const user_hash = createHmac('sha256', secret).update('u9').digest('hex');
    await visit('proven', soldAt - DAY, '?via=jane');
    await identify('proven', soldAt - HOUR, { user_id: 'u9', user_hash });
    const sale = await report({ order_id: 'o_1009', external_user_id: 'u9', occurred_at: soldAt });
    const told = await why(sale.id);
    assert.equal(told.debt.affiliate_name, 'Jane’s Blog');
    assert.deepEqual(
      told.devices.map(({ links }) => links.map(({ said_by }) => said_by)),
      [['proven_browser']],
    );
    assert.match(touchBy(told, 'last_touch').belongs.words, /a browser with a proof from the shop’s server/);
  });

  test('a sale that only a browser claims tells what its confirmation would make owed', async () => {
    await visit('claimer', soldAt - DAY, '?via=deals');
    const claim = { id: 'claim-1', name: 'purchase', occurred_at: soldAt, order_id: 'o_1004', value: 5 };
    await sendEvents(collector, 'claimer', [claim]);
    const { data: told } = JSON.parse(`{"data":${(await clickstitch('why', 'o_1004', '--json')).said}}`) as {
      data: WhyReply;
    };
    assert.equal(told.sale.status, 'unverified');
    const confirmed = told.would_change.find(({ kind }) => kind === 'confirmed');
    assert.equal(confirmed?.answer?.owed_to?.code, 'deals');
  });

  test('a click that the server named and nobody recorded may still arrive', async () => {
    const click_id = 'clk_00000000000000000000000000000009';
    const sale = await report({ order_id: 'o_1005', click_id, occurred_at: soldAt });
    const told = await why(sale.id);
    assert.equal(told.would_change.find(({ kind }) => kind === 'unknown_click')?.answer, null);
  });

  test('an order id of several conversions lists them', async () => {
    const sales = [await report({ order_id: 'twice' }), await report({ name: 'renewal', order_id: 'twice' })];
    const reply = await api.get<Problem>('/v1/conversions/twice/why');
    assert.equal(reply.status, 409);
    const printed = await clickstitch('why', 'twice');
    assert.equal(printed.code, 1);
    for (const { id } of sales) assert.ok(reply.body.detail.includes(id) && printed.said.includes(id));
  });

  test('an id that nobody knows is said to be so', async () => {
    assert.equal((await api.get<Problem>('/v1/conversions/nobody/why')).status, 404);
    const printed = await clickstitch('why', 'nobody');
    assert.equal(printed.code, 1);
    assert.match(printed.said, /^There is no conversion, claim or order nobody among live data\.\n.*--test/);
    assert.ok(!printed.said.includes(' at '), 'there is no stack');
    assert.equal((await clickstitch('why', 'o_1001', '--test')).code, 1, 'test data is apart');
  });
});
