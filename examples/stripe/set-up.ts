import { randomBytes } from 'node:crypto';
import { type AskCollector, CollectorError } from './collector.ts';

/** What the example needs of the collector. */
export interface SetUp {
  affiliateId: string;
  /** Code of the affiliate's link. */
  code: string;
  /** Where Stripe delivers. */
  hookUrl: string;
  /** By which Stripe signs. Only the collector and the stand-in know it. */
  signingSecret: string;
}

interface Reply<Data> {
  data: Data;
}

interface Connection {
  id: string;
  name: string;
  url: string;
}

const PROGRAM = 'stripe-example';
const CONNECTION = 'Stripe example';

/**
 * Makes program, incentive, affiliate and connection, as somebody would by hand; what an earlier run has made is taken. The
 * connection gets another secret, for the collector shows none.
 */
export async function setUp(ask: AskCollector, shopUrl: string): Promise<SetUp> {
  const program = (await find(ask, `programs/${PROGRAM}`)) ?? (await createProgram(ask));
  // A link leads to one shop for good, so a shop on another port needs a code of its own.
  const code = `stripe-${new URL(shopUrl).port}`;
  const affiliate =
    (await find(ask, `affiliates/${code}`)) ??
    (await make(ask, 'affiliates', {
      ...{ external_id: code, name: 'Amy Winter', program_id: program.id, code, destination_url: `${shopUrl}/` },
    }));
  const secret = `whsec_${randomBytes(24).toString('base64url')}`;
  const connection = await connect(ask, secret);
  return { affiliateId: affiliate.id, code, hookUrl: connection.url, signingSecret: secret };
}

async function createProgram(ask: AskCollector): Promise<{ id: string }> {
  const program = await make(ask, 'programs', {
    ...{ external_id: PROGRAM, name: 'Lowtide partners by Stripe', currency: 'EUR', hold_days: 30 },
  });
  await make(ask, 'incentives', {
    ...{ program_id: program.id, name: 'A fifth of every sale', type: 'percentage', rate: 20 },
  });
  return program;
}

async function connect(ask: AskCollector, secret: string): Promise<Connection> {
  const { data: listed } = await ask<Reply<Connection[]>>('GET', '/v1/connections?limit=100');
  const known = listed.find(({ name }) => name === CONNECTION);
  const { data } = known
    ? await ask<Reply<Connection>>('PATCH', `/v1/connections/${known.id}`, { secret })
    : await ask<Reply<Connection>>('POST', '/v1/connections', { provider: 'stripe', secret, name: CONNECTION });
  return data;
}

/** By our own id; undefined where there is none. */
async function find(ask: AskCollector, path: string): Promise<{ id: string } | undefined> {
  try {
    return (await ask<Reply<{ id: string }>>('GET', `/v1/${path}`)).data;
  } catch (error) {
    if (error instanceof CollectorError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

async function make(ask: AskCollector, kind: string, given: object): Promise<{ id: string }> {
  return (await ask<Reply<{ id: string }>>('POST', `/v1/${kind}`, given)).data;
}
