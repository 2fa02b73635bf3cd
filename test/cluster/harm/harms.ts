import type { Client } from '../../crash/client.ts';
import type { Faults } from '../../crash/faults.ts';
import type { Item } from '../../crash/item.ts';
import type { Cluster, ClusterOptions } from '../cluster.ts';
import type { Tally } from '../tally.ts';
import { freezeBackends } from './freeze-backends.ts';
import { killBackends } from './kill-backends.ts';
import { killCollectors } from './kill-collectors.ts';
import { killPostgres } from './kill-postgres.ts';
import { resetConnections } from './reset-connections.ts';
import { sendEverywhere } from './send-everywhere.ts';
import { stopPostgres } from './stop-postgres.ts';
import { terminateBackends } from './terminate-backends.ts';

/** Something that is done to a cluster under load. */
export interface Harm {
  /** Does it until a moment (ms UTC), heals what it did, and resolves with how often it was done. */
  harm(cluster: Cluster, until: number): Promise<number>;
  /** What it needs between collectors and PostgreSQL. */
  between?: ClusterOptions['between'];
  /** How the load is sent, where that is the harm. */
  send?: (
    tally: Tally,
    faults: Faults,
  ) => (item: Item, clients: readonly Client[], isOver: () => boolean) => Promise<unknown>;
}

export const FAULTS = [
  'collector-killed',
  'backend-killed',
  'backend-terminated',
  'postgres-killed',
  'postgres-stopped',
  'connections-reset',
  'same-ids',
  'postgres-frozen',
] as const;
export type FaultName = (typeof FAULTS)[number];

export const harms: Readonly<Record<FaultName, Harm>> = {
  'collector-killed': killCollectors,
  'backend-killed': killBackends,
  'backend-terminated': terminateBackends,
  'postgres-killed': killPostgres,
  'postgres-stopped': stopPostgres,
  'connections-reset': resetConnections,
  'same-ids': sendEverywhere,
  'postgres-frozen': freezeBackends,
};
