import type { Client } from '../crash/client.ts';
import type { Faults } from '../crash/faults.ts';
import type { Item } from '../crash/item.ts';
import type { Cluster, ClusterOptions } from './cluster.ts';
import type { Tally } from './tally.ts';

/** Something that is done to a cluster under load. */
export interface Harm {
  /** Does it until a moment (ms UTC), heals what it did, and resolves with how often it was done. */
  harm(cluster: Cluster, until: number): Promise<number>;
  /** What it needs between collectors and PostgreSQL. */
  between?: ClusterOptions['between'];
  /** How often each item is sent, where more than once: the collectors have that much more to do. */
  copies?: number;
  /** How the load is sent, where that is the harm. */
  send?: (
    tally: Tally,
    faults: Faults,
  ) => (item: Item, clients: readonly Client[], isOver: () => boolean) => Promise<unknown>;
}
