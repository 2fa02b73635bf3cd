import type { Places } from './places.ts';

const SHOP_PORT_DEFAULT = 4000;

/** The collector does not know the secret key: it is of another database. */
export class KeyRefusedError extends Error {}

/** A link leads to one shop for good, so a shop on another port needs a code of its own. */
export function affiliateCode({ shopPort }: Places): string {
  return shopPort === SHOP_PORT_DEFAULT ? 'demo' : `demo-${shopPort}`;
}

/**
 * Makes the affiliate of the demo's link, unless there is one.
 * @throws KeyRefusedError when the key is refused, an Error for any other answer that is no success
 */
export async function ensureAffiliate(places: Places, secretKey: string): Promise<void> {
  const url = `${places.collectorUrl}/v1/affiliates`;
  const code = affiliateCode(places);
  const authorization = `Bearer ${secretKey}`;
  const list = await readAnswer(await fetch(url, { headers: { authorization } }));
  if (hasCode(list, code)) {
    return;
  }
  const made = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Demo affiliate', code, destination_url: `${places.shopUrl}/` }),
  });
  // Taken, and not on the first page of the list: then it is there as well.
  if (made.status !== 409) {
    await readAnswer(made);
  }
}

async function readAnswer(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (answer.status === 401) {
    throw new KeyRefusedError(text);
  }
  if (!answer.ok) {
    throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  }
  return JSON.parse(text);
}

function hasCode(list: unknown, code: string): boolean {
  const { data } = list as { data?: unknown };
  return Array.isArray(data) && data.some((affiliate: { code?: unknown } | null) => affiliate?.code === code);
}
