import type { Api } from './api.ts';
import { createClickstitch } from './create.ts';
import { beforeSend } from './npm/before-send.ts';
import { botSignals } from './npm/bot-signals.ts';
import { capture } from './npm/capture.ts';
import { checkout } from './npm/checkout.ts';
import { consentSignals } from './npm/consent-signals.ts';
import { dataLayer } from './npm/data-layer.ts';
import { forward } from './npm/forward.ts';
import { goals } from './npm/goals.ts';
import { hashUser } from './npm/hash-user.ts';
import { linker } from './npm/linker.ts';
import { metaIds } from './npm/meta-ids.ts';
import { outbox } from './npm/outbox.ts';
import { renewal } from './npm/renewal.ts';
import { vendorIds } from './npm/vendor-ids.ts';

export type { Api, InitOptions, TrackProps, User } from './api.ts';
export type { Item, StandardEvents } from './events/standard-events.ts';
export type { Goal } from './extra/goal.ts';

/** All that the script has, but the inspector. On import, before the app's router runs: the landing is read now or never. */
const clickstitch = createClickstitch([
  ...[vendorIds, botSignals, beforeSend, outbox, consentSignals],
  ...[linker, checkout, forward, dataLayer, capture],
  ...[metaIds, goals, hashUser, renewal],
]);

/** Starts the tag; the first call wins. Calls that were made before it are carried out then. */
export const init: Api['init'] = clickstitch.init;

/** Records a page view of the current URL. */
export const page: Api['page'] = clickstitch.page;

/** Records anything else. With an `order_id` it counts once, however often the page is loaded. */
export const track: Api['track'] = clickstitch.track;

/** Says who is behind the browser: `identify('user_1', { email })` or `identify({ user_id, email, phone, traits })`. */
export const identify: Api['identify'] = clickstitch.identify;

/** What the visitor has agreed to, or no longer does: `granted`, `denied`, or one of them for `analytics` and `ads` each. */
export const consent: Api['consent'] = clickstitch.consent;

/** Says that the user has left the browser, as by signing out. */
export const reset: Api['reset'] = clickstitch.reset;

/** Tells what became of each call, on the console or to a function. */
export const debug: Api['debug'] = clickstitch.debug;
