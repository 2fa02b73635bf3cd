/** Starts the shop and what stands in for Stripe, and sets up the collector for them. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCollector } from './collector.ts';
import { setUp } from './set-up.ts';
import { readSettings } from './settings.ts';
import { createShop } from './shop.ts';
import { createStandIn } from './stand-in.ts';

const servers: Server[] = [];

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    process.exit(0);
  });
}

async function start(): Promise<void> {
  const { shopPort, standInPort, host, clickstitchUrl, publishableKey, secretKey } = readSettings(process.env);
  const log = (line: string) => console.log(line);
  const shop = await listen(shopPort, host, 'STRIPE_SHOP_PORT');
  const standIn = await listen(standInPort, host, 'STRIPE_STAND_IN_PORT');
  const [url, standInUrl] = [urlOf(shop), urlOf(standIn)];

  const ask = createCollector(clickstitchUrl, secretKey);
  const { affiliateId, code, hookUrl, signingSecret } = await setUp(ask, url);
  const hook = { url: hookUrl, secret: signingSecret };
  // What is of Stripe's test mode goes to the test twin, so the events are of the mode of the keys.
  const livemode = !secretKey.startsWith('cs_sk_test_');
  standIn.on('request', createStandIn({ url: standInUrl, hook, livemode }, log));
  const affiliate = { id: affiliateId, code };
  shop.on('request', createShop({ url, standInUrl, clickstitchUrl, publishableKey, affiliate }, ask, log));

  console.log(`
  Affiliate’s link   ${clickstitchUrl}/go/${code}   come in here, then buy
  Shop               ${url}/
  Earnings           ${url}/earnings
  Stand-in           ${standInUrl}/dashboard   renew, refund, dispute, cancel

  Webhooks go to ${hookUrl}
`);
}

/** @throws an Error that names the setting by which to choose another port */
async function listen(port: number, host: string, setting: string): Promise<Server> {
  const server = createServer();
  servers.push(server);
  try {
    await once(server.listen(port, host), 'listening');
    return server;
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new Error(isTaken ? `Port ${port} is in use. Set ${setting} to another one.` : String(error));
  }
}

function urlOf(server: Server): string {
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
