import { interpolate } from './interpolate.ts';
import type { Stand } from './stand.ts';

/** Ids of what a workspace has before cases of bad input come. */
export interface Planted {
  conversion: string;
  conversion_type: string;
  source: string;
  contact: string;
  program: string;
  affiliate: string;
  referral: string;
}

/** In this order; each may name those before it. */
const KINDS: Readonly<Record<keyof Planted, [path: string, body: object]>> = {
  conversion: ['/v1/conversions', { name: 'planted', order_id: 'planted', amount: 10, currency: 'EUR' }],
  conversion_type: ['/v1/conversion-types', { name: 'Planted', currency: 'EUR' }],
  source: ['/v1/sources', { name: 'Planted', type: 'tracking_link', category: 'paid' }],
  contact: ['/v1/contacts', { kind: 'lead', email: 'planted@example.com' }],
  program: ['/v1/programs', { name: 'Planted', currency: 'EUR' }],
  affiliate: ['/v1/affiliates', { name: 'Planted', program_id: `\${program}` }],
  referral: ['/v1/referrals', { affiliate_id: `\${affiliate}`, email: 'referred@example.com' }],
};

/** Makes one of each kind, natively, in the workspace and in its test twin: `${own.contact}` is ours, `${twin.contact}` is not. */
export async function plant(stand: Stand): Promise<{ own: Planted; twin: Planted }> {
  const { secret_key, test_secret_key } = stand.collector.keys;
  return { own: await plantFor(stand, secret_key), twin: await plantFor(stand, test_secret_key) };
}

async function plantFor(stand: Stand, key: string): Promise<Planted> {
  const made: Record<string, string> = {};
  for (const [kind, [path, body]] of Object.entries(KINDS)) {
    const asked = { method: 'POST', path, query: {}, headers: {}, body: interpolate(body, made) } as const;
    const { data } = (await stand.setUp(asked, key)) as { data: { id: string; referral?: { id: string } } };
    made[kind] = data.referral?.id ?? data.id;
  }
  return made as unknown as Planted;
}
