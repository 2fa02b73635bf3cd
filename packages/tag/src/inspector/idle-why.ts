import { changedConsent } from '../visitor/consent.ts';
import type { BatchConsent } from '../wire.ts';

/** Why a call does nothing, in words; `undefined` where it does something, as far as its arguments tell. */
export function idleWhy(verb: string, [first, second]: readonly unknown[]): string | undefined {
  if (verb === 'init') return 'The tag has begun already: the first call of init wins.';
  if (verb === 'track' && !first) return 'It names no event: track("lead").';
  if (verb === 'identify' && !first && !second) return 'It names nobody: identify("user_1"), or identify({ email }).';
  if (verb !== 'consent') return undefined;
  const { analytics, ads } = changedConsent({} as BatchConsent, first as BatchConsent);
  return analytics || ads
    ? undefined
    : 'It says nothing: "granted" or "denied", or one of these for analytics and ads.';
}
