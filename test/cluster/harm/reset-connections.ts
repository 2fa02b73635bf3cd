import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster.ts';
import { type CuttingProxy, startCuttingProxy } from '../cutting-proxy.ts';
import type { Harm } from '../harm.ts';

const PAUSE = 150;
/** Of all COMMITs so many meet a cut. */
const SHARE_OF_COMMITS = 0.05;

const proxies = new Map<number, CuttingProxy>();

/** Connections to PostgreSQL are cut, at any moment and in the middle of COMMITs. */
export const resetConnections: Harm = {
  async between(server, url) {
    const proxy = await startCuttingProxy(server.port);
    proxies.set(server.port, proxy);
    const through = new URL(url);
    through.port = String(proxy.port);
    return { url: through.href, remove: proxy.close };
  },
  async harm({ server }: Cluster, until) {
    const proxy = proxies.get(server.port);
    if (!proxy) throw new Error('there is no proxy');
    proxy.cutCommits(SHARE_OF_COMMITS);
    while (Date.now() < until) {
      proxy.cutOne();
      await sleep(Math.random() * PAUSE);
    }
    proxy.cutCommits(0);
    return proxy.cuts();
  },
};
