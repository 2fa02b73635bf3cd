import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { type Collector, createDatabase, type Database, startCollector } from '../collector.ts';
import { type Call, createCall } from '../conversions-api.ts';
import { eachEngine } from '../each-engine.ts';

interface Made {
  id: string;
  links: { id: string }[];
}

interface ShownClick {
  id: string;
  page: string | null;
  sub_ids: Record<string, string> | null;
}

interface Led {
  status: number;
  location: string;
  cookie: string | undefined;
  text: string;
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const CLICK = /[?&]cs_click=(clk_\w+)/;
const clickIn = ({ location }: Led) => CLICK.exec(location)?.[1];

eachEngine((engine) => {
  let database: Database;
  let collector: Collector;
  let call: Call;
  let ada: Made;

  before(async () => {
    database = await createDatabase(engine);
    collector = await startCollector(database);
    call = createCall(collector, collector.keys.secret_key);
    ada = await join('ada', 'https://shop.example/welcome?x=1');
  });

  after(async () => {
    await collector?.stop();
    await database?.remove();
  });

  async function join(code: string, destination_url: string, more: object = {}): Promise<Made> {
    const made = await call<Made>('POST', '/v1/affiliates', { name: code, code, destination_url, ...more });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    return made.body.data;
  }

  /** Follows a link, its path exactly as it is written. */
  async function follow(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Led> {
    const asked = request({
      ...{ host: '127.0.0.1', port: collector.port, method, path: `/go/${path}` },
      headers: { 'user-agent': FIREFOX, 'sec-fetch-dest': 'document', ...headers },
    });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const [cookie] = answer.headers['set-cookie'] ?? [];
    const text = (await answer.toArray()).join('');
    const location = answer.headers.location ?? '';
    return { status: answer.statusCode ?? 0, location, cookie: cookie?.split(';')[0], text };
  }

  /** The clicks that count, as their affiliate sees them. */
  async function clicksOf({ id }: Made): Promise<ShownClick[]> {
    const made = await call<{ token: string }>('POST', `/v1/affiliates/${id}/portal-token`, {});
    const portal = createCall(collector, made.body.data.token);
    const { status, body } = await portal<ShownClick[]>('GET', '/v1/portal/clicks?limit=100');
    assert.equal(status, 200, JSON.stringify(body));
    return body.data;
  }

  describe('a referral link', () => {
    test('leads to its page with the click, what is passed on, and without the sub ids', async () => {
      const led = await follow('ADA?utm_source=mail&gclid=a+b%2Bc&sub1=footer&sub2=');
      assert.equal(led.status, 302);
      const click = clickIn(led);
      assert.equal(led.location, `https://shop.example/welcome?x=1&utm_source=mail&gclid=a+b%2Bc&cs_click=${click}`);
      const [newest] = await clicksOf(ada);
      assert.deepEqual(
        [newest?.id, newest?.page, newest?.sub_ids],
        [click, 'https://shop.example/welcome', { sub1: 'footer' }],
      );
      const order = { name: 'purchase', order_id: 'go_1', amount: 10, currency: 'EUR', click_id: click };
      const sale = await call('POST', '/v1/conversions', order);
      assert.deepEqual([sale.body.data.owed_to?.affiliate_id, sale.body.data.debt_rule], [ada.id, 'reported_click']);
      assert.equal(sale.body.data.attributed_to?.source, 'mail');
    });

    test('leads deep, and never away from its origin', async () => {
      const places: [string, string][] = [
        ['ada/pricing/pro?x=7', '/pricing/pro?x=7&'],
        ['ada//evil.example/x', '/evil.example/x?'],
        ['ada/\\evil.example', '/evil.example?'],
        ['ada/..//evil.example', '/evil.example?'],
        ['ada/%2e%2e/%2e%2e/a', '/a?'],
        ['ada/%zz', '/%25zz?'],
        ['ada/@evil.example', '/@evil.example?'],
      ];
      for (const [path, place] of places) {
        const { status, location } = await follow(path);
        assert.equal(status, 302, path);
        assert.ok(location.startsWith(`https://shop.example${place}cs_click=clk_`), `${path}: ${location}`);
      }
    });

    test('is the same click for an hour, by a cookie that cannot be made', async () => {
      const before = (await clicksOf(ada)).length;
      const first = await follow('ada');
      const again = await follow('ada/other?sub1=x', { cookie: `a=b; ${first.cookie}` });
      assert.equal(clickIn(again), clickIn(first));
      assert.equal(again.cookie, undefined, 'the hour is that of the click');
      assert.equal((await clicksOf(ada)).length, before + 1);

      const bob = await join('bob', 'https://shop.example/');
      const stuffed = (first.cookie ?? '').replace('ada', 'bob');
      const forged = [stuffed, `cs_go=ada~${clickIn(first)}~${Date.now().toString(36)}~x`, 'cs_go=%E0%A4%A'];
      for (const cookie of forged) {
        for (const code of ['ada', 'bob']) assert.notEqual(clickIn(await follow(code, { cookie })), clickIn(first));
      }
      assert.equal((await clicksOf(bob)).length, forged.length);
      assert.notEqual(clickIn(await follow('ada')), clickIn(first), 'without a cookie nothing is guessed');
    });

    test('marks who is a bot, and what is no visit', async () => {
      const before = (await clicksOf(ada)).length;
      assert.ok(clickIn(await follow('ada', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' })));
      assert.ok(clickIn(await follow('ada', { 'sec-fetch-dest': 'image' })));
      assert.equal((await clicksOf(ada)).length, before);
    });

    test('that is only looked at leads on, and is no click', async () => {
      const led = await follow('ada/a', {}, 'HEAD');
      assert.deepEqual([led.status, led.location, led.cookie], [302, 'https://shop.example/a', undefined]);
    });

    test('nobody knows leads nowhere', async () => {
      for (const path of ['nobody', '', '?x=1', '%zz', 'ada%2Fx', '..', '%00']) {
        const { status, cookie } = await follow(path);
        assert.deepEqual([status, cookie], [404, undefined], path);
      }
    });
  });

  describe('a link to another host', () => {
    const named = (url: string) => `cara?url=${encodeURIComponent(url)}`;
    let cara: Made;
    let programId: string;

    before(async () => {
      const program = { name: 'Friends', currency: 'EUR', allowed_hosts: ['shop.example', 'blog.example'] };
      const made = await call<{ id: string }>('POST', '/v1/programs', program);
      assert.equal(made.status, 201, JSON.stringify(made.body));
      programId = made.body.data.id;
      cara = await join('cara', 'https://shop.example/', { program_id: made.body.data.id });
    });

    test('is followed where the program allows it', async () => {
      for (const url of ['https://shop.example/a?b=1', 'https://blog.example/a?b=1', 'https://a.blog.example/x?b=1']) {
        const led = await follow(`${named(url)}&c=2`);
        assert.equal(led.location, `${url}&c=2&cs_click=${clickIn(led)}`);
      }
    });

    test('is refused elsewhere, by its name, and is no click', async () => {
      const before = (await clicksOf(cara)).length;
      for (const url of ['https://evil.example/', 'https://blog.example.evil.example/', 'https://blog.example:81/']) {
        const led = await follow(named(url));
        assert.deepEqual([led.status, led.location, led.cookie], [400, '', undefined]);
        assert.ok(led.text.includes(new URL(url).host) && led.text.includes('allowed_hosts'), led.text);
      }
      for (const url of ['javascript:alert(1)', '//evil.example', 'https://a@shop.example/', 'http://blog.example/']) {
        const led = await follow(named(url));
        assert.equal(led.status, 400, url);
        assert.ok(led.text.includes('whole address'), led.text);
      }
      assert.equal((await clicksOf(cara)).length, before);
      assert.equal((await follow('ada?url=https://blog.example/')).status, 400, 'another program’s is not hers');
    });

    test('is not followed any more where the program took its host away', async () => {
      const allow = (...allowed_hosts: string[]) => call('PATCH', `/v1/programs/${programId}`, { allowed_hosts });
      assert.equal((await allow('blog.example')).status, 200);
      const led = await follow('cara');
      assert.deepEqual([led.status, led.location, led.cookie], [400, '', undefined]);
      assert.ok(led.text.includes('shop.example') && led.text.includes('allowed_hosts'), led.text);
      assert.equal((await allow('blog.example', 'shop.example')).status, 200);
      assert.equal((await follow('cara')).status, 302);
    });
  });

  describe('a link that is not (any more) to earn', () => {
    test('of somebody suspended leads on without a click', async () => {
      const dora = await join('dora', 'https://shop.example/d');
      const first = await follow('dora');
      assert.ok(clickIn(first));
      assert.equal((await call('POST', `/v1/affiliates/${dora.id}/suspend`)).status, 200);
      const led = await follow('dora?a=b', { cookie: first.cookie ?? '' });
      assert.deepEqual([led.location, led.cookie], ['https://shop.example/d?a=b', undefined]);
      assert.equal((await call('POST', `/v1/affiliates/${dora.id}/approve`)).status, 200);
      assert.ok(clickIn(await follow('dora')));
    });

    test('that was deleted leads nowhere', async () => {
      const [link] = (await join('emil', 'https://shop.example/')).links;
      assert.equal((await call('DELETE', `/v1/links/${link?.id}`)).status, 200);
      assert.equal((await follow('emil')).status, 404);
    });
  });
});
