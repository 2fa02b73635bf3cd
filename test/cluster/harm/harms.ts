import type { Harm } from '../harm.ts';
import { freezeBackends } from './freeze-backends.ts';
import { killBackends } from './kill-backends.ts';
import { killCollectors } from './kill-collectors.ts';
import { killPostgres } from './kill-postgres.ts';
import { resetConnections } from './reset-connections.ts';
import { sendEverywhere } from './send-everywhere.ts';
import { stopPostgres } from './stop-postgres.ts';
import { terminateBackends } from './terminate-backends.ts';

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
