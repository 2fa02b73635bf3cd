import type { Api, User } from './api.ts';
import { neverThrows } from './browser/never-throws.ts';
import type { PageWindow } from './browser/page-window.ts';
import { consentSignals } from './extra/consent-signals.ts';
import { goals } from './extra/goals.ts';
import { hashUser } from './extra/hash-user.ts';
import { leftovers } from './extra/leftovers.ts';
import { metaIds } from './extra/meta-ids.ts';
import { permitted } from './extra/permitted.ts';
import { renewal } from './extra/renewal.ts';
import { beforeSend } from './features/before-send.ts';
import { botSignals } from './features/bot-signals.ts';
import { outbox } from './features/outbox.ts';
import { vendorIds } from './features/vendor-ids.ts';
import { createTag } from './tag.ts';

/** All that the script has, in the same order. */
const features = [
  ...[vendorIds, botSignals, beforeSend, outbox],
  ...[consentSignals, permitted, metaIds, goals, hashUser, leftovers, renewal],
];

export type { Api, InitOptions, TrackProps, User } from './api.ts';
export type { Item, StandardEvents } from './events/standard-events.ts';
export type { Goal } from './extra/goal.ts';

let api: Api | undefined;
// On import, before the app's router runs: the landing is read now or never. On a server there is no page.
neverThrows(() => {
  const page: PageWindow = window;
  [, api] = createTag(page, [Date.now(), page.location.href], '', features);
})();

/** Starts the tag; the first call wins. Calls that were made before it are carried out then. */
export const init: Api['init'] = (options) => api?.init(options);

/** Records a page view of the current URL. */
export const page: Api['page'] = (props) => api?.page(props);

/** Records anything else. With an `order_id` it counts once, however often the page is loaded. */
export const track: Api['track'] = (name, ...props) => api?.track(name, ...props);

/** Says who is behind the browser: `identify('user_1', { email })` or `identify({ user_id, email, phone, traits })`. */
export const identify: Api['identify'] = (who: User | User['user_id'], more?: User) =>
  api?.identify(who as string, more);

/** What the visitor has agreed to, or no longer does: `granted`, `denied`, or one of them for `analytics` and `ads` each. */
export const consent: Api['consent'] = (to) => api?.consent(to);

/** Says that the user has left the browser, as by signing out. */
export const reset: Api['reset'] = () => api?.reset();

/** Tells what became of each call, on the console or to a function. */
export const debug: Api['debug'] = (listener) => api?.debug(listener);
