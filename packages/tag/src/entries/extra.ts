import { consentSignals } from '../extra/consent-signals.ts';
import { goals } from '../extra/goals.ts';
import { hashUser } from '../extra/hash-user.ts';
import { leftovers } from '../extra/leftovers.ts';
import { loadParts } from '../extra/load-parts.ts';
import { metaIds } from '../extra/meta-ids.ts';
import { permitted } from '../extra/permitted.ts';
import { renewal } from '../extra/renewal.ts';
import type { Feature } from '../features/feature.ts';
import { takePart } from '../take-part.ts';

/** What waited for this file goes on. */
const settle: Feature = ({ _settle }) => _settle();

// What hears comes before what lets go.
takePart([consentSignals]);
loadParts(() => takePart([permitted, metaIds, goals, hashUser, leftovers, renewal, settle]));
