import type { Logger } from 'pino';
import type { Keyring } from '../auth/keyring.ts';
import type { CommitQueue } from '../commit/queue.ts';
import type { AskReport } from '../reports/reports.ts';
import type { Reader } from '../store/store.ts';

/** What the routes need of the rest of the collector. */
export interface HttpContext {
  queue: CommitQueue;
  keyring: Keyring;
  reader: Reader;
  ask: AskReport;
  /** How commits went so far, and what this collector did by the clock. */
  counts: () => object;
  /** Requests of one key a minute; 0 for any number. */
  rateLimit: number;
  log: Logger;
  now: () => number;
  isBot: (userAgent: string | undefined) => boolean;
  /** URL by which browsers reach the collector, without a slash at its end. */
  publicUrl: () => string;
  maxBodyBytes: number;
  shareLinkDays: number;
  trustProxy: boolean | number | string[];
}
