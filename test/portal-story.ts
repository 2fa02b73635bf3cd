import assert from 'node:assert/strict';
import type { Api } from './api.ts';
import type { Collector } from './collector.ts';

/** Two affiliates of one program, and what became of the one's sales: something for each page of a portal. */
export interface PortalStory {
  amy: string;
  bob: string;
  /** Of people who bought, which no affiliate may see. */
  secrets: string[];
}

const DAY = 86_400_000;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

export async function tellPortalStory(collector: Pick<Collector, 'url'>, api: Api): Promise<PortalStory> {
  async function make(path: string, body: unknown): Promise<string> {
    const { status, body: made } = await api.post<{ data: { id: string } }>(path, body);
    assert.ok(status < 300, `${path}: ${JSON.stringify(made)}`);
    return made.data.id;
  }
  const at = (days: number) => new Date(Date.now() - days * DAY).toISOString();
  const program_id = await make('/v1/programs', {
    ...{ name: 'Lowtide partners', currency: 'EUR', hold_days: 30, minimum_payout: 25 },
    terms_url: 'https://shop.test/partners',
    allowed_hosts: ['shop.test'],
  });
  await make('/v1/incentives', {
    program_id,
    name: 'A fifth of every sale',
    type: 'percentage',
    rate: 20,
    valid_from: at(90),
  });
  await make('/v1/incentives', { program_id, name: 'For a newsletter reader', on: 'lead', type: 'fixed', amount: 2 });
  const amy = await make('/v1/affiliates', {
    ...{ name: 'Amy Winter', email: 'amy@affiliate.test', program_id, external_id: 'amy-1' },
    ...{ code: 'amy', destination_url: 'https://shop.test/' },
    payout_details: { method: 'bank', holder: 'Amy Winter', iban: 'DE89370400440532013000' },
  });
  const bob = await make('/v1/affiliates', {
    ...{ name: 'Bob Summer', email: 'bob@affiliate.test', program_id },
    ...{ code: 'bob', destination_url: 'https://shop.test/' },
  });
  await make('/v1/links', {
    affiliate_id: amy,
    code: 'amy-bowls',
    name: 'Bowls',
    destination_url: 'https://shop.test/bowls',
  });
  await make('/v1/coupons', { affiliate_id: amy, code: 'AMY10', description: '10 % off a first order' });

  const go = (path: string, agent = BROWSER) =>
    fetch(`${collector.url}/go/${path}`, {
      redirect: 'manual',
      headers: { 'user-agent': agent, referer: 'https://blog.test/x' },
    });
  for (const path of ['amy', 'amy?sub1=newsletter', 'amy-bowls', 'bob']) assert.equal((await go(path)).status, 302);
  await go('amy', 'Googlebot/2.1 (+http://www.google.com/bot.html)');

  const sell = (order: string, amount: number, affiliate_id: string, more: object = {}) =>
    make('/v1/conversions', {
      ...{ name: 'purchase', order_id: order, amount, currency: 'EUR', affiliate_id, occurred_at: at(10) },
      ...{ email: `${order}@buyer.test`, user: { first_name: 'Zenobia' }, ...more },
    });
  await make('/v1/conversions', {
    name: 'sign_up',
    event_id: 'ev_secret',
    email: 'reader@buyer.test',
    affiliate_id: amy,
  });
  await sell('ord-paid', 180, amy, { earning_status: 'ready', occurred_at: at(60) });
  const [payout] = [await make('/v1/payouts', { affiliate_id: amy })];
  await make(`/v1/payouts/${payout}/approve`, {});
  await make(`/v1/payouts/${payout}/pay`, { reference: 'SEPA-2041' });
  await sell('ord-ready', 95, amy, { earning_status: 'ready', occurred_at: at(34) });
  await sell('ord-held', 48, amy, { occurred_at: at(3) });
  const part = await sell('ord-part', 120, amy, { occurred_at: at(2) });
  await make(`/v1/conversions/${part}/refund`, { amount: 30 });
  // Bought with her own address.
  await sell('ord-own', 64, amy, { email: 'amy@affiliate.test', occurred_at: at(1) });
  await sell('ord-bob', 300, bob);
  return { amy, bob, secrets: ['buyer.test', 'Zenobia', 'ord-', 'ev_secret', 'bob', 'Bob', 'self_referral', bob] };
}
