import type { BatchTouch } from '@clickstitch/tag/wire';
import { HOUR, MINUTE, SECOND } from '../../packages/collector/src/domain/time.ts';
import type { Chance } from './chance.ts';
import type { Person } from './truth.ts';

export interface Browser {
  visitor_id: string;
  /** Who the shop takes its user for. */
  session: Person | null;
  /** Whom the tag names with every event. It forgets only when the site tells it to. */
  tag_user: string | null;
  /** The latest arrival, which the tag keeps. */
  last_touch: BatchTouch | null;
  clock_ahead: number;
  /** The site tells the tag when somebody signs out. */
  says_reset: boolean;
  /** When its last visit ended; the next comes later. */
  busy_until: number;
}

export function createBrowser(visitor_id: string, clock_ahead: number, says_reset: boolean): Browser {
  return { visitor_id, session: null, tag_user: null, last_touch: null, clock_ahead, says_reset, busy_until: 0 };
}

/** The visitor id goes with all that a cookie held. */
export function clearCookies(browser: Browser, visitor_id: string): void {
  Object.assign(browser, { visitor_id, session: null, tag_user: null, last_touch: null });
}

/** Ms by which a clock that nobody keeps right may be ahead or behind: a few seconds, minutes, or hours. */
export function clockErrorBy(chance: Chance): number {
  const most = chance.pick([30 * SECOND, 30 * SECOND, 10 * MINUTE, 10 * MINUTE, 9 * HOUR]);
  return chance.whole(-most, most);
}
