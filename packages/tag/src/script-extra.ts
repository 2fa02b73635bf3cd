import { neverThrows } from './browser/never-throws.ts';
import { consentSignals } from './extra/consent-signals.ts';
import { goals } from './extra/goals.ts';
import { hashUser } from './extra/hash-user.ts';
import { leftovers } from './extra/leftovers.ts';
import { metaIds } from './extra/meta-ids.ts';
import { permitted } from './extra/permitted.ts';
import { renewal } from './extra/renewal.ts';
import type { Feature } from './features/feature.ts';

/** What waited for this file goes on. */
const settle: Feature = ({ _settle }) => _settle();

/** The features that `tag.js` fetches where one of them is needed. What hears comes before what lets go. */
const { x: take } = (window as unknown as { clickstitch: { x: (feature: Feature) => void } }).clickstitch;
for (const feature of [consentSignals, permitted, metaIds, goals, hashUser, leftovers, renewal, settle])
  neverThrows(take)(feature);
