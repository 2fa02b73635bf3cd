import type { Stand } from './stand.ts';

/** Ids of what a workspace has before cases of bad input come. */
export interface Planted {
  conversion: string;
  conversion_type: string;
  source: string;
  contact: string;
}

const KINDS: Readonly<Record<keyof Planted, [path: string, body: object]>> = {
  conversion: ['/v1/conversions', { name: 'planted', order_id: 'planted', amount: 10, currency: 'EUR' }],
  conversion_type: ['/v1/conversion-types', { name: 'Planted', currency: 'EUR' }],
  source: ['/v1/sources', { name: 'Planted', type: 'tracking_link', category: 'paid' }],
  contact: ['/v1/contacts', { kind: 'lead', email: 'planted@example.com' }],
};

/** Makes one of each kind, natively, in the workspace and in its test twin: `${own.contact}` is ours, `${twin.contact}` is not. */
export async function plant(stand: Stand): Promise<{ own: Planted; twin: Planted }> {
  const { secret_key, test_secret_key } = stand.collector.keys;
  return { own: await plantFor(stand, secret_key), twin: await plantFor(stand, test_secret_key) };
}

async function plantFor(stand: Stand, key: string): Promise<Planted> {
  const made: [string, string][] = [];
  for (const [kind, [path, body]] of Object.entries(KINDS)) {
    const reply = await stand.setUp({ method: 'POST', path, query: {}, headers: {}, body }, key);
    made.push([kind, (reply as { data: { id: string } }).data.id]);
  }
  return Object.fromEntries(made) as unknown as Planted;
}
